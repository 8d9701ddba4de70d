use super::*;

#[tokio::test]
async fn divisions_have_the_digits_and_the_parent_of_their_level() {
    let home = city().await;
    let text = "code,name,level,parent_code,local\n\
        5101040,短,street,510104,\n510105017,别区,street,510104,\n510199,地,district,510104,1\n\
        510107,武侯区,district,5101,\n510107001,甲街道,street,510107,\n510108001,孤街道,street,510108,\n5102,市,town,51,\n";
    let report = load(&home.database, Kind::Divisions, Format::Csv, text).await.unwrap();
    assert_eq!(
        bad_places(&report),
        [(2, "code"), (3, "code"), (4, "parent_code"), (7, "parent_code"), (8, "level")],
        "{report}"
    );
    assert_eq!(report.created, 2);
}

#[tokio::test]
async fn children_may_stand_before_their_parents() {
    for engine in testing::engines() {
        let home = testing::fresh(engine).await;
        let text = "code,name,level,parent_code\n510104017,街道,street,510104\n510104,锦江区,district,5101\n5101,成都市,city,51\n51,四川省,province,\n";
        let report = load(&home.database, Kind::Divisions, Format::Csv, text).await.unwrap();
        assert_eq!((report.created, report.applied), (4, true), "{report}");
        let text = "id,name,parent\nA3,丙,A2\nA2,乙,A1\nA1,甲,\n";
        let report = load(&home.database, Kind::Departments, Format::Csv, text).await.unwrap();
        assert_eq!((report.created, report.applied), (3, true), "{report}");
    }
}

#[tokio::test]
async fn the_children_of_a_bad_row_are_bad_too() {
    let home = city().await;
    let text = "id,name,parent\nB 1,甲,\nB2,乙,B 1\nB3,丙,B2\nB4,丁,\n";
    let report = load_skipping_bad(&home.database, Kind::Departments, Format::Csv, text).await;
    assert_eq!(bad_places(&report), [(2, "id"), (3, "parent"), (4, "parent")], "{report}");
    assert_eq!(report.created, 1);
}

#[tokio::test]
async fn no_department_stands_above_itself() {
    let home = city().await;
    let text = "id,name,parent\nB1,甲,B2\nB2,乙,B1\nB3,丙,B3\n";
    let report = load(&home.database, Kind::Departments, Format::Csv, text).await.unwrap();
    assert_eq!(bad_places(&report), [(2, "parent"), (3, "parent"), (4, "parent")], "{report}");
    let text = "id,name,parent\nCD06,成都市公安局,CD07\nCD07,成都市民政局,CD06\n";
    let report = load(&home.database, Kind::Departments, Format::Csv, text).await.unwrap();
    assert_eq!(report.bad_rows, 2, "stored ones neither: {report}");
}

#[tokio::test]
async fn a_department_is_checked_for_its_code_and_its_site() {
    let home = city().await;
    let text =
        "id,name,uscc,website_host\nB1,甲,91350100M000100Y44,https://x.gov.cn/\nB2,乙,91350100M000100Y43,x.gov.cn\n";
    let report = load(&home.database, Kind::Departments, Format::Csv, text).await.unwrap();
    assert_eq!(bad_places(&report), [(2, "uscc"), (2, "website_host")]);
}

#[tokio::test]
async fn a_day_is_worked_or_a_holiday_and_never_both() {
    let home = city().await;
    let text = "date,is_workday,is_holiday,is_in_lieu,name\n2026-01-01,0,1,0,元旦\n2026-02-30,1,0,0,\n2026-01-02,1,1,0,元旦\n2026-01-05,maybe,0,0,\n2026-01-06,1,0,1,\n2026-01-04,1,0,0,元旦\n";
    let report = load(&home.database, Kind::Calendar, Format::Csv, text).await.unwrap();
    assert_eq!(bad_places(&report), [(3, "date"), (4, "is_holiday"), (5, "is_workday"), (6, "is_in_lieu")], "{report}");
    let report = load_skipping_bad(&home.database, Kind::Calendar, Format::Csv, text).await;
    assert_eq!(report.created, 2);
    let days = foundation::calendar::days(home.database.reader()).await.unwrap();
    assert_eq!(days[1].name, "元旦", "a Sunday worked for the new year");
}

#[tokio::test]
async fn synonyms_are_words_between_bars() {
    let home = city().await;
    let text = "term,expansions\n低保,最低生活保障|临时救助\n驾照,\n户口本,户口簿||户籍\n准生证,准生证\n";
    let report = load(&home.database, Kind::Synonyms, Format::Csv, text).await.unwrap();
    assert_eq!(bad_places(&report), [(3, "expansions"), (4, "expansions"), (5, "expansions")], "{report}");
}

#[tokio::test]
async fn a_boost_for_an_item_that_is_not_there_is_kept_and_noted() {
    let home = city().await;
    let text = "item_code,factor\nnowhere,2\nb,0\nc,11\nd,NaN\ne,1e400\n";
    let report = load_skipping_bad(&home.database, Kind::Boosts, Format::Csv, text).await;
    assert_eq!(bad_places(&report), [(3, "factor"), (4, "factor"), (5, "factor"), (6, "factor")], "{report}");
    assert_eq!(notes(&report), "1 items named here are not in the catalogue yet: nowhere\n");
    assert_eq!(report.created, 1);
}

#[tokio::test]
async fn the_order_of_a_whole_file_is_the_order_people_see() {
    let home = city().await;
    let row = |code: &str| {
        format!(r#"{{"code":"{code}","name":{{"zh":"{code}"}},"summary":{{"zh":"s"}},"icon":"x","pillar":false}}"#)
    };
    let file = |codes: &[&str]| format!("[{}]", codes.iter().map(|code| row(code)).collect::<Vec<_>>().join(","));
    let order = async || {
        let text = export_text(&home.database, Kind::Areas, Format::Csv).await;
        text.lines().skip(1).map(|line| line.split(',').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    load(&home.database, Kind::Areas, Format::Json, &file(&["z", "a"])).await.unwrap();
    assert_eq!(order().await, ["official", "household", "z", "a"], "a part comes after what is there");

    let report = load(&home.database, Kind::Areas, Format::Json, AREAS).await.unwrap();
    assert_eq!((report.unchanged, notes(&report).as_str()), (2, ""), "a part moves nothing");

    let whole = file(&["a", "household", "new", "official", "z"]);
    let report = load(&home.database, Kind::Areas, Format::Json, &whole).await.unwrap();
    assert_eq!(order().await, ["a", "household", "new", "official", "z"]);
    assert_eq!((report.created, report.changed, report.unchanged), (1, 2, 2), "{report}");
    assert!(notes(&report).contains("the order changes for"), "{report}");
    let report = load(&home.database, Kind::Areas, Format::Json, &whole).await.unwrap();
    assert_eq!((report.unchanged, notes(&report).as_str()), (5, ""));
}

#[tokio::test]
async fn a_life_event_may_name_items_that_come_later() {
    let home = city().await;
    let text = LIFE_EVENTS.replace(r#""icon""#, r#""order":["a","b"],"icon""#);
    let report = load(&home.database, Kind::LifeEvents, Format::Json, &text).await.unwrap();
    assert_eq!(notes(&report), "2 items named here are not in the catalogue yet: a, b\n");
    assert_eq!(report.changed, 1);
}
