//! From a draft to residents and back, and who may do what.

use sea_orm::ConnectionTrait as _;

use super::*;
use crate::publishing::{Cause, EventKind, ListFilter, Live, Work};

#[tokio::test]
async fn a_text_is_written_reviewed_and_read_by_residents() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (editor, reviewer) = (editor(), reviewer());
        let code = code("A-1");
        let draft = city.desk.create(&editor, &code, &Bilingual::zh("居住证申领"), "CD06").await.unwrap();
        assert_eq!((draft.revision, draft.state, draft.base_version), (1, Work::Draft, None));
        let revision = city.write(&editor, &code, "summary", "领取居住证").await;
        assert_eq!(revision, 2);
        assert_eq!(city.public(&code).await, None);
        city.desk.submit(&editor, &code, 2, "新增事项", None, None).await.unwrap();
        let waiting = city.desk.waiting_for(&reviewer).await.unwrap();
        assert_eq!(waiting.reviews.iter().map(|record| record.code.as_str()).collect::<Vec<_>>(), ["A-1"]);
        city.desk.approve(&reviewer, &code, 2, Effect::Now, None).await.unwrap();

        assert_eq!(city.public(&code).await.unwrap().summary, Some(Bilingual::zh("领取居住证")));
        let record = city.desk.record(&editor, &code).await.unwrap();
        assert_eq!((record.live, record.work, record.version), (Live::Published, Work::None, Some(1)));
        let heads = city.desk.versions(&code).await.unwrap();
        assert_eq!(heads.len(), 1);
        assert_eq!((heads[0].cause, heads[0].note.as_str()), (Cause::Desk, "新增事项"));
        assert_eq!(
            (heads[0].written_by.as_slice(), heads[0].approved_by.as_str()),
            (&["editor".to_owned()][..], "reviewer")
        );
        assert_eq!(city.desk.version(&code, 1).await.unwrap().item, city.public(&code).await.unwrap());
        assert_eq!(city.desk.events(&code).await.unwrap()[0].kind, EventKind::Published);
        assert!(matches!(city.desk.draft(&editor, &code).await, Err(PublishingError::NotFound)));

        // The next draft begins from the version, and its revisions go on where the last one's ended.
        let next = city.desk.open(&editor, &code).await.unwrap();
        assert_eq!((next.base_version, next.revision, next.sheet.get("summary.zh")), (Some(1), 3, "领取居住证"));
        assert!(matches!(
            city.desk.save(&editor, &code, 2, &["summary"], &sheet("summary", "旧页")).await,
            Err(PublishingError::Changed)
        ));
        city.desk.discard(&editor, &code, 3).await.unwrap();
        assert_eq!(city.desk.record(&editor, &code).await.unwrap().work, Work::None);
    }
}

#[tokio::test]
async fn nobody_approves_what_they_wrote_not_even_the_citys_administrator() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (admin, editor) = (admin(), editor());
        let code = code("A-2");
        city.desk.create(&editor, &code, &Bilingual::zh("居住证申领"), "CD06").await.unwrap();
        let revision = city.write(&admin, &code, "summary", "管理员写的").await;
        city.desk.submit(&editor, &code, revision, "", None, None).await.unwrap();
        let outcome = city.desk.approve(&admin, &code, revision, Effect::Now, None).await;
        assert!(matches!(outcome, Err(PublishingError::OwnText)), "{outcome:?}");
        assert_eq!(city.public(&code).await, None);
        // Handing in is standing for the text as well.
        city.desk.take_back(&editor, &code).await.unwrap();
        city.desk.discard(&editor, &code, revision).await.unwrap();
        let draft = city.desk.create(&editor, &code, &Bilingual::zh("居住证申领"), "CD06").await.unwrap();
        city.hand_in(&admin, &draft).await;
        let outcome = city.desk.approve(&admin, &code, draft.revision, Effect::Now, None).await;
        assert!(matches!(outcome, Err(PublishingError::OwnText)), "{outcome:?}");
    }
}

