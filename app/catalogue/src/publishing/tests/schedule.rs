//! What takes effect at a time.

use super::*;
use crate::publishing::{EventKind, Live, Work};

async fn approved_for(city: &City, text: &str, minutes: i64, expire: Option<i64>) -> ItemCode {
    let (editor, reviewer) = (editor(), reviewer());
    let code = code(text);
    let draft = city.desk.create(&editor, &code, &Bilingual::zh("居住证申领"), "CD06").await.unwrap();
    city.hand_in(&editor, &draft).await;
    let at = Effect::At(noon() + Duration::minutes(minutes));
    let end = expire.map(|minutes| noon() + Duration::minutes(minutes));
    city.desk.approve(&reviewer, &code, draft.revision, at, end).await.unwrap();
    code
}

#[tokio::test]
async fn what_is_due_is_published_once_by_however_many_processes() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let mut codes = Vec::new();
        for number in 0..5 {
            codes.push(approved_for(&city, &format!("C-{number}"), 10, None).await);
        }
        assert_eq!(city.later(9).publish_due().await.unwrap(), 0);
        let mut running = tokio::task::JoinSet::new();
        let mut others = Vec::new();
        for _ in 0..4 {
            let database =
                Database::open(&city.test.address, foundation::database::PoolSizes { readers: 2 }).await.unwrap();
            others.push(database.clone());
            let desk = desk_at(&database, noon() + Duration::minutes(10));
            running.spawn(async move { desk.publish_due().await.unwrap() });
        }
        let done: usize = running.join_all().await.into_iter().sum();
        assert_eq!(done, 5, "{engine:?}");
        for code in &codes {
            assert!(city.public(code).await.is_some());
            assert_eq!(city.desk.versions(code).await.unwrap().len(), 1);
            assert_eq!(city.desk.events(code).await.unwrap().len(), 1);
        }
        for database in others {
            database.close().await;
        }
    }
}

#[tokio::test]
async fn what_has_an_end_ends_and_can_come_back() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let code = approved_for(&city, "C-10", 10, Some(20)).await;
        let upcoming = city.desk.upcoming(&editor(), noon(), noon() + Duration::hours(1)).await.unwrap();
        assert_eq!(upcoming.len(), 1);
        assert_eq!(upcoming[0].expire_at, Some(noon() + Duration::minutes(20)));
        assert_eq!(city.later(10).publish_due().await.unwrap(), 1);
        assert_eq!(city.later(19).publish_due().await.unwrap(), 0);
        assert_eq!(city.later(20).publish_due().await.unwrap(), 1);
        assert_eq!(city.public(&code).await, None);
        assert_eq!(city.desk.record(&editor(), &code).await.unwrap().live, Live::Expired);
        assert_eq!(city.desk.events(&code).await.unwrap()[0].kind, EventKind::Expired);
        city.later(30).restore(&reviewer(), &code).await.unwrap();
        assert!(city.public(&code).await.is_some());
        assert_eq!(city.later(40).publish_due().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_text_taken_back_is_not_published_when_its_time_comes() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let code = approved_for(&city, "C-11", 10, None).await;
        city.desk.take_back(&editor(), &code).await.unwrap();
        assert_eq!(city.later(10).publish_due().await.unwrap(), 0);
        let draft = city.desk.draft(&editor(), &code).await.unwrap();
        assert_eq!((draft.state, draft.approved), (Work::Draft, None));
    }
}

#[tokio::test]
async fn an_approved_text_can_be_given_another_time_or_published_at_once() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let code = approved_for(&city, "C-12", 10, None).await;
        let later = Effect::At(noon() + Duration::minutes(60));
        city.desk.reschedule(&reviewer(), &code, later, None).await.unwrap();
        assert_eq!(city.later(30).publish_due().await.unwrap(), 0);
        let past = city.desk.reschedule(&reviewer(), &code, Effect::At(noon()), None).await;
        assert!(matches!(past, Err(PublishingError::Invalid { field: "publish_at", reason: "past" })));
        city.desk.reschedule(&reviewer(), &code, Effect::Now, None).await.unwrap();
        assert!(city.public(&code).await.is_some());
    }
}

#[tokio::test]
async fn a_text_that_broke_while_it_waited_goes_back_to_its_writers_and_holds_up_nobody() {
    use sea_orm::ConnectionTrait as _;
    for engine in testing::engines() {
        let city = city(engine).await;
        let editor = editor();
        let broken = code("C-20");
        city.desk.create(&editor, &broken, &Bilingual::zh("居住证申领"), "CD06").await.unwrap();
        let mut areas = Sheet::default();
        let mut item = ServiceItem::new(broken.clone(), Bilingual::zh("x"), "CD06");
        item.areas = vec!["family".to_owned()];
        areas.replace_field("areas", &Sheet::of(&item));
        let saved = city.desk.save(&editor, &broken, 1, &["areas"], &areas).await.unwrap();
        city.desk.submit(&editor, &broken, saved.revision, "", None, None).await.unwrap();
        let at = Effect::At(noon() + Duration::minutes(5));
        city.desk.approve(&reviewer(), &broken, saved.revision, at, None).await.unwrap();
        let good = approved_for(&city, "C-21", 10, None).await;
        city.test.database.writer().execute_unprepared("DELETE FROM area WHERE code = 'family'").await.unwrap();

        assert_eq!(city.later(10).publish_due().await.unwrap(), 2);
        assert_eq!(city.public(&broken).await, None);
        assert!(city.public(&good).await.is_some());
        let draft = city.desk.draft(&editor, &broken).await.unwrap();
        assert_eq!(draft.state, Work::Draft);
        assert_eq!((draft.comments[0].field.as_str(), draft.comments[0].by.account), ("areas", None));
        assert_eq!(city.later(11).publish_due().await.unwrap(), 0);
    }
}
