use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait as _, DatabaseBackend};
use serde_json::json;

use super::{Audit, Broken, Entry, Filter, Head, Verdict, Who, append, verify};
use crate::database::{
    Database, Engine, Fault,
    testing::{TestDatabase, engines, fresh},
};

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}

async fn add(database: &Database, subject: &str, second: i64) {
    let entry = Entry::new(Who::operator(), "item.save", "item", subject)
        .department("CD06")
        .before(json!({ "fee": "¥10" }))
        .after(json!({ "fee": "¥20" }));
    database
        .write(&(entry, at(second)), |transaction, (entry, now)| {
            Box::pin(async move { append(transaction, entry, *now).await })
        })
        .await
        .unwrap();
}

async fn chain_of(engine: Engine, entries: i64) -> TestDatabase {
    let test = fresh(engine).await;
    for number in 1..=entries {
        add(&test.database, &format!("i-{number}"), number).await;
    }
    test
}

/// As somebody would who has the database and takes its guards away first.
async fn tamper(test: &TestDatabase, statement: &str) {
    let connection = test.database.writer();
    let drops = match connection.get_database_backend() {
        DatabaseBackend::Postgres => vec!["ALTER TABLE audit_entry DISABLE TRIGGER ALL"],
        _ => vec![
            "DROP TRIGGER IF EXISTS audit_entry_refuses_UPDATE",
            "DROP TRIGGER IF EXISTS audit_entry_refuses_DELETE",
        ],
    };
    for drop in drops {
        connection.execute_unprepared(drop).await.unwrap();
    }
    connection.execute_unprepared(statement).await.unwrap();
}

async fn verdict(test: &TestDatabase) -> Verdict {
    verify(&test.database, None).await.unwrap()
}

#[tokio::test]
async fn an_unbroken_chain_is_found_whole_and_its_end_is_named() {
    for engine in engines() {
        let empty = fresh(engine).await;
        assert_eq!(
            verdict(&empty).await,
            Verdict { sound: 0, broken: None, head: Head { number: 0, hash: String::new() } }
        );
        let test = chain_of(engine, 3).await;
        let found = verdict(&test).await;
        assert_eq!((found.sound, &found.broken), (3, &None));
        let kept = Head::parse(&found.head.to_string()).unwrap();
        add(&test.database, "i-4", 4).await;
        assert_eq!(verify(&test.database, Some(&kept)).await.unwrap().broken, None);
    }
}

#[tokio::test]
async fn whatever_is_changed_removed_or_added_is_found_where_it_begins() {
    for engine in engines() {
        for (statement, expected) in [
            ("UPDATE audit_entry SET after = '{}' WHERE number = 2", Broken::Content(2)),
            ("UPDATE audit_entry SET account_name = 'somebody' WHERE number = 4", Broken::Content(4)),
            ("UPDATE audit_entry SET origin = '' WHERE number = 1", Broken::Content(1)),
            ("UPDATE audit_entry SET hash = previous_hash WHERE number = 3", Broken::Content(3)),
            ("UPDATE audit_entry SET previous_hash = '' WHERE number = 2", Broken::Link(2)),
            (
                "UPDATE audit_entry SET subject = CASE number WHEN 2 THEN 'i-3' ELSE 'i-2' END WHERE number IN (2, 3)",
                Broken::Content(2),
            ),
            ("UPDATE audit_entry SET number = 9 WHERE number = 2", Broken::Missing(2)),
            ("DELETE FROM audit_entry WHERE number = 1", Broken::Missing(1)),
            ("DELETE FROM audit_entry WHERE number = 3", Broken::Missing(3)),
            ("DELETE FROM audit_entry WHERE number >= 4", Broken::Tail(4)),
            ("DELETE FROM audit_entry", Broken::Tail(1)),
            (
                "UPDATE audit_head SET number = 3, hash = (SELECT hash FROM audit_entry WHERE number = 3)",
                Broken::Surplus(4),
            ),
            ("UPDATE audit_head SET hash = ''", Broken::Newest(5)),
        ] {
            let test = chain_of(engine, 5).await;
            tamper(&test, statement).await;
            assert_eq!(verdict(&test).await.broken, Some(expected), "{engine:?}: {statement}");
        }
    }
}

#[tokio::test]
async fn two_entries_that_changed_places_are_found() {
    for engine in engines() {
        let test = chain_of(engine, 4).await;
        for statement in [
            "UPDATE audit_entry SET number = 99 WHERE number = 2",
            "UPDATE audit_entry SET number = 2 WHERE number = 3",
            "UPDATE audit_entry SET number = 3 WHERE number = 99",
        ] {
            tamper(&test, statement).await;
        }
        assert_eq!(verdict(&test).await.broken, Some(Broken::Link(2)), "{engine:?}");
    }
}

