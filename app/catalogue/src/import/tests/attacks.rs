//! What a hostile or broken file may hold.

use super::*;
use crate::model::{Bilingual, Question};

const POISON: &str = "'; DROP TABLE service_item; --<script>alert(\"1\")</script>{{7*7}}%s=cmd|' /C calc'!A0";

#[tokio::test]
async fn statements_and_markup_are_stored_as_the_text_they_are() {
    for engine in testing::engines() {
        let home = testing::fresh(engine).await;
        found_city(&home.database).await;
        let text = serde_json::to_string(POISON).unwrap();
        let both = format!(r#"{{"zh":{text},"en":{text}}}"#);
        let item = format!(
            r#"[{{"code":"a","name":{both},"department":"CD06","summary":{both},"conditions":[{both}],"keywords":[{text}],"joint_departments":[{text}],
            "materials":[{{"name":{both},"note":{both}}}],"faq":[{{"question":{both},"answer":{both}}}],"notes":{text},"source":{text},"jurisdiction":{text}}}]"#
        );
        let report = load(&home.database, Kind::Catalogue, Format::Json, &item).await.unwrap();
        assert_eq!((report.created, report.bad_rows), (1, 0), "{report}");
        let stored = stored_item(&home.database, "a").await;
        let poison = Bilingual::new(POISON, POISON);
        assert_eq!(stored.name, poison);
        assert_eq!(stored.faq, [Question { question: poison.clone(), answer: poison }]);
        let csv = export_text(&home.database, Kind::Catalogue, Format::Csv).await;
        assert_eq!(load(&home.database, Kind::Catalogue, Format::Csv, &csv).await.unwrap().unchanged, 1);

        let foreign = format!(
            r#"[{{"id":{text},"name":{text},"authority":{text},"area_name":{text},"process":{text},"category":{text},"online_url":{text}}}]"#
        );
        let report = load(&home.database, Kind::Catalogue, Format::Json, &foreign).await.unwrap();
        assert_eq!(report.bad_rows, 1, "no code can be made of that: {report}");
        let report = load(
            &home.database,
            Kind::Catalogue,
            Format::Json,
            &foreign.replace(&format!(r#""id":{text}"#), r#""id":"f""#),
        )
        .await
        .unwrap();
        assert_eq!(report.created, 1, "{report}");
        assert_eq!(stored_item(&home.database, "f").await.online_url, None);
    }
}

#[tokio::test]
async fn codes_hold_nothing_that_could_leave_an_address_or_a_tag() {
    let home = city().await;
    let poison = POISON.replace('"', "\"\"");
    for (kind, header, column) in [
        (Kind::Departments, "id,name", "id"),
        (Kind::Areas, "code,name,summary,icon,pillar", "code"),
        (Kind::Places, "id,name,address", "id"),
        (Kind::Boosts, "item_code,factor", "item_code"),
        (Kind::Divisions, "code,name,level", "code"),
    ] {
        let cells: Vec<String> = header
            .split(',')
            .map(|name| match name {
                "pillar" | "factor" => "1".to_owned(),
                "level" => "province".to_owned(),
                name if name == column => format!("\"{poison}\""),
                _ => "x".to_owned(),
            })
            .collect();
        let report =
            load(&home.database, kind, Format::Csv, &format!("{header}\n{}\n", cells.join(","))).await.unwrap();
        assert_eq!(bad_places(&report), [(2, column)], "{report}");
    }
}

