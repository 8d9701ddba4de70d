use super::{super::MAX_FILE_BYTES, *};

const TWO_DEPARTMENTS: &str = "id,name,services\nA1,甲局,一\nA2,乙局,\n";

#[tokio::test]
async fn a_file_is_stored_once_and_the_second_time_nothing_changes() {
    for engine in testing::engines() {
        let home = testing::fresh(engine).await;
        let before = revision(&home.database).await;
        let first = load(&home.database, Kind::Departments, Format::Csv, TWO_DEPARTMENTS).await.unwrap();
        assert_eq!((first.rows, first.created, first.applied), (2, 2, true));
        assert_eq!(revision(&home.database).await, before + 1);

        let second = load(&home.database, Kind::Departments, Format::Csv, TWO_DEPARTMENTS).await.unwrap();
        assert_eq!((second.created, second.changed, second.unchanged), (0, 0, 2));
        assert_eq!(revision(&home.database).await, before + 1, "nothing changed, so nobody need read again");

        let third = load(&home.database, Kind::Departments, Format::Csv, "id,name\nA2,丙局\n").await.unwrap();
        assert_eq!((third.created, third.changed, third.unchanged), (0, 1, 0));
        assert_eq!(revision(&home.database).await, before + 2);
    }
}

#[tokio::test]
async fn a_trial_counts_and_stores_nothing() {
    let home = city().await;
    let before = revision(&home.database).await;
    let options = Options { dry_run: true, ..Options::default() };
    for (kind, text) in [
        (
            Kind::Areas,
            r#"[{"code":"x","name":{"zh":"甲"},"summary":{"zh":"乙"},"icon":"x","pillar":false}]"#.to_owned(),
        ),
        (Kind::Catalogue, format!("[{}]", item_json("a", ""))),
    ] {
        let report = import(&home.database, clock(), kind, Format::Json, text.as_bytes(), &options).await.unwrap();
        assert_eq!((report.created, report.applied), (1, false), "{report}");
    }
    assert_eq!(stored_items(&home.database).await, []);
    assert_eq!(revision(&home.database).await, before);
}

#[tokio::test]
async fn one_bad_row_keeps_all_out_unless_bad_rows_are_skipped() {
    for engine in testing::engines() {
        let home = testing::fresh(engine).await;
        let text = "id,name\nA1,甲局\nB/2,乙局\n";
        let report = load(&home.database, Kind::Departments, Format::Csv, text).await.unwrap();
        assert_eq!((report.bad_rows, report.applied, report.created), (1, false, 1));
        assert_eq!(bad_places(&report), [(3, "id")]);
        assert_eq!(export_text(&home.database, Kind::Departments, Format::Json).await, "[]\n");
        assert!(report.to_string().contains("nothing stored"), "{report}");

        let report = load_skipping_bad(&home.database, Kind::Departments, Format::Csv, text).await;
        assert_eq!((report.bad_rows, report.applied, report.created), (1, true, 1));
        assert!(export_text(&home.database, Kind::Departments, Format::Json).await.contains("甲局"));
    }
}

#[tokio::test]
async fn a_byte_order_mark_and_windows_line_ends_are_no_part_of_the_data() {
    let home = city().await;
    let text = "\u{feff}id,name\r\nA1,甲局\r\n\r\nA2,乙局\r\n";
    let report = load(&home.database, Kind::Departments, Format::Csv, text).await.unwrap();
    assert_eq!((report.rows, report.created), (2, 2), "{report}");
    let text = format!("\u{feff}[\r\n{}\r\n]", item_json("a", ""));
    let report = load(&home.database, Kind::Catalogue, Format::Json, &text).await.unwrap();
    assert_eq!(report.created, 1, "{report}");
}

#[tokio::test]
async fn broken_utf8_is_named_by_line_and_byte() {
    let home = city().await;
    let mut csv = b"id,name\nA1,\xE7\x94\xB2\nA2,ab\xFF\nA3,\xE4\xB9\x99\n".to_vec();
    let import = async |format, bytes: &[u8]| {
        import(&home.database, clock(), Kind::Departments, format, bytes, &Options::default()).await
    };
    let report = import(Format::Csv, &csv).await.unwrap();
    assert_eq!(bad_places(&report), [(3, "name")]);
    assert!(report.bad[0].reason.contains("byte 3"), "{}", report.bad[0].reason);

    csv[3] = 0xFF;
    let error = import(Format::Csv, &csv).await.unwrap_err();
    assert!(matches!(error, ImportError::NotUtf8 { line: 1, .. }), "{error}");

    let error = import(Format::Json, b"[\n\n{\"id\":\"\xB3\xC9\"}]").await.unwrap_err();
    assert!(matches!(error, ImportError::NotUtf8 { line: 3, byte: 8 }), "{error}");
    assert!(error.to_string().contains("GBK"));
}

#[tokio::test]
async fn ragged_rows_are_named_with_their_lines() {
    let home = city().await;
    let text = "id,name\nA1,甲局,多\nA2\n\n\"A3\",\"乙\n局\"\nA4,丙局\n";
    let report = load(&home.database, Kind::Departments, Format::Csv, text).await.unwrap();
    assert_eq!(bad_places(&report), [(2, "row"), (3, "row"), (5, "name")]);
    assert!(report.bad[0].reason.contains("3 cells"), "{report}");

    let text = "id,name\nA1,\"甲局\nA2,乙局\nA3,丙局\n";
    let report = load(&home.database, Kind::Departments, Format::Csv, text).await.unwrap();
    assert_eq!(report.bad[0].line, 2, "a quotation mark left open: {report}");
}