#[tokio::test]
async fn what_changed_after_the_reviewer_looked_is_not_approved() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (editor, reviewer) = (editor(), reviewer());
        let code = code("A-3");
        let draft = city.desk.create(&editor, &code, &Bilingual::zh("居住证申领"), "CD06").await.unwrap();
        city.hand_in(&editor, &draft).await;
        city.desk.take_back(&editor, &code).await.unwrap();
        let newer = city.write(&editor, &code, "summary", "后来写的").await;
        city.desk.submit(&editor, &code, newer, "", None, None).await.unwrap();
        let outcome = city.desk.approve(&reviewer, &code, draft.revision, Effect::Now, None).await;
        assert!(matches!(outcome, Err(PublishingError::Changed)), "{outcome:?}");
        city.desk.send_back(&reviewer, &code, newer, "请写清楚").await.unwrap();
        let draft = city.desk.draft(&editor, &code).await.unwrap();
        assert_eq!((draft.state, draft.comments.len()), (Work::Draft, 1));
        assert_eq!(city.desk.waiting_for(&editor).await.unwrap().sent_back.len(), 1);
        city.desk.settle_comment(&editor, &code, draft.comments[0].number).await.unwrap();
        assert_eq!(city.desk.waiting_for(&editor).await.unwrap().sent_back.len(), 0);
    }
}

#[tokio::test]
async fn what_is_elsewhere_does_not_exist_and_what_is_not_allowed_is_refused() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (editor, reviewer) = (editor(), reviewer());
        let code = city.publish(&editor, &reviewer, "A-4").await;
        let stranger = person("stranger", Role::DepartmentAdmin, Some("CD07"));
        let clerk = person("clerk", Role::Clerk, Some("CD06"));
        let auditor = person("auditor", Role::Auditor, None);
        for (actor, sees) in [(&stranger, false), (&clerk, true), (&auditor, true)] {
            let refused = |error: PublishingError| {
                if sees {
                    assert!(matches!(error, PublishingError::Forbidden), "{engine:?} {}: {error:?}", actor.name);
                } else {
                    assert!(matches!(error, PublishingError::NotFound), "{engine:?} {}: {error:?}", actor.name);
                }
            };
            assert_eq!(city.desk.record(actor, &code).await.is_ok(), sees);
            refused(city.desk.open(actor, &code).await.unwrap_err());
            refused(city.desk.save(actor, &code, 1, &["summary"], &Sheet::default()).await.unwrap_err());
            refused(city.desk.submit(actor, &code, 1, "", None, None).await.unwrap_err());
            refused(city.desk.approve(actor, &code, 1, Effect::Now, None).await.unwrap_err());
            refused(city.desk.withdraw(actor, &code, REASON).await.unwrap_err());
            refused(city.desk.restore(actor, &code).await.unwrap_err());
            refused(city.desk.attend(actor, &code).await.unwrap_err());
            refused(city.desk.revive(actor, &code, 1).await.unwrap_err());
            refused(city.desk.take_back(actor, &code).await.unwrap_err());
            let listed = city.desk.list(actor, &ListFilter::default(), None, 10).await.unwrap();
            assert_eq!(listed.records.len(), usize::from(sees));
        }
        // An editor writes and does not approve; a reviewer approves and does not write.
        assert!(matches!(city.desk.withdraw(&editor, &code, REASON).await, Err(PublishingError::Forbidden)));
        assert!(matches!(city.desk.open(&reviewer, &code).await, Err(PublishingError::Forbidden)));
        // A role holds in the department and below it.
        let below = person("below", Role::Editor, Some("CD06-01"));
        assert!(matches!(city.desk.open(&below, &code).await, Err(PublishingError::NotFound)));
        let other = ItemCode::parse("A-5").unwrap();
        let outcome = city.desk.create(&editor, &other, &Bilingual::zh("结婚登记"), "CD07").await;
        assert!(matches!(outcome, Err(PublishingError::Forbidden)));
        city.desk.create(&editor, &other, &Bilingual::zh("户口迁移"), "CD06-01").await.unwrap();
    }
}

