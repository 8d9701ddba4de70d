//! Items by the terms of GB/T 39046-2020: a whole real file, and each defect real files have.

use super::*;
use crate::model::{CaseType, ExerciseLevel, ItemType, LimitUnit, Scope, ServiceMode};

const GUANGAN: &str = include_str!("../../../demo/examples/guangan-items.json");

#[tokio::test]
async fn the_848_items_of_another_city_are_all_kept_and_none_lands_in_a_department_of_this_one() {
    for engine in testing::engines() {
        let home = testing::fresh(engine).await;
        found_city(&home.database).await;
        let report = load(&home.database, Kind::Catalogue, Format::Json, GUANGAN).await.unwrap();
        assert_eq!((report.rows, report.created, report.bad_rows, report.applied), (848, 848, 0, true), "{report}");
        assert!(report.unverified.len() > 80, "{report}");
        assert!(report.unverified.iter().any(|kept| kept.reason.contains("placeholder")));
        assert!(report.unverified.iter().any(|kept| kept.reason.contains("old organisation code")));
        assert!(notes(&report).contains("广安区经信局 is new"), "{report}");
        assert!(notes(&report).contains("both are kept (求职创业补贴申领)"), "{report}");

        let items = stored_items(&home.database).await;
        assert!(items.iter().all(|item| item.department.starts_with("X-")));
        assert!(items.iter().all(|item| item.jurisdiction.as_deref() == Some("四川省广安市广安区")));
        assert!(items.iter().all(|item| item.online_url.as_deref().is_some_and(|url| url.starts_with("http://"))));
        assert!(items.iter().all(|item| item.source.is_some() && item.item_type.is_some()));

        let before = revision(&home.database).await;
        let again = load(&home.database, Kind::Catalogue, Format::Json, GUANGAN).await.unwrap();
        assert_eq!((again.unchanged, again.created, again.changed), (848, 0, 0));
        assert_eq!(revision(&home.database).await, before);

        let exported = export_text(&home.database, Kind::Catalogue, Format::Json).await;
        let back = load(&home.database, Kind::Catalogue, Format::Json, &exported).await.unwrap();
        assert_eq!((back.unchanged, back.bad_rows), (848, 0), "{back}");
    }
}

