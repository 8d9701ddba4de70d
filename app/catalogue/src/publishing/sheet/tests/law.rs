//! What an item says survives being taken apart and put together again.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::{
    model::ServiceItem,
    publishing::sheet::{FIELDS, Reference, Section, Shape, Sheet, Table},
};

fn text() -> impl Strategy<Value = String> + Clone {
    prop_oneof!["[\\PC\\n\\t]{1,12}", "[一-龥]{1,8}", " {1,3}", "[0-9.]{1,4}", Just("null".to_owned())]
}

fn both() -> BoxedStrategy<Value> {
    (text(), proptest::option::of(text()))
        .prop_map(|(zh, en)| match en {
            Some(en) => json!({ "zh": zh, "en": en }),
            None => json!({ "zh": zh }),
        })
        .boxed()
}

fn list(of: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    proptest::collection::vec(of, 0..13).prop_map(Value::from).boxed()
}

fn one_of(table: Table) -> BoxedStrategy<Value> {
    proptest::sample::select(table.entries()).prop_map(|(code, _)| code.into()).boxed()
}

/// An object with every part of the first kind, and some of the second.
fn object(
    needed: Vec<(&'static str, BoxedStrategy<Value>)>,
    maybe: Vec<(&'static str, BoxedStrategy<Value>)>,
) -> BoxedStrategy<Value> {
    let needed = needed.into_iter().map(|(name, part)| (Just(name), part.prop_map(Some).boxed()));
    let maybe = maybe.into_iter().map(|(name, part)| (Just(name), proptest::option::of(part).boxed()));
    needed
        .chain(maybe)
        .collect::<Vec<_>>()
        .prop_map(|parts| {
            parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part?))).collect::<Map<_, _>>().into()
        })
        .boxed()
}

fn value(shape: Shape) -> BoxedStrategy<Value> {
    let number = || any::<u8>().prop_map(Value::from).boxed();
    let flag = || any::<bool>().prop_map(Value::from).boxed();
    match shape {
        Shape::Code => "[A-Za-z0-9][A-Za-z0-9_.-]{0,12}".prop_map(Value::from).boxed(),
        Shape::Text | Shape::LongText | Shape::Department | Shape::Url | Shape::Phone => {
            text().prop_map(Value::from).boxed()
        }
        Shape::Bilingual | Shape::BilingualLong => both(),
        Shape::Lines => list(both()),
        Shape::Words | Shape::References(_) => list(text().prop_map(Value::from).boxed()),
        Shape::Choice(table) => one_of(table),
        Shape::Choices(table) => proptest::sample::subsequence(table.entries(), 0..=table.entries().len())
            .prop_map(|some| some.into_iter().map(|(code, _)| code).collect::<Vec<_>>().into())
            .boxed(),
        Shape::Number { .. } => number(),
        Shape::Limit => {
            object(vec![("value", (1u16..).prop_map(Value::from).boxed()), ("unit", one_of(Table::LimitUnit))], vec![])
        }
        Shape::Fee => (
            object(
                vec![("name", both()), ("per", both())],
                vec![("amount_fen", any::<u32>().prop_map(Value::from).boxed())],
            ),
            any::<bool>(),
        )
            .prop_flat_map(|(line, free)| {
                let lines = if free { json!([]) } else { json!([line]) };
                object(
                    vec![("free", Just(Value::from(free)).boxed()), ("lines", Just(lines).boxed())],
                    vec![("basis", both()), ("note", both())],
                )
            })
            .boxed(),
        Shape::Materials => list(object(
            vec![("name", both())],
            vec![
                ("issuer", both()),
                ("issued_within", both()),
                ("how_to_get", both()),
                ("note", both()),
                ("originals", number()),
                ("copies", number()),
                ("required", flag()),
            ],
        )),
        Shape::Steps => list(object(vec![("name", both())], vec![("detail", both())])),
        Shape::Questions => list(object(vec![("question", both()), ("answer", both())], vec![])),
        Shape::Flag => flag(),
        Shape::Marks => Just(json!(["authority_code"])).boxed(),
    }
}

/// Any item whose texts are there: some of the fields, with anything in them that their types can hold.
pub fn item() -> impl Strategy<Value = ServiceItem> {
    let (needed, maybe): (Vec<_>, Vec<_>) = FIELDS
        .iter()
        .map(|field| (field.name, value(field.shape)))
        .partition(|(name, _)| ["code", "name", "department"].contains(name));
    object(needed, maybe).prop_map(|document| serde_json::from_value(document).expect("an item"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sheet_of_an_item_reads_as_that_item(item in item()) {
        let sheet = Sheet::of(&item);
        prop_assert_eq!(sheet.read(), Ok(item));
        let kept: Sheet = serde_json::from_str(&serde_json::to_string(&sheet).unwrap()).unwrap();
        prop_assert_eq!(kept, sheet);
    }

    #[test]
    fn a_field_put_in_place_of_another_s_is_that_field(left in item(), right in item()) {
        let (mut sheet, other) = (Sheet::of(&left), Sheet::of(&right));
        for field in FIELDS {
            sheet.replace_field(field.name, &other);
        }
        prop_assert_eq!(sheet, other);
    }

    #[test]
    fn no_sheet_whatever_stands_in_it_stops_the_reader(
        places in proptest::collection::vec(("[a-z_.0-9]{0,20}", text()), 0..8),
        known in proptest::collection::vec((proptest::sample::select(FIELDS), "[.a-z0-9_]{0,9}", text()), 0..12),
    ) {
        let mut sheet = Sheet::default();
        for (path, text) in places {
            sheet.set(path, text);
        }
        for (field, rest, text) in known {
            sheet.set(format!("{}{rest}", field.name), text);
        }
        drop(sheet.read());
        sheet.close_gaps();
        drop(sheet.make_out());
    }
}

#[test]
fn every_field_of_an_item_is_in_the_registry_exactly_once() {
    // The reader of items names every field it knows when it meets another.
    let error = serde_json::from_str::<ServiceItem>(r#"{"no such field":1}"#).unwrap_err().to_string();
    let known: BTreeSet<&str> = error.split('`').skip(3).step_by(2).collect();
    let listed: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    assert_eq!(listed.iter().copied().collect::<BTreeSet<_>>(), known);
    assert_eq!(listed.len(), known.len(), "a field stands twice");
}

#[test]
fn every_section_has_fields_and_every_field_has_words() {
    for section in Section::ALL {
        assert!(section.fields().next().is_some(), "{section:?}");
        assert_eq!(Section::parse(section.code()), Some(section));
    }
    for language in foundation::text::Language::all() {
        let says = |key: &str| assert!(language.texts().by_key(key).is_some(), "{}: {key}", language.tag());
        for section in Section::ALL {
            says(&format!("section-{}", section.code()));
        }
        for field in FIELDS {
            says(&field.key());
            says(&format!("{}-help", field.key()));
            if !field.numbers.is_empty() {
                says(&format!("{}-term", field.key()));
            }
            if let Shape::Choice(table) | Shape::Choices(table) = field.shape {
                table.entries().iter().for_each(|(_, key)| says(key));
            }
        }
        Table::LimitUnit.entries().iter().for_each(|(_, key)| says(key));
    }
    assert!(FIELDS.iter().any(|field| field.shape == Shape::References(Reference::Place)));
}
