use super::{super::layout::Layout, *};
use crate::model::CodePattern;

#[tokio::test]
async fn every_fault_of_every_row_is_named_by_its_path() {
    let home = city().await;
    let text = format!(
        "[{},\n{},\n{},\n{}]",
        item_json("a", r#","fee":{"free":true},"visits":"two","item_type":"99","unheard_of":1"#),
        item_json(
            "b",
            r#","statutory_limit":{"value":5,"unit":"working_days"},"promised_limit":{"value":9,"unit":"working_days"},"online_url":"javascript:alert(1)""#
        ),
        item_json(
            "c",
            r#","materials":[{"name":{"zh":"身份证"}},{"name":{"zh":"x"},"originals":-1}],"statutory_limit":{"value":0,"unit":"hours"}"#
        ),
        r#"{"code":"d e","summary":{"zh":7}}"#,
    );
    let report = load(&home.database, Kind::Catalogue, Format::Json, &text).await.unwrap();
    let mut places = bad_places(&report);
    places.sort_unstable();
    assert_eq!(
        places,
        [
            (1, "item_type"),
            (1, "unheard_of"),
            (1, "visits"),
            (2, "online_url"),
            (2, "promised_limit"),
            (3, "materials[1].originals"),
            (3, "statutory_limit.value"),
            (4, "code"),
            (4, "department"),
            (4, "name"),
            (4, "summary.zh"),
        ],
        "{report}"
    );
    assert_eq!((report.bad_rows, report.applied), (4, false));
    let reasons: Vec<&str> = report.bad.iter().map(|bad| bad.reason.as_str()).collect();
    assert!(reasons.contains(&"is string \"two\" where a whole number from 0 to 255 is needed"), "{report}");
    assert!(
        reasons.iter().any(|reason| reason.starts_with("`99` is not in the table: use one of `00`, `01`")),
        "{report}"
    );
}

#[tokio::test]
async fn what_an_item_points_to_must_be_there() {
    let home = city().await;
    let text = format!(
        "[{}]",
        item_json("a", r#","areas":["official","none"],"life_events":["none"],"places":["none"],"districts":["999999"],"related":["b c"]"#)
            .replace("CD06", "CD99")
    );
    let report = load(&home.database, Kind::Catalogue, Format::Json, &text).await.unwrap();
    assert_eq!(
        bad_places(&report),
        [
            (1, "department"),
            (1, "areas[1]"),
            (1, "life_events[0]"),
            (1, "places[0]"),
            (1, "districts[0]"),
            (1, "related[0]")
        ],
        "{report}"
    );
}

#[tokio::test]
async fn a_related_item_may_be_in_the_same_file_or_missing_with_a_note() {
    let home = city().await;
    let text =
        format!("[{},{}]", item_json("a", r#","related":["b","gone"]"#), item_json("b", "").replace("申领", "换领"));
    let report = load(&home.database, Kind::Catalogue, Format::Json, &text).await.unwrap();
    assert_eq!((report.created, notes(&report).as_str()), (2, "a names the related item gone, which is not there\n"));
}

#[tokio::test]
async fn a_changed_item_keeps_its_key_and_loses_its_old_places() {
    for engine in testing::engines() {
        let home = testing::fresh(engine).await;
        found_city(&home.database).await;
        let file = |fields: &str| format!("[{}]", item_json("a", fields));
        let full = r#","areas":["household","official"],"life_events":["birth"],"places":["civic-centre"],"districts":["510104"]"#;
        load(&home.database, Kind::Catalogue, Format::Json, &file(full)).await.unwrap();
        let report =
            load(&home.database, Kind::Catalogue, Format::Json, &file(r#","areas":["official"]"#)).await.unwrap();
        assert_eq!(report.changed, 1);
        let item = stored_item(&home.database, "a").await;
        assert_eq!((item.areas.len(), item.districts.len()), (1, 0));
        let report = load(&home.database, Kind::Catalogue, Format::Json, &file(full)).await.unwrap();
        assert_eq!(report.changed, 1, "{report}");
    }
}

#[tokio::test]
async fn the_city_s_form_of_codes_is_kept() {
    let home = city().await;
    let options = Options { code_pattern: CodePattern::new(r"\d{6}-\d{2}-\d{3}").unwrap(), ..Options::default() };
    let text = format!("[{}]", item_json("a", ""));
    let report =
        import(&home.database, clock(), Kind::Catalogue, Format::Json, text.as_bytes(), &options).await.unwrap();
    assert_eq!(bad_places(&report), [(1, "code")]);
}

#[tokio::test]
async fn a_table_of_items_is_read_column_by_column() {
    let home = city().await;
    let text = "code,name,name_en,department,statutory_limit,statutory_limit_unit,areas,keywords,conditions,visits,pays_online\n\
        a,居住证,Permit,CD06,15,工作日,official|household,暂住证|shenfenzheng,\"[{\"\"zh\"\":\"\"满半年\"\"}]\",1,是\n\
        b,居住证,,CD06,x,hours,official,,[,many,perhaps\n\
        c,居住证,,CD06,5,fortnights,,,{},,\n";
    let report = load_skipping_bad(&home.database, Kind::Catalogue, Format::Csv, text).await;
    assert_eq!(
        bad_places(&report),
        [(3, "statutory_limit"), (3, "conditions"), (3, "visits"), (3, "pays_online"), (4, "statutory_limit")],
        "{report}"
    );
    let item = stored_item(&home.database, "a").await;
    assert_eq!(item.name.en, "Permit");
    assert_eq!(item.statutory_limit.map(|limit| limit.value.get()), Some(15));
    assert_eq!((item.areas.len(), item.keywords.len(), item.conditions.len()), (2, 2, 1));
    assert_eq!((item.visits, item.pays_online), (Some(1), Some(true)));
}

#[tokio::test]
async fn two_items_of_one_name_and_department_are_kept_with_a_note() {
    let home = city().await;
    let text = format!("[{},\n{}]", item_json("a", ""), item_json("b", ""));
    let report = load(&home.database, Kind::Catalogue, Format::Json, &text).await.unwrap();
    assert_eq!(report.created, 2);
    assert!(notes(&report).contains("b has the name and department of a on line 1"), "{report}");
}

#[test]
fn every_field_of_an_item_has_a_column() {
    let sample: ServiceItem = serde_json::from_str(super::law::FULL_ITEM).unwrap();
    let fields = serde_json::to_value(sample).unwrap();
    let mut named: Vec<&str> = fields.as_object().unwrap().keys().map(String::as_str).collect();
    let mut columns = Layout::of(Kind::Catalogue).fields();
    named.sort_unstable();
    columns.sort_unstable();
    assert_eq!(named, columns);
}