#[tokio::test]
async fn columns_without_a_meaning_are_left_out_and_named_once() {
    let home = city().await;
    let text = "id,name,name_in_source,source\nA1,甲局,甲,x\nA2,乙局,乙,y\n";
    let report = load(&home.database, Kind::Departments, Format::Csv, text).await.unwrap();
    assert_eq!(notes(&report), "columns without a meaning here, left out: name_in_source, source\n");
    assert_eq!(report.created, 2);
}

#[tokio::test]
async fn a_table_without_its_columns_is_refused_as_a_whole() {
    let home = city().await;
    let refused =
        async |text: &str| load(&home.database, Kind::Departments, Format::Csv, text).await.unwrap_err().to_string();
    assert_eq!(refused("").await, "the file is empty: a CSV file begins with a line of column names");
    assert_eq!(refused("name,services\n甲局,x\n").await, "the line of column names lacks: id");
    assert!(refused("id,name,name\nA1,甲,乙\n").await.contains("`name` twice"));
}

#[tokio::test]
async fn what_is_no_array_of_rows_is_refused_with_the_place() {
    let home = city().await;
    let refused =
        async |text: &str| load(&home.database, Kind::Areas, Format::Json, text).await.unwrap_err().to_string();
    assert!(refused("").await.contains("line 1"));
    assert!(refused("{\"code\":\"x\"}").await.contains("expected a sequence"));
    assert!(refused("[{\"code\":\"x\"},\n{\"code\" \"y\"}]").await.contains("line 2"));
    assert!(refused("[{}] [{}]").await.contains("trailing"));
}

#[tokio::test]
async fn rows_of_a_json_file_are_named_by_the_line_they_begin_on() {
    let home = city().await;
    let text = "[{\"code\":\"a\"\n},\n\n  {\n\"code\":\n\"b\"}, {\"code\":\"c\"},\n7,\"x\",null,[1]]";
    let report = load(&home.database, Kind::Areas, Format::Json, text).await.unwrap();
    let mut lines: Vec<u64> = report.bad.iter().map(|bad| bad.line).collect();
    lines.dedup();
    assert_eq!((report.rows, lines), (7, vec![1, 4, 6, 7]));
    assert_eq!(
        bad_places(&report)[..4],
        [(1, "name"), (1, "summary"), (1, "icon"), (1, "pillar")],
        "all that is missing"
    );
}

#[tokio::test]
async fn a_row_that_stands_twice_names_the_first_line() {
    let home = city().await;
    let text = "id,name\nA1,甲局\nA2,乙局\nA1,丙局\n";
    let report = load(&home.database, Kind::Departments, Format::Csv, text).await.unwrap();
    assert_eq!(bad(&report), [(4, "id", "`A1` stands on line 2 already: keep one of the two rows")]);
    let text = format!("[{},\n{}]", item_json("a", ""), item_json("a", ""));
    let report = load(&home.database, Kind::Catalogue, Format::Json, &text).await.unwrap();
    assert_eq!(bad(&report), [(2, "code", "`a` stands on line 1 already: keep one of the two rows")]);
}

#[tokio::test]
async fn a_field_said_twice_is_no_row() {
    let home = city().await;
    let text = r#"[{"code":"a","name":{"zh":"甲"},"department":"CD06","department":"CD07"}]"#;
    let report = load(&home.database, Kind::Catalogue, Format::Json, text).await.unwrap();
    assert!(report.bad[0].reason.contains("`department` stands in it twice"), "{report}");
}

#[tokio::test]
async fn a_file_too_large_is_refused_before_it_is_read() {
    let home = city().await;
    let bytes = vec![0; MAX_FILE_BYTES + 1];
    let error =
        import(&home.database, clock(), Kind::Areas, Format::Json, &bytes, &Options::default()).await.unwrap_err();
    assert!(matches!(error, ImportError::TooLarge(_)));
}

#[tokio::test]
async fn a_thousand_faults_are_listed_and_the_rest_counted() {
    let home = city().await;
    let text = format!("id,name\n{}", "1,\n".repeat(1_500));
    let report = load(&home.database, Kind::Departments, Format::Csv, &text).await.unwrap();
    assert_eq!((report.bad.len(), report.left_out.bad, report.bad_rows), (1_000, 500, 1_500));
    assert!(report.to_string().ends_with("and 500 more\n"));
}

#[tokio::test]
async fn several_files_are_one_import_and_faults_name_the_file() {
    let home = city().await;
    let (first, second) = (
        format!("[{}]", item_json("a", r#","related":["b"]"#)),
        format!("[{}]", item_json("b", r#","areas":["nowhere"]"#)),
    );
    let sources = [
        super::super::Source { name: "one.json", format: Format::Json, bytes: first.as_bytes() },
        super::super::Source { name: "two.json", format: Format::Json, bytes: second.as_bytes() },
    ];
    let report = super::super::import_all(&home.database, clock(), Kind::Catalogue, &sources, &Options::default())
        .await
        .unwrap();
    assert_eq!(report.bad[0].file, "two.json");
    assert!(report.to_string().contains("two.json:1  areas[0]"), "{report}");
}

#[tokio::test]
async fn two_imports_at_once_store_every_row_once() {
    for engine in testing::engines() {
        let home = testing::fresh(engine).await;
        found_city(&home.database).await;
        let text =
            format!("[{}]", (0..300).map(|number| item_json(&format!("i{number}"), "")).collect::<Vec<_>>().join(","));
        let (one, two) = tokio::join!(
            load(&home.database, Kind::Catalogue, Format::Json, &text),
            load(&home.database, Kind::Catalogue, Format::Json, &text),
        );
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((one.created + two.created, one.unchanged + two.unchanged), (300, 300));
    }
}
