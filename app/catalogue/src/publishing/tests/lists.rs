//! Lists of records.

use super::*;
use crate::publishing::{Counts, ListFilter, Sort, Work};

#[tokio::test]
async fn a_list_is_read_page_by_page_without_a_gap() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let editor = editor();
        for number in 0..7 {
            // Three moments, several records in each.
            let desk = city.later(number / 3);
            let name = Bilingual::zh(format!("事项{number}"));
            desk.create(&editor, &code(&format!("D-{number}")), &name, "CD06").await.unwrap();
        }
        for (sort, expected) in [
            (Sort::Changed, ["D-6", "D-3", "D-4", "D-5", "D-0", "D-1", "D-2"]),
            (Sort::Code, ["D-0", "D-1", "D-2", "D-3", "D-4", "D-5", "D-6"]),
        ] {
            let filter = ListFilter { sort, ..ListFilter::default() };
            let mut listed = Vec::new();
            let mut after = None;
            loop {
                let page = city.desk.list(&editor, &filter, after.as_deref(), 2).await.unwrap();
                listed.extend(page.records.into_iter().map(|record| record.code.to_string()));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(listed, expected, "{engine:?}");
        }
        for cursor in ["", "x", "dA", "dDk5OTk5OTk5OTk5OTk5OTk5OTk5OkQtMQ", "YwA", "😀"] {
            let outcome = city.desk.list(&editor, &ListFilter::default(), Some(cursor), 2).await;
            assert!(matches!(outcome, Err(PublishingError::Invalid { field: "after", reason: "cursor" })), "{cursor}");
        }
    }
}

#[tokio::test]
async fn a_list_is_narrowed_by_what_the_person_asks_and_sees() {
    for engine in testing::engines() {
        let city = city(engine).await;
        let (editor, reviewer, admin) = (editor(), reviewer(), admin());
        city.publish(&editor, &reviewer, "E-1").await;
        city.desk.create(&editor, &code("E_2"), &Bilingual::new("户口%迁移", "Move"), "CD06-01").await.unwrap();
        city.desk.create(&admin, &code("F-3"), &Bilingual::zh("结婚登记"), "CD07").await.unwrap();
        let list = |actor: Actor, filter: ListFilter| {
            let desk = city.desk.clone();
            async move {
                let filter = ListFilter { sort: Sort::Code, ..filter };
                let page = desk.list(&actor, &filter, None, 10).await.unwrap();
                page.records.into_iter().map(|record| record.code.to_string()).collect::<Vec<_>>()
            }
        };
        let none = ListFilter::default;
        assert_eq!(list(admin.clone(), none()).await, ["E-1", "E_2", "F-3"]);
        assert_eq!(list(editor.clone(), none()).await, ["E-1", "E_2"]);
        let of = |department: &str| ListFilter { department: Some(department.to_owned()), ..none() };
        assert_eq!(list(admin.clone(), of("CD06")).await, ["E-1", "E_2"]);
        assert_eq!(list(admin.clone(), of("CD06-01")).await, ["E_2"]);
        assert_eq!(list(editor.clone(), of("CD07")).await, Vec::<String>::new());
        assert_eq!(list(admin.clone(), of("NOPE")).await, Vec::<String>::new());
        let about = |text: &str| ListFilter { text: text.to_owned(), ..none() };
        assert_eq!(list(admin.clone(), about("e_")).await, ["E_2"]);
        assert_eq!(list(admin.clone(), about("%")).await, ["E_2"]);
        assert_eq!(list(admin.clone(), about("mOvE")).await, ["E_2"]);
        assert_eq!(list(admin.clone(), about("结婚")).await, ["F-3"]);
        assert_eq!(list(admin.clone(), ListFilter { work: Some(Work::Draft), ..none() }).await, ["E_2", "F-3"]);
        assert_eq!(city.desk.counts(&admin).await.unwrap(), Counts { drafts: 2, review: 0, approved: 0 });
        assert_eq!(city.desk.counts(&editor).await.unwrap().drafts, 1);
        let wanted = ["F-3", "E_2", "NOPE", "E-1"].map(str::to_owned);
        let of_editor = city.desk.list_of(&editor, &wanted).await.unwrap();
        assert_eq!(of_editor.iter().map(|r| r.code.as_str()).collect::<Vec<_>>(), ["E_2", "E-1"]);
    }
}
