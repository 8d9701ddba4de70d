//! People who write at once.

use super::*;
use crate::publishing::Choice;

#[tokio::test]
async fn fifty_editors_who_save_at_once_lose_nothing() {
    const FIELDS: [&str; 5] = ["summary", "limit_note", "location", "booking", "office_hours"];
    for engine in testing::engines() {
        let city = city(engine).await;
        let code = code("B-1");
        let first = city.desk.create(&editor(), &code, &Bilingual::zh("居住证申领"), "CD06").await.unwrap();
        let mut running = tokio::task::JoinSet::new();
        for number in 0..50 {
            let (desk, code, seen) = (city.desk.clone(), code.clone(), first.revision);
            running.spawn(async move {
                let field = FIELDS[number % FIELDS.len()];
                let text = format!("第{number}人写的");
                let actor = person(&format!("editor-{number}"), Role::Editor, Some("CD06"));
                let saved = desk.save(&actor, &code, seen, &[field], &sheet(field, &text)).await.unwrap();
                (field, text, saved)
            });
        }
        let saved = running.join_all().await;
        let draft = city.desk.draft(&editor(), &code).await.unwrap();
        let mut effective = 0;
        for (field, text, saved) in &saved {
            let path = format!("{field}.zh");
            let stands = draft.sheet.get(&path) == text;
            let aside = draft.conflicts.iter().any(|c| c.field == *field && c.mine.get(&path) == text);
            assert!(stands != aside, "{engine:?}: {text} of {field} stands in one place");
            assert_eq!(saved.conflicts.is_empty(), stands);
            effective += i64::from(stands);
        }
        assert_eq!(effective, 5);
        assert_eq!(draft.revision, first.revision + effective);
        assert_eq!(draft.editors.len(), 51, "whoever wrote is known");
    }
}

#[tokio::test]
async fn different_fields_are_merged_and_the_same_text_twice_is_no_conflict() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (one, two) = (editor(), editor());
        let code = code("B-2");
        let seen = city.desk.create(&one, &code, &Bilingual::zh("居住证申领"), "CD06").await.unwrap().revision;
        let mut form = sheet("summary", "甲");
        form.set("name.zh", "居住证申领");
        let fields = ["name", "summary", "location"];
        let saved = city.desk.save(&one, &code, seen, &fields, &form).await.unwrap();
        assert_eq!((saved.revision, saved.conflicts.len()), (2, 0));
        // The other form shows the summary as it was: empty.
        let mut form = sheet("location", "乙");
        form.set("name.zh", "居住证申领");
        let saved = city.desk.save(&two, &code, seen, &fields, &form).await.unwrap();
        assert_eq!((saved.revision, saved.conflicts.len()), (3, 0));
        let draft = city.desk.draft(&one, &code).await.unwrap();
        assert_eq!((draft.sheet.get("summary.zh"), draft.sheet.get("location.zh")), ("甲", "乙"));
        let saved = city.desk.save(&two, &code, seen, &["summary"], &sheet("summary", "甲")).await.unwrap();
        assert_eq!((saved.revision, saved.conflicts.len()), (3, 0), "the same text");
        // Whoever sees the newest text may empty a field.
        let saved = city.desk.save(&two, &code, 3, &["summary"], &Sheet::default()).await.unwrap();
        assert_eq!(saved.revision, 4);
        assert_eq!(city.desk.draft(&one, &code).await.unwrap().sheet.get("summary.zh"), "");
    }
}

#[tokio::test]
async fn a_conflict_keeps_both_texts_until_somebody_chooses() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (one, two) = (editor(), editor());
        let code = code("B-3");
        let seen = city.desk.create(&one, &code, &Bilingual::zh("居住证申领"), "CD06").await.unwrap().revision;
        city.desk.save(&one, &code, seen, &["summary"], &sheet("summary", "甲")).await.unwrap();
        let save = |seen, text: &'static str| {
            let (desk, two, code) = (city.desk.clone(), two.clone(), code.clone());
            async move { desk.save(&two, &code, seen, &["summary"], &sheet("summary", text)).await.unwrap() }
        };
        let saved = save(seen, "乙").await;
        assert_eq!(saved.conflicts.len(), 1);
        assert_eq!(saved.conflicts[0].theirs, sheet("summary", "甲"));
        // A form that saves by itself comes again, with the same and with more.
        assert_eq!(save(saved.revision, "乙").await.conflicts.len(), 1);
        save(saved.revision, "乙乙").await;
        let draft = city.desk.draft(&one, &code).await.unwrap();
        assert_eq!((draft.conflicts.len(), draft.sheet.get("summary.zh")), (1, "甲"));
        assert_eq!(draft.conflicts[0].mine, sheet("summary", "乙乙"));
        let outcome = city.desk.submit(&one, &code, draft.revision, "", None, None).await;
        assert!(matches!(outcome, Err(PublishingError::Undecided(1))), "{outcome:?}");
        let number = draft.conflicts[0].number;
        city.desk.choose(&one, &code, number, Choice::Mine).await.unwrap();
        let again = city.desk.choose(&one, &code, number, Choice::Mine).await;
        assert!(matches!(again, Err(PublishingError::NotFound)));
        let draft = city.desk.draft(&one, &code).await.unwrap();
        assert_eq!((draft.conflicts.len(), draft.sheet.get("summary.zh")), (0, "乙乙"));
        assert_eq!(draft.editors.len(), 2);
    }
}

#[tokio::test]
async fn whoever_has_the_editor_open_is_seen_by_the_others_for_a_minute() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (one, two) = (editor(), reviewer());
        let code = code("B-4");
        city.desk.create(&one, &code, &Bilingual::zh("居住证申领"), "CD06").await.unwrap();
        assert!(city.desk.attend(&one, &code).await.unwrap().is_empty());
        let others = city.desk.attend(&two, &code).await.unwrap();
        assert_eq!(others.iter().map(|p| p.person.display_name.as_str()).collect::<Vec<_>>(), ["editor"]);
        assert!(city.later(2).attend(&two, &code).await.unwrap().is_empty());
    }
}