/// A row with the fields every source gives, and the given ones.
fn row(fields: &str) -> String {
    format!(r#"[{{"id":"src:1","name":"企业退休人员档案接收","authority":"市公安局","source":"a gazette"{fields}}}]"#)
}

async fn read(fields: &str) -> (ServiceItem, Report) {
    let home = city().await;
    let report = load(&home.database, Kind::Catalogue, Format::Json, &row(fields)).await.unwrap();
    assert_eq!(report.bad, [], "{report}");
    (stored_items(&home.database).await.remove(0), report)
}

#[tokio::test]
async fn without_an_implementation_code_the_key_of_the_source_stands_in() {
    let (item, report) = read("").await;
    assert_eq!(item.code.as_str(), "src-1");
    assert!(notes(&report).contains("stored with hyphens: src:1 as src-1"), "{report}");
    assert_eq!((item.department.as_str(), item.source.as_deref()), ("CD06", Some("a gazette")));
    assert_eq!(item.authority.unwrap().zh, "市公安局", "the source's words where they are not the department's name");
}

#[tokio::test]
async fn what_the_source_leaves_open_stays_open() {
    let (item, _) = read(r#","item_type_code":null,"statutory_limit":null,"is_fee":null,"materials":[{"name":"身份证","required":null,"original_copies":null}]"#).await;
    assert_eq!((item.item_type, item.statutory_limit, item.fee, item.visits), (None, None, None, None));
    assert_eq!((item.materials[0].required, item.materials[0].originals), (None, None));
}

#[tokio::test]
async fn words_are_read_where_codes_should_stand() {
    let (item, report) = read(
        r#","item_type":"公共服务事项","exercise_level":"镇（街道）级","case_type":"即办件","handling_forms":["网上申请","窗口办理","只跑一次"],
        "statutory_limit":"1","statutory_limit_unit":"工作日","cross_region_scope":"本辖区范围内","is_fee":false,"booking":"87524298","service_objects":["自然人"]"#,
    )
    .await;
    assert_eq!(item.item_type, Some(ItemType::PublicService));
    assert_eq!(item.exercise_level, Some(ExerciseLevel::Street));
    assert_eq!(item.case_type, Some(CaseType::OnTheSpot));
    assert_eq!(item.modes.into_iter().collect::<Vec<_>>(), [ServiceMode::Window, ServiceMode::Online]);
    assert_eq!(item.visits, Some(1));
    assert_eq!(item.statutory_limit.map(|limit| limit.unit), Some(LimitUnit::WorkingDays));
    assert_eq!(item.scope, Some(Scope::County));
    assert!(item.fee.is_some_and(|fee| fee.free));
    assert_eq!(item.booking.unwrap().zh, "87524298");
    assert_eq!(report.notes.len(), 1, "{report}");
}

#[tokio::test]
async fn words_without_a_home_are_kept_in_the_notes_of_the_item() {
    let (item, report) = read(r#","service_objects":["企业退休人员"],"category":"户籍","notes":"周五不办","statutory_limit":"若干","case_type":"急件","shoe_size":9"#).await;
    let kept = item.notes.unwrap();
    for words in ["service_objects: 企业退休人员", "statutory_limit: 若干", "case_type: 急件", "周五不办"]
    {
        assert!(kept.contains(words), "{kept}");
    }
    assert_eq!(item.keywords, ["户籍"], "a topic of another list is a word to find the item by");
    assert!(notes(&report).contains("fields without a place in an item, left out: shoe_size"), "{report}");
    assert!(notes(&report).contains("`企业退休人员` is not of table A.4"), "{report}");
}

#[tokio::test]
async fn a_topic_that_is_an_area_sorts_the_item() {
    let (item, _) = read(r#","category":"户籍证件""#).await;
    assert_eq!((item.areas, item.keywords), (vec!["household".to_owned()], vec![]));
}

#[tokio::test]
async fn a_process_becomes_steps() {
    let (item, _) = read(r#","process":"1.提交申请；\n2、审核；\n（3）领取。\n24小时内送达""#).await;
    let steps: Vec<String> =
        item.steps.iter().filter_map(|step| step.detail.as_ref().map(|text| text.zh.clone())).collect();
    assert_eq!(steps, ["提交申请；", "审核；", "领取。", "24小时内送达"]);
    let (item, _) = read(r#","process":"申请人提交材料，当场办理。""#).await;
    assert_eq!((item.steps.len(), item.steps[0].name.zh.as_str()), (1, "办理流程"));
}

#[tokio::test]
async fn a_code_that_fails_its_check_is_kept_and_listed() {
    let (item, report) =
        read(r#","authority_code":"2222222222222","implementation_code":"E-000021-001-1111111111111111""#).await;
    assert_eq!(item.authority_code.as_deref(), Some("2222222222222"));
    assert_eq!(item.unverified.iter().collect::<Vec<_>>(), ["authority_code", "code"]);
    let listed: Vec<&str> = report.unverified.iter().map(|kept| kept.column.as_str()).collect();
    assert_eq!(listed, ["authority_code", "implementation_code"]);
    let (_, report) = read(r#","authority_code":"00877868-5""#).await;
    assert!(report.unverified[0].reason.contains("9 characters"), "{report}");
    let (_, report) = read(r#","authority_code":"91350211M0000XUF46""#).await;
    assert!(report.unverified[0].reason.contains("check character"), "{report}");
}

#[tokio::test]
async fn an_authority_is_a_department_of_this_city_only_where_the_place_is() {
    let (item, _) = read(r#","area_code":"510104000000","area_name":"四川省成都市锦江区""#).await;
    assert_eq!((item.department.as_str(), item.districts.as_slice()), ("CD06", &["510104".to_owned()][..]));
    let (item, _) = read(r#","area_name":"四川省成都市""#).await;
    assert_eq!((item.department.as_str(), item.jurisdiction.as_deref()), ("CD06", Some("四川省成都市")));
    let (item, report) = read(r#","area_name":"山东省临沂市""#).await;
    assert!(item.department.starts_with("X-"), "{report}");
    assert!(notes(&report).contains("临沂市公安局 is new"), "{report}");
    let (item, _) = read(r#","area_code":"371300000000""#).await;
    assert!(item.department.starts_with("X-"));
    assert_eq!(item.jurisdiction.as_deref(), Some("371300000000"));
    let (item, _) = read(r#","authority_code":"91350100M000100Y43","area_code":"510100000000""#).await;
    assert_eq!(item.department, "CD10", "by its own code before its name");
}

#[tokio::test]
async fn rows_that_cannot_be_items_are_named() {
    let home = city().await;
    let text = r#"[{"id":"a","name":"甲"},
{"id":"b","authority":"市公安局"},
{"authority":"市公安局","name":"甲"},
{"id":"d","authority":"市公安局","name":"甲","materials":"身份证","faq":[{"question":"甲?"}],"conditions":{"zh":"x"}},
{"id":"e","authority":"市公安局","name":"甲","materials":[{"note":"x"}],"statutory_limit":"1","promised_limit":"2"}]"#;
    let report = load(&home.database, Kind::Catalogue, Format::Json, text).await.unwrap();
    assert_eq!(
        bad_places(&report),
        [
            (1, "authority"),
            (2, "name"),
            (3, "implementation_code"),
            (4, "conditions"),
            (4, "faq[0]"),
            (4, "materials"),
            (5, "materials[0].name"),
        ],
        "{report}"
    );
}