#[tokio::test]
async fn a_field_of_ten_megabytes_is_one_bad_row() {
    let home = city().await;
    let long = "长".repeat(3_500_000);
    let text = format!(
        "[{},\n{}]",
        item_json("a", &format!(r#","summary":{{"zh":"{long}"}},"keywords":["{long}"]"#)),
        item_json("b", "")
    );
    let report = load_skipping_bad(&home.database, Kind::Catalogue, Format::Json, &text).await;
    assert_eq!((report.bad_rows, report.created), (1, 1));
    assert!(report.to_string().len() < 10_000, "the report does not repeat it");

    let text = format!("TASK_NAME,TASK_CODE,DEPT_NAME\n{long},T1,市民政局\n甲,T2,{long}\n");
    let report = load(&home.database, Kind::Catalogue, Format::Csv, &text).await.unwrap();
    assert_eq!(report.bad_rows, 2);
    assert!(report.to_string().len() < 10_000);

    let text = format!("term,expansions\n{long},甲\n乙,{}\n", "丙|".repeat(100_000));
    let report = load(&home.database, Kind::Synonyms, Format::Csv, &text).await.unwrap();
    assert_eq!(report.bad_rows, 2);
}

#[tokio::test]
async fn depth_without_end_is_refused() {
    let home = city().await;
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let report = load(&home.database, Kind::Catalogue, Format::Json, &format!("[{deep}]")).await.unwrap();
    assert_eq!(bad_places(&report), [(1, "row")]);
    let text = format!("[{}]", item_json("a", &format!(r#","keywords":{deep}"#)));
    let report = load(&home.database, Kind::Catalogue, Format::Json, &text).await.unwrap();
    assert!(report.bad[0].reason.contains("recursion limit"), "{report}");
    let text = format!("code,name,department,materials\na,甲,CD06,{deep}\n");
    let report = load(&home.database, Kind::Catalogue, Format::Csv, &text).await.unwrap();
    assert_eq!(bad_places(&report), [(2, "materials")]);
}

#[tokio::test]
async fn control_characters_are_refused_wherever_they_stand() {
    let home = city().await;
    for fields in [
        r#","summary":{"zh":"a\u0000b"}"#,
        r#","fee":{"free":false,"lines":[{"name":{"zh":"x"},"per":{"zh":"\u001b[2J"}}]}"#,
        r#","result_sample":"\u0007""#,
        r#","keywords":["a\u0001"]"#,
    ] {
        let report = load(&home.database, Kind::Catalogue, Format::Json, &format!("[{}]", item_json("a", fields)))
            .await
            .unwrap();
        assert_eq!(report.bad_rows, 1, "{fields}");
        assert!(!report.to_string().contains('\u{1b}'), "a report cannot steer a terminal");
    }
    let report = load(&home.database, Kind::Departments, Format::Csv, "id,name\nA1,a\0b\n").await.unwrap();
    assert_eq!(bad_places(&report), [(2, "name")]);
}

#[tokio::test]
async fn every_type_in_every_field_is_a_fault_or_a_value_and_never_a_crash() {
    let home = city().await;
    let fields: Vec<String> = serde_json::from_str::<serde_json::Value>(super::law::FULL_ITEM)
        .unwrap()
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let values = [
        "null",
        "true",
        "-1",
        "1e300",
        "\"\"",
        "\"x\"",
        "[]",
        "[null]",
        "[[]]",
        "{}",
        r#"{"zh":1}"#,
        r#"[{"zh":null}]"#,
    ];
    for native in [true, false] {
        let rows: Vec<String> = fields
            .iter()
            .flat_map(|field| values.iter().map(move |value| (field, value)))
            .enumerate()
            .map(|(number, (field, value))| {
                let rest =
                    if native { r#""name":{"zh":"甲"},"department":"CD06""# } else { r#""authority":"市公安局""# };
                let key = if native { "code" } else { "id" };
                let row: String = format!(r#"{{"{key}":"i{number}",{rest}}}"#);
                let mut row: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&row).unwrap();
                row.insert(field.clone(), serde_json::from_str(value).unwrap());
                if !native && field == "code" {
                    row.remove("code");
                }
                serde_json::to_string(&row).unwrap()
            })
            .collect();
        let report =
            load_skipping_bad(&home.database, Kind::Catalogue, Format::Json, &format!("[{}]", rows.join(",\n"))).await;
        assert_eq!(report.created + report.changed + report.unchanged + report.bad_rows, report.rows);
        assert!(report.bad_rows > 100, "{report}");
    }
}
