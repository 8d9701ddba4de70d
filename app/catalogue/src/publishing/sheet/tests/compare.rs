//! What people are told of a change.

use proptest::prelude::*;

use super::law::item;
use crate::publishing::sheet::{FieldChange, Sheet, Words, compare};
use foundation::text::Language;

fn sheet(places: &[(&str, &str)]) -> Sheet {
    let mut sheet = Sheet::default();
    for (path, text) in places {
        sheet.set(*path, *text);
    }
    sheet
}

fn told(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<FieldChange> {
    compare(&sheet(before), &sheet(after), &Words::new(Language::FIRST.texts()))
}

/// `−旧` and `+新`, with what is marked in brackets.
fn lines(change: &FieldChange) -> Vec<String> {
    let line = |sign: &str, marks: &Vec<(String, bool)>| {
        let text = marks.iter().map(|(text, differs)| if *differs { format!("[{text}]") } else { text.clone() });
        format!("{sign}{}", text.collect::<String>())
    };
    let gone = change.before.iter().map(|marks| line("−", marks));
    gone.chain(change.after.iter().map(|marks| line("+", marks))).collect()
}

#[test]
fn values_are_told_in_words() {
    let changes = told(
        &[
            ("promised_limit.value", "5"),
            ("promised_limit.unit", "working_days"),
            ("visits", "1"),
            ("audiences.1", "1"),
            ("scope", "city"),
            ("fee.free", "0"),
            ("fee.lines.0.name.zh", "工本费"),
            ("fee.lines.0.amount_yuan", "20"),
        ],
        &[
            ("promised_limit.value", "3"),
            ("promised_limit.unit", "working_days"),
            ("visits", "0"),
            ("audiences.1", "1"),
            ("audiences.2", "1"),
            ("scope", "national"),
            ("fee.free", "0"),
            ("fee.lines.0.name.zh", "工本费"),
            ("fee.lines.0.amount_yuan", "10"),
        ],
    );
    let all: Vec<String> =
        changes.iter().flat_map(|change| [vec![change.heading.clone()], lines(change)].concat()).collect();
    assert_eq!(
        all,
        [
            "服务对象",
            "−个人",
            "+个人、企业",
            "通办范围",
            "−全市",
            "+全国",
            "承诺办结时限",
            "−5 个工作日",
            "+3 个工作日",
            "要到现场几次",
            "−1 次",
            "+0 次",
            "收费项目 1 · 工本费 · 多少元",
            "−20 元",
            "+10 元",
        ]
    );
}

#[test]
fn a_row_that_moved_is_not_told_as_gone_and_come() {
    let names = ["身份证", "户口簿", "出生医学证明"];
    let list = |order: &[usize]| -> Vec<(String, String)> {
        order
            .iter()
            .enumerate()
            .map(|(row, name)| (format!("materials.{row}.name.zh"), names[*name].to_owned()))
            .collect()
    };
    let (before, after) = (list(&[0, 1, 2]), list(&[2, 0, 1]));
    let borrowed =
        |places: &[(String, String)]| sheet(&places.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect::<Vec<_>>());
    let changes = compare(&borrowed(&before), &borrowed(&after), &Words::new(Language::FIRST.texts()));
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0].heading, "材料 1 · 出生医学证明");
    assert_eq!(changes[0].note, "从第 3 条移到第 1 条");
}

#[test]
fn a_row_that_was_rewritten_is_told_part_by_part_though_another_came_before_it() {
    let changes = told(
        &[("materials.0.name.zh", "出生医学证明"), ("materials.0.originals", "1")],
        &[
            ("materials.0.name.zh", "父母身份证"),
            ("materials.1.name.zh", "出生医学证明原件"),
            ("materials.1.originals", "1"),
            ("materials.1.issuer.en", "Hospital"),
        ],
    );
    let headings: Vec<&str> = changes.iter().map(|change| change.heading.as_str()).collect();
    assert_eq!(
        headings,
        ["材料 2 · 出生医学证明原件 · 材料名称", "材料 2 · 出生医学证明原件 · 谁出具 · 英文", "材料 1 · 父母身份证",]
    );
    assert_eq!(lines(&changes[0]), ["−出生医学证明", "+出生医学证明[原件]"]);
    assert_eq!(lines(&changes[2]), ["+材料名称：父母身份证"]);
}

#[test]
fn words_of_a_list_are_told_by_what_came_and_went() {
    let changes = told(&[("keywords.0", "甲"), ("keywords.1", "乙")], &[("keywords.0", "乙"), ("keywords.1", "丙")]);
    assert_eq!(lines(&changes[0]), ["−甲", "+丙"]);
    let changes = told(&[("areas.0", "a"), ("areas.1", "b")], &[("areas.0", "b"), ("areas.1", "a")]);
    assert_eq!(lines(&changes[0]), ["−a、b", "+b、a"]);
    assert!(!changes[0].note.is_empty());
}

#[test]
fn texts_with_nothing_in_common_are_not_marked_letter_by_letter() {
    let changes = told(&[("summary.zh", "孩子出生后在手机上办")], &[("summary.zh", "三个工作日内寄到")]);
    assert_eq!(lines(&changes[0]), ["−孩子出生后在手机上办", "+三个工作日内寄到"]);
    let changes = told(&[("summary.en", "Apply in three days")], &[("summary.en", "Apply in five days")]);
    assert_eq!(lines(&changes[0]), ["−Apply in [three] days", "+Apply in [five] days"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_field_is_told_of_exactly_when_it_differs(left in item(), right in item()) {
        let (left, right) = (Sheet::of(&left), Sheet::of(&right));
        let words = Words::new(Language::FIRST.texts());
        prop_assert_eq!(compare(&left, &left, &words), vec![]);
        let mut told: Vec<&str> = compare(&left, &right, &words).iter().map(|change| change.field).collect();
        told.dedup();
        let differ: Vec<&str> = super::super::FIELDS
            .iter()
            .map(|field| field.name)
            .filter(|name| left.field(name) != right.field(name))
            .collect();
        prop_assert_eq!(told, differ);
    }
}
