use super::*;
use crate::{
    Authority, Channels, DepartmentTree, DisplayName, Grant, Hindrance, MessageKind, NewAccount, Password, Profile,
    Profiles, Role, StaffName,
};
use foundation::database::testing::{engines, fresh};

/// Minutes of a day.
const DAY: i64 = 24 * 60;

#[tokio::test]
async fn an_account_waits_can_be_kept_and_then_knows_nobody_any_more() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let holder = resident(&identity, "13800000001").await;
        let profiles = Profiles::new(identity.clone());
        let mut sheet = profiles.of(&holder).await.unwrap();
        sheet.profile = Profile::parse(
            |field| if field == crate::FieldName::Address { "水碾河路 29 号" } else { "" },
            profiles.today(),
        )
        .unwrap();
        profiles.save(&holder, &DisplayName::parse("王小蓉").unwrap(), &sheet).await.unwrap();

        identity.choose_messages(&holder, &[(MessageKind::AccountAndFamily, Channels::default())]).await.unwrap();

        let closes_at = identity.close(&holder).await.unwrap();
        assert_eq!(closes_at, start() + TimeDelta::days(15));
        assert_eq!(rows_of(&test, "session", "account_id", holder.account).await, 0, "{engine:?}");
        assert!(messages_to(&test, "+8613800000001").await[0].contains("15"));

        // Back in time: kept, and nothing happens on the day.
        let back = seen(&at(&test, DAY), &enter(&at(&test, DAY), holder.account).await.unwrap()).await.unwrap();
        assert_eq!(back.closes_at, Some(closes_at));
        at(&test, DAY).keep(&back).await.unwrap();
        at(&test, DAY).keep(&back).await.unwrap();
        assert_eq!(acts(&test, "account.close_keep").await, 1);
        assert_eq!(at(&test, 16 * DAY).close_due().await.unwrap(), 0);

        // Again, and this time nobody comes back.
        let token = enter(&at(&test, 16 * DAY), holder.account).await.unwrap();
        let again = seen(&at(&test, 16 * DAY), &token).await.unwrap();
        at(&test, 16 * DAY).close(&again).await.unwrap();
        assert_eq!(at(&test, 31 * DAY - 1).close_due().await.unwrap(), 0);
        assert_eq!(at(&test, 31 * DAY).close_due().await.unwrap(), 1, "{engine:?}");
        assert_eq!(at(&test, 31 * DAY).close_due().await.unwrap(), 0, "once");
        for (table, column) in [
            ("session", "account_id"),
            ("account_contact", "account_id"),
            ("one_time_code", "account_id"),
            ("contact_undo", "account_id"),
            ("profile", "account_id"),
            ("message_choice", "account_id"),
            ("message", "account_id"),
            ("real_name", "account_id"),
        ] {
            assert_eq!(rows_of(&test, table, column, holder.account).await, 0, "{engine:?}: {table}");
        }
        let late = at(&test, 31 * DAY);
        assert!(matches!(enter(&late, holder.account).await, Err(IdentityError::Wrong)), "{engine:?}");
        assert!(matches!(late.close(&again).await, Err(IdentityError::Unknown)), "{engine:?}");
        assert!(late.keep(&again).await.is_ok() && acts(&test, "account.close_keep").await == 1);
        assert_eq!(rows_of(&test, "account", "id", holder.account).await, 1, "the number stays");
        assert_eq!(acts(&test, "account.close").await, 1);

        // The address is free for somebody new.
        add(&late, "13800000001").await;
    }
}

#[tokio::test]
async fn many_processes_close_what_is_due_once_each_and_who_keeps_it_wins_or_is_too_late() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        for n in 0..5 {
            let holder = resident(&identity, &format!("1390000020{n}")).await;
            identity.close(&holder).await.unwrap();
        }
        let waiting = resident(&identity, "13900000300").await;
        identity.close(&waiting).await.unwrap();
        let tasks: Vec<_> = (0..4)
            .map(|_| {
                let identity = at(&test, 15 * DAY);
                tokio::spawn(async move { identity.close_due().await.unwrap() })
            })
            .collect();
        let keeping = {
            let (identity, waiting) = (at(&test, 15 * DAY), waiting.clone());
            tokio::spawn(async move { identity.keep(&waiting).await.unwrap() })
        };
        let mut closed = 0;
        for task in tasks {
            closed += task.await.unwrap();
        }
        keeping.await.unwrap();
        let kept = acts(&test, "account.close_keep").await;
        assert_eq!(usize::try_from(closed).unwrap() + kept, 6, "{engine:?}");
        assert_eq!(acts(&test, "account.close").await + kept, 6, "{engine:?}");
        let left = rows_of(&test, "account_contact", "account_id", waiting.account).await;
        assert_eq!(left, i64::try_from(kept).unwrap(), "{engine:?}: kept whole or closed whole");
    }
}

#[tokio::test]
async fn who_has_roles_and_who_has_not_just_proven_to_be_there_closes_nothing() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let operator = Authority::operator(DepartmentTree::new([("CD06".to_owned(), None)]));
        let new = NewAccount {
            name: StaffName::parse("a.clerk").unwrap(),
            display_name: DisplayName::parse("某人").unwrap(),
            grants: vec![Grant { role: Role::Clerk, department: Some("CD06".to_owned()) }],
            password: Password::parse("a long enough one").unwrap(),
        };
        let account = identity.add(&operator, new).await.unwrap();
        let clerk = seen(&identity, &enter(&identity, account).await.unwrap()).await.unwrap();
        let refused = identity.close(&clerk).await;
        assert!(matches!(refused, Err(IdentityError::Hindered(Hindrance::Roles))), "{engine:?}");
        assert_eq!(identity.hindrance(&clerk).await.unwrap(), Some(Hindrance::Roles));

        let holder = resident(&identity, "13800000001").await;
        assert_eq!(identity.hindrance(&holder).await.unwrap(), None);
        assert!(matches!(at(&test, 15).close(&holder).await, Err(IdentityError::NotFresh)), "{engine:?}");
        let first = identity.close(&holder).await.unwrap();
        assert_eq!(at(&test, 10).close(&holder).await.unwrap(), first, "asked twice, the day stays");
    }
}
