//! What a posted form becomes.

use crate::publishing::sheet::{FIELDS, Field, Sheet};

fn typed(pairs: &[(&str, &str)]) -> super::super::Typed {
    Sheet::from_form(pairs.iter().copied(), &FIELDS.iter().collect::<Vec<_>>())
}

fn faults(pairs: &[(&str, &str)]) -> Vec<String> {
    let mut sheet = typed(pairs).sheet;
    for (path, text) in [("code", "a"), ("name.zh", "名"), ("department", "CD06")] {
        sheet.set(path, text);
    }
    sheet.read().err().unwrap_or_default().into_iter().map(|fault| fault.field).collect()
}

#[test]
fn what_makes_no_sense_stays_and_is_named_by_its_path() {
    for (path, text) in [
        ("visits", "三"),
        ("visits", "+3"),
        ("visits", "300"),
        ("statutory_limit.value", "0"),
        ("item_type", "99"),
        ("fee.lines.0.amount_yuan", "1.234"),
        ("fee.lines.0.amount_yuan", "99999999999"),
        ("materials.2.originals", "x"),
        ("pays_online", "maybe"),
    ] {
        assert_eq!(typed(&[(path, text)]).sheet.get(path), text);
        assert!(faults(&[(path, text), ("statutory_limit.unit", "hours")]).contains(&path.to_owned()), "{path}");
    }
}

#[test]
fn english_alone_is_asked_for_its_chinese() {
    assert_eq!(faults(&[("summary.en", "One sentence")]), ["summary.zh"]);
    assert_eq!(faults(&[("materials.1.issuer.zh", "局")]), ["materials.1.name.zh"]);
}

#[test]
fn a_unit_without_a_number_says_nothing() {
    assert!(typed(&[("promised_limit.value", ""), ("promised_limit.unit", "hours")]).sheet.is_empty());
}

#[test]
fn lists_come_as_paths_as_repeated_names_or_as_lines() {
    let sheet = typed(&[
        ("areas.0", "household"),
        ("areas", "birth"),
        ("areas", "household"),
        ("keywords", "一\r\n\n 二 \n"),
        ("audiences.1", "1"),
    ])
    .sheet;
    let places: Vec<_> = sheet.iter().collect();
    assert_eq!(
        places,
        [
            ("areas.0", "household"),
            ("areas.1", "birth"),
            ("audiences.1", "1"),
            ("keywords.0", "一"),
            ("keywords.1", "二")
        ]
    );
}

#[test]
fn rows_are_taken_away_raised_and_closed_up_in_the_order_of_their_numbers() {
    let mut sheet = Sheet::default();
    for row in [0, 2, 10] {
        sheet.set(format!("materials.{row}.name.zh"), row.to_string());
        sheet.set(format!("keywords.{row}"), row.to_string());
    }
    let rows = |sheet: &Sheet| -> Vec<String> {
        sheet.rows("materials").iter().map(|row| sheet.get(&format!("materials.{row}.name.zh")).to_owned()).collect()
    };
    sheet.close_gaps();
    assert_eq!(sheet.rows("keywords").len(), 3);
    assert_eq!(sheet.get("keywords.2"), "10");
    assert_eq!(rows(&sheet), ["0", "2", "10"]);
    sheet.raise_row("materials", 2);
    assert_eq!(rows(&sheet), ["0", "10", "2"]);
    sheet.raise_row("materials", 0);
    sheet.remove_row("materials", 1);
    assert_eq!(rows(&sheet), ["0", "2"]);
    assert_eq!(sheet.rows("materials"), [0, 1].into());
}

#[test]
fn other_names_long_texts_and_control_characters_do_not_get_in() {
    let long = "长".repeat(7_000);
    let typed = typed(&[
        ("csrf", "1"),
        ("name.fr", "Nom"),
        ("materials.x.name.zh", "x"),
        ("materials.0001.name.zh", "x"),
        ("name.zh", "a\u{0}b"),
        ("summary.zh", &long),
        ("notes", "a\tb\r\nc"),
    ]);
    assert_eq!(typed.sheet.iter().collect::<Vec<_>>(), [("notes", "a\tb\nc")]);
    assert_eq!(typed.refused.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["name.zh", "summary.zh"]);
    let many: Vec<String> = (0..2_100).map(|row| format!("keywords.{row}")).collect();
    let pairs = many.iter().map(|path| (path.as_str(), "x"));
    assert!(!Sheet::from_form(pairs, &[Field::named("keywords").expect("a field")]).refused.is_empty());
}
