use super::*;
use crate::{Channels, MessageKind};
use foundation::{
    database::testing::{engines, fresh},
    text::Texts,
};

const PHONE: &str = "+8613800000001";
const MAIL: &str = "li@example.cn";

/// Tells the holder something, so many minutes after the start, and answers how many messages went to phone and mail by then.
async fn tell(test: &TestDatabase, holder: &Holder, reason: &'static str, minutes: i64) -> [usize; 2] {
    let (identity, account, now) = (at(test, minutes), holder.account, start() + TimeDelta::minutes(minutes));
    test.database
        .write(&(identity, account, reason, now), |transaction, (identity, account, reason, now)| {
            Box::pin(async move {
                let words = |_: &'static Texts| ("一件事".to_owned(), "有一件事。".to_owned());
                identity.tell_holder(transaction, *account, reason, &words, *now).await?;
                Ok::<_, IdentityError>(())
            })
        })
        .await
        .unwrap();
    [messages_to(test, PHONE).await.len(), messages_to(test, MAIL).await.len()]
}

#[tokio::test]
async fn news_of_the_family_goes_where_its_reader_wants_and_what_is_about_safety_everywhere() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let (holder, other) = (resident(&identity, PHONE).await, resident(&identity, "13800000002").await);
        let new = (holder.account, contact(MAIL));
        test.database
            .write(&new, |transaction, (account, mail)| {
                Box::pin(async move {
                    contacts::add(transaction, *account, mail, start()).await?;
                    Ok::<_, IdentityError>(())
                })
            })
            .await
            .unwrap();

        // Whoever said nothing is told where they are reached at first.
        let both = Channels { phone: true, email: true };
        let phone_first: Vec<_> = MessageKind::ALL.map(|kind| (kind, Channels { email: false, ..both })).into();
        assert_eq!(identity.message_choices(&holder).await.unwrap(), phone_first, "{engine:?}");
        assert_eq!(tell(&test, &holder, "family", 0).await, [1, 0], "{engine:?}");

        let by_mail = Channels { phone: false, ..both };
        for (minutes, channels, reached) in [(1, both, [2, 1]), (2, by_mail, [2, 2]), (3, Channels::default(), [2, 2])]
        {
            let chosen = vec![(MessageKind::AccountAndFamily, channels)];
            identity.choose_messages(&holder, &chosen).await.unwrap();
            let expected = [chosen[0], phone_first[1]];
            assert_eq!(identity.message_choices(&holder).await.unwrap(), expected, "{engine:?}");
            assert_eq!(tell(&test, &holder, "company", minutes).await, reached, "{engine:?}: {channels:?}");
        }
        assert_eq!(
            rows_of(&test, "message", "account_id", holder.account).await,
            4 + 2 + 2,
            "{engine:?}: in the inbox"
        );
        assert_eq!(acts(&test, "account.messages").await, 3, "{engine:?}");

        // What is no such news goes out all the same.
        assert_eq!(tell(&test, &holder, "password", 4).await, [3, 2], "{engine:?}");
        assert_eq!(identity.message_choices(&other).await.unwrap(), phone_first, "{engine:?}: another's");

        let data: serde_json::Value =
            serde_json::from_str(&identity.own_data(&holder, &client()).await.unwrap()).unwrap();
        let expected = serde_json::json!([{ "kind": "account", "phone": false, "email": false }]);
        assert_eq!(data["message_choices"], expected, "{engine:?}");
    }
}
