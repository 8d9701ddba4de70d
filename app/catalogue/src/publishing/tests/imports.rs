//! Files: from the command line they publish, at the desk they become drafts.

use super::*;
use crate::{
    import::{Destination, Report},
    publishing::{Cause, EventKind, Live, Work},
};

fn file(items: &[(&str, &str, &str)]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|(code, name, department)| {
            format!(r#"{{"code":"{code}","name":{{"zh":"{name}"}},"department":"{department}"}}"#)
        })
        .collect();
    format!("[{}]", items.join(","))
}

async fn load(city: &City, text: &str, destination: Destination) -> Report {
    let options = Options { destination, ..Options::default() };
    let clock = Clock::Fixed(noon() + Duration::minutes(1));
    import(&city.test.database, clock, Kind::Catalogue, Format::Json, text.as_bytes(), &options).await.unwrap()
}

#[tokio::test]
async fn what_is_imported_from_the_command_line_has_versions_that_say_so() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let code = code("I-1");
        load(&city, &file(&[("I-1", "旧名", "CD06")]), Destination::Published).await;
        load(&city, &file(&[("I-1", "新名", "CD06"), ("I-2", "另一项", "CD06")]), Destination::Published).await;
        let heads = city.desk.versions(&code).await.unwrap();
        assert_eq!(
            heads.iter().map(|head| (head.number, head.cause)).collect::<Vec<_>>(),
            [(2, Cause::Import), (1, Cause::Import)]
        );
        assert_eq!(city.desk.version(&code, 1).await.unwrap().item.name.zh, "旧名");
        let record = city.desk.record(&editor(), &code).await.unwrap();
        assert_eq!((record.live, record.version, record.name.zh.as_str()), (Live::Published, Some(2), "新名"));
        assert_eq!(city.desk.events(&code).await.unwrap().len(), 2);
        let again = load(&city, &file(&[("I-1", "新名", "CD06")]), Destination::Published).await;
        assert_eq!((again.unchanged, city.desk.versions(&code).await.unwrap().len()), (1, 2));
    }
}

#[tokio::test]
async fn an_import_does_not_bring_back_what_was_withdrawn() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let code = code("I-3");
        let text = file(&[("I-3", "名称", "CD06")]);
        load(&city, &text, Destination::Published).await;
        city.desk.withdraw(&reviewer(), &code, REASON).await.unwrap();
        let report = load(&city, &text, Destination::Published).await;
        assert_eq!((report.created, report.unchanged, report.notes.len()), (0, 1, 1), "{report}");
        assert_eq!(city.public(&code).await, None);
        assert_eq!(city.desk.events(&code).await.unwrap()[0].kind, EventKind::Withdrawn);
    }
}

#[tokio::test]
async fn at_the_desk_a_file_becomes_drafts_in_the_persons_departments() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (editor, reviewer) = (editor(), reviewer());
        let drafts = || Destination::Drafts(Box::new(editor.clone()));
        load(&city, &file(&[("I-4", "名称", "CD06"), ("I-5", "别家的", "CD07")]), Destination::Published).await;
        let refused = load(
            &city,
            &file(&[
                ("I-4", "改名", "CD06"),
                ("I-5", "抢来", "CD06"),
                ("I-6", "送人", "CD07"),
                ("I-7", "新的", "CD06"),
            ]),
            drafts(),
        )
        .await;
        let bad: Vec<_> = refused.bad.iter().map(|bad| (bad.line, bad.column.as_str())).collect();
        assert_eq!((bad, refused.applied), (vec![(1, "code"), (1, "department")], false), "{refused}");
        assert!(city.desk.record(&editor, &code("I-7")).await.is_err());

        let text = file(&[("I-4", "改名", "CD06"), ("I-7", "新的", "CD06")]);
        let report = load(&city, &text, drafts()).await;
        assert_eq!((report.created, report.changed, report.bad_rows), (1, 1, 0), "{report}");
        assert_eq!(city.public(&code("I-4")).await.unwrap().name.zh, "名称");
        assert_eq!(city.public(&code("I-7")).await, None);
        let again = load(&city, &text, drafts()).await;
        assert_eq!((again.created, again.changed, again.unchanged), (0, 0, 2), "{again}");

        // Somebody's form was open over the draft while the file came: nothing is lost.
        let seen = city.desk.draft(&editor, &code("I-7")).await.unwrap().revision;
        load(&city, &file(&[("I-7", "更新的", "CD06")]), drafts()).await;
        let other = person("other", Role::Editor, Some("CD06"));
        let saved = city.desk.save(&other, &code("I-7"), seen, &["name"], &sheet("name", "手写的")).await.unwrap();
        assert_eq!(saved.conflicts.len(), 1);

        let seen = city.desk.draft(&editor, &code("I-4")).await.unwrap().revision;
        city.desk.submit(&editor, &code("I-4"), seen, "", None, None).await.unwrap();
        let busy = load(&city, &file(&[("I-4", "再改", "CD06")]), drafts()).await;
        assert_eq!(busy.bad_rows, 1);
        let own = city.desk.approve(&editor, &code("I-4"), seen, Effect::Now, None).await;
        assert!(own.is_err());
        city.desk.approve(&reviewer, &code("I-4"), seen, Effect::Now, None).await.unwrap();
        assert_eq!(city.public(&code("I-4")).await.unwrap().name.zh, "改名");
        assert_eq!(city.desk.record(&editor, &code("I-7")).await.unwrap().work, Work::Draft);
    }
}