#[tokio::test]
async fn a_chain_made_anew_or_cut_with_its_head_is_found_by_what_was_kept_elsewhere() {
    for engine in engines() {
        let kept = verdict(&chain_of(engine, 3).await).await.head;
        let other = fresh(engine).await;
        for number in 1..=3 {
            add(&other.database, "something else", number).await;
        }
        assert_eq!(verdict(&other).await.broken, None);
        let found = verify(&other.database, Some(&kept)).await.unwrap();
        assert_eq!(found.broken, Some(Broken::Expected(3)), "{engine:?}");

        let cut = chain_of(engine, 3).await;
        tamper(&cut, "DELETE FROM audit_entry WHERE number = 3").await;
        tamper(&cut, "UPDATE audit_head SET number = 2, hash = (SELECT hash FROM audit_entry WHERE number = 2)").await;
        assert_eq!(verdict(&cut).await.broken, None);
        assert_eq!(verify(&cut.database, Some(&kept)).await.unwrap().broken, Some(Broken::Tail(3)), "{engine:?}");
    }
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_remove_entries() {
    for engine in engines() {
        let test = chain_of(engine, 2).await;
        for statement in
            ["UPDATE audit_entry SET act = 'x' WHERE number = 1", "DELETE FROM audit_entry WHERE number = 2"]
        {
            let refused = test.database.writer().execute_unprepared(statement).await.unwrap_err().to_string();
            assert!(refused.contains("only ever added"), "{engine:?}: {refused}");
        }
        assert_eq!(verdict(&test).await.sound, 2);
    }
}

#[tokio::test]
async fn fifty_who_write_at_once_stand_one_behind_the_other() {
    for engine in engines() {
        let test = fresh(engine).await;
        let writers: Vec<_> = (0..50)
            .map(|number| {
                let database = test.database.clone();
                tokio::spawn(async move { add(&database, &format!("i-{number}"), number).await })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let found = verdict(&test).await;
        assert_eq!((found.sound, found.broken), (50, None), "{engine:?}");
    }
}

#[tokio::test]
async fn an_act_that_failed_leaves_no_entry() {
    for engine in engines() {
        let test = chain_of(engine, 1).await;
        let failed = test
            .database
            .write(&(), |transaction, ()| {
                Box::pin(async move {
                    append(transaction, &Entry::new(Who::worker(), "item.publish", "item", "x"), at(9)).await?;
                    Err::<(), _>(Fault::Conflict("the act itself".to_owned()))
                })
            })
            .await;
        assert!(failed.is_err());
        assert_eq!(verdict(&test).await.sound, 1, "{engine:?}");
    }
}

#[tokio::test]
async fn entries_are_found_by_who_what_which_where_and_when() {
    for engine in engines() {
        let test = chain_of(engine, 4).await;
        let audit = Audit::new(test.database.clone());
        let numbers = async |filter: Filter, before| {
            let found = audit.search(&filter, before).await.unwrap();
            found.iter().map(|entry| entry.number).collect::<Vec<_>>()
        };
        assert_eq!(numbers(Filter::default(), None).await, [4, 3, 2, 1]);
        assert_eq!(numbers(Filter::default(), Some(3)).await, [2, 1]);
        assert_eq!(numbers(Filter { subject: "i-2".into(), ..Filter::default() }, None).await, [2]);
        assert_eq!(numbers(Filter { account: "nobody".into(), ..Filter::default() }, None).await, Vec::<i64>::new());
        assert_eq!(
            numbers(Filter { act: "item.save".into(), department: "CD06".into(), ..Filter::default() }, None)
                .await
                .len(),
            4
        );
        let span = Filter { from: Some(at(2)), until: Some(at(4)), ..Filter::default() };
        assert_eq!(numbers(span, None).await, [3, 2]);
    }
}

#[tokio::test]
async fn an_export_is_an_entry_itself_and_holds_everything_up_to_it() {
    for engine in engines() {
        let test = chain_of(engine, 3).await;
        let audit = Audit::new(test.database.clone());
        let mut export = audit.export(Who::operator(), Filter::default(), at(9)).await.unwrap();
        add(&test.database, "later", 10).await;
        let mut bytes = Vec::new();
        while let Some(part) = export.next().await.unwrap() {
            bytes.extend(part);
        }
        let written = String::from_utf8(bytes).unwrap();
        assert_eq!(written.lines().count(), 5, "{engine:?}: {written}");
        assert!(written.contains("audit.export") && !written.contains("later"), "{written}");
    }
}