#[tokio::test]
async fn a_move_to_another_department_needs_both() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (editor, reviewer, admin) = (editor(), reviewer(), admin());
        let code = city.publish(&editor, &reviewer, "A-6").await;
        let draft = city.desk.open(&editor, &code).await.unwrap();
        let mut to = Sheet::default();
        to.set("department", "CD07");
        let saved = city.desk.save(&editor, &code, draft.revision, &["department"], &to).await.unwrap();
        let outcome = city.desk.submit(&editor, &code, saved.revision, "", None, None).await;
        assert!(matches!(outcome, Err(PublishingError::Forbidden)), "{outcome:?}");
        city.desk.submit(&admin, &code, saved.revision, "", None, None).await.unwrap();
        let outcome = city.desk.approve(&reviewer, &code, saved.revision, Effect::Now, None).await;
        assert!(matches!(outcome, Err(PublishingError::Forbidden)), "{outcome:?}");
        let other = person("other", Role::CityAdmin, None);
        city.desk.approve(&other, &code, saved.revision, Effect::Now, None).await.unwrap();
        assert_eq!(city.public(&code).await.unwrap().department, "CD07");
        assert!(matches!(city.desk.record(&editor, &code).await, Err(PublishingError::NotFound)));
    }
}

#[tokio::test]
async fn withdrawing_takes_it_from_residents_and_restoring_brings_the_newest_version_back() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (editor, reviewer) = (editor(), reviewer());
        let code = city.publish(&editor, &reviewer, "A-7").await;
        let short = city.desk.withdraw(&reviewer, &code, "不办").await;
        assert!(matches!(short, Err(PublishingError::Invalid { field: "reason", reason: "short" })));
        city.desk.withdraw(&reviewer, &code, REASON).await.unwrap();
        assert_eq!(city.public(&code).await, None);
        assert!(matches!(city.desk.withdraw(&reviewer, &code, REASON).await, Err(PublishingError::Changed)));
        let event = &city.desk.events(&code).await.unwrap()[0];
        assert_eq!((event.kind, event.reason.as_str()), (EventKind::Withdrawn, REASON));
        city.desk.restore(&reviewer, &code).await.unwrap();
        assert_eq!(city.public(&code).await.unwrap(), city.desk.version(&code, 1).await.unwrap().item);
        assert!(matches!(city.desk.restore(&reviewer, &code).await, Err(PublishingError::Changed)));
        assert_eq!(city.desk.versions(&code).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_text_that_breaks_rules_is_not_handed_in() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let editor = editor();
        let code = code("A-8");
        let draft = city.desk.create(&editor, &code, &Bilingual::zh("居住证申领"), "CD06").await.unwrap();
        let mut bad = Sheet::default();
        bad.set("visits", "viele");
        let saved = city.desk.save(&editor, &code, draft.revision, &["visits"], &bad).await.unwrap();
        let outcome = city.desk.submit(&editor, &code, saved.revision, "", None, None).await;
        let Err(PublishingError::Faults(faults)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(faults[0].field, "visits");
    }
}

#[tokio::test]
async fn versions_and_events_cannot_be_changed_or_removed() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let code = city.publish(&editor(), &reviewer(), "A-9").await;
        for statement in [
            "UPDATE item_version SET content = '{}'",
            "DELETE FROM item_version",
            "UPDATE publication_event SET reason = ''",
            "DELETE FROM publication_event",
        ] {
            let outcome = city.test.database.writer().execute_unprepared(statement).await;
            assert!(outcome.is_err(), "{engine:?}: {statement}");
        }
        assert_eq!(city.desk.versions(&code).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_hostile_text_is_refused_or_kept_and_never_breaks() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let editor = editor();
        let code = code("A-10");
        let name = Bilingual::zh("坏\u{0}名");
        assert!(city.desk.create(&editor, &code, &name, "CD06").await.is_err());
        city.desk.create(&editor, &code, &Bilingual::zh("居住证申领"), "CD06").await.unwrap();
        let draft = city.desk.open(&editor, &code).await.unwrap();
        city.desk.save(&editor, &code, draft.revision, &["name"], &sheet("name", "坏\u{0}名")).await.unwrap();
        let kept = city.desk.draft(&editor, &code).await.unwrap();
        assert_eq!(kept.sheet.get("name.zh"), "坏\u{0}名");
        let outcome = city.desk.submit(&editor, &code, kept.revision, "a\u{0}", None, None).await;
        assert!(matches!(outcome, Err(PublishingError::Invalid { field: "note", .. })));
        let outcome = city.desk.submit(&editor, &code, kept.revision, "", None, None).await;
        assert!(matches!(outcome, Err(PublishingError::Faults(_))), "{outcome:?}");
    }
}
