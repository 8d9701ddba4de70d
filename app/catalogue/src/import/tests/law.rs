//! The law: what was exported and imported elsewhere is exported there byte by byte the same.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use foundation::database::Engine;

/// An item with every field there is.
pub(super) const FULL_ITEM: &str = r#"{
"code":"full","catalog_code":"C1","name":{"zh":"全","en":"All"},"parent_name":{"zh":"主项"},"summary":{"zh":"一句","en":"One, \"two\""},
"department":"CD06","item_type":"07","case_type":"2","legal_basis":[{"zh":"法"}],"exercise_level":"4","power_division":{"zh":"权"},
"exercise_content":{"zh":"容"},"authority":{"zh":"主体"},"authority_code":"91350100M000100Y43","authority_nature":"1",
"statutory_limit":{"value":20,"unit":"working_days"},"statutory_note":{"zh":"注"},"promised_limit":{"value":10,"unit":"working_days"},
"limit_note":{"zh":"注"},"conditions":[{"zh":"条\n件","en":"a|b"}],"exclusions":[{"zh":"除"}],
"materials":[{"name":{"zh":"证"},"issuer":{"zh":"局"},"issued_within":{"zh":"月"},"how_to_get":{"zh":"取"},"note":{"zh":"注"},"originals":1,"copies":0,"required":false}],
"steps":[{"name":{"zh":"步"},"detail":{"zh":"细"}}],"joint_departments":["CD07","某|局"],"handling_org":{"zh":"机构"},
"intermediary_service":{"zh":"中介"},"quantity_limit":{"zh":"限"},"result":{"zh":"果"},"result_sample":"/a.pdf",
"fee":{"free":false,"lines":[{"name":{"zh":"工本"},"amount_fen":2000,"per":{"zh":"证"}}],"basis":{"zh":"据"},"note":{"zh":"注"}},
"scope":"city","audiences":["1","6"],"areas":["household","official"],"life_events":["birth"],"modes":["window","home_visit"],
"visits":0,"assurance_level":3,"special_procedure":{"zh":"特"},"districts":["510104"],"jurisdiction":"某区","booking":{"zh":"约"},
"pays_online":false,"delivers":true,"online_url":"http://x.gov.cn/","system_level":"3","places":["civic-centre"],"location":{"zh":"地"},
"office_hours":{"zh":"时"},"consult_way":{"zh":"式"},"consult_phone":"12345","supervise_phone":"12345",
"faq":[{"question":{"zh":"问"},"answer":{"zh":"答"}}],"related":["gone"],"keywords":["[词","a"],"next":"apply","notes":"记","source":"源",
"unverified":["authority_code"]}"#;

/// Texts as people and machines write them, with everything that means something to CSV, JSON or lists.
fn text() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        "[\\PC\\n\\t]{1,24}",
        "[a|\\[\\]\",'\\n\\r;=0 ]{1,12}",
        "[一-龥]{1,12}",
        Just("null".to_owned()),
        Just("[]".to_owned()),
        Just("{\"zh\":1}".to_owned()),
    ]
    .prop_map(|text| text.trim().to_owned())
    .prop_filter("a text says something", |text| !text.is_empty())
}

/// A word: no line breaks.
fn word() -> impl Strategy<Value = String> + Clone {
    text()
        .prop_map(|text| text.replace(|c: char| c.is_control(), "").trim().to_owned())
        .prop_filter("a word says something", |word| !word.is_empty())
}

fn bilingual(part: impl Strategy<Value = String> + Clone) -> impl Strategy<Value = Value> {
    (part.clone(), proptest::option::of(part)).prop_map(|(zh, en)| json!({ "zh": zh, "en": en }))
}

fn code() -> impl Strategy<Value = String> {
    "[A-Za-z0-9][A-Za-z0-9_.-]{0,12}"
}

fn texts() -> impl Strategy<Value = Vec<Value>> {
    proptest::collection::vec(bilingual(text()), 0..3)
}

/// Some of the fields of the full item, with other texts in them.
fn item() -> impl Strategy<Value = Value> {
    let Value::Object(full) = serde_json::from_str(FULL_ITEM).unwrap() else { unreachable!("an object") };
    let count = full.len();
    (
        proptest::collection::vec(any::<bool>(), count),
        code(),
        bilingual(word()),
        proptest::collection::vec(bilingual(text()), 16),
        (texts(), texts(), texts()),
        proptest::collection::btree_set(word(), 0..4),
        proptest::collection::btree_set(code(), 0..3),
        text(),
    )
        .prop_map(move |(kept, code, name, texts, lists, words, related, notes)| {
            let mut fields: Map<String, Value> = full
                .iter()
                .zip(kept)
                .filter(|((field, _), kept)| *kept || ["code", "name", "department"].contains(&field.as_str()))
                .map(|((field, value), _)| (field.clone(), value.clone()))
                .collect();
            let mut texts = texts.into_iter();
            for (_, value) in fields.iter_mut().filter(|(_, value)| value.get("zh").is_some()) {
                *value = texts.next().unwrap_or_else(|| value.clone());
            }
            fields.insert("code".to_owned(), code.into());
            fields.insert("name".to_owned(), name);
            fields.insert("conditions".to_owned(), lists.0.into());
            fields.insert("exclusions".to_owned(), lists.1.into());
            fields.insert("steps".to_owned(), lists.2.into_iter().map(|name| json!({ "name": name })).collect());
            fields.insert("keywords".to_owned(), words.into_iter().collect());
            fields.insert("related".to_owned(), related.into_iter().collect());
            fields.insert("notes".to_owned(), notes.into());
            // A code that is not there needs no excuse, one that is there needs none either.
            fields.remove("unverified");
            Value::Object(fields)
        })
}

fn records(kind: Kind) -> BoxedStrategy<Vec<Value>> {
    let keyed = |key: &'static str, strategy: BoxedStrategy<Value>| {
        proptest::collection::vec(strategy, 0..8)
            .prop_map(move |mut records: Vec<Value>| {
                let mut seen = std::collections::HashSet::new();
                records.retain(|record| seen.insert(record[key].to_string()));
                records
            })
            .boxed()
    };
    match kind {
        Kind::Catalogue => keyed("code", item().boxed()),
        Kind::Areas => keyed(
            "code",
            (code(), bilingual(word()), bilingual(text()), code(), any::<bool>())
                .prop_map(|(code, name, summary, icon, pillar)| {
                    json!({ "code": code, "name": name, "summary": summary, "icon": icon, "pillar": pillar })
                })
                .boxed(),
        ),
        Kind::LifeEvents => keyed(
            "code",
            (code(), bilingual(word()), bilingual(text()), proptest::collection::btree_set(code(), 0..4))
                .prop_map(|(code, name, summary, order)| {
                    json!({ "code": code, "name": name, "summary": summary, "icon": "x", "order": order })
                })
                .boxed(),
        ),
        Kind::Places => keyed(
            "id",
            (code(), bilingual(word()), bilingual(text()), proptest::option::of(bilingual(text())), proptest::option::of("[0-9-]{1,3}1"))
                .prop_map(|(id, name, address, hours, phone)| {
                    json!({ "id": id, "name": name, "address": address, "hours": hours, "phone": phone })
                })
                .boxed(),
        ),
        Kind::Departments => keyed(
            "id",
            (code(), bilingual(word()), proptest::option::of(bilingual(word())), proptest::option::of(bilingual(text())))
                .prop_map(|(id, name, short_name, duties)| {
                    json!({ "id": id, "name": name, "short_name": short_name, "duties": duties })
                })
                .boxed(),
        ),
        Kind::Divisions => proptest::collection::btree_set(0u32..99, 0..6)
            .prop_flat_map(|codes| (Just(codes), proptest::collection::vec((bilingual(word()), any::<bool>()), 6)))
            .prop_map(|(codes, names)| {
                let mut records = vec![json!({ "code": "51", "name": { "zh": "四川省" }, "level": "province" })];
                records.extend(codes.into_iter().zip(names).map(|(code, (name, local))| {
                    json!({ "code": format!("51{code:02}"), "name": name, "level": "city", "parent": "51", "local": local })
                }));
                records
            })
            .boxed(),
        Kind::Calendar => keyed(
            "date",
            (1u32..29, 0u8..4, proptest::option::of(word()))
                .prop_map(|(day, sort, name)| {
                    json!({
                        "date": format!("2026-02-{day:02}"), "is_workday": sort == 0, "is_holiday": sort == 1,
                        "is_in_lieu": sort == 2, "name": name,
                    })
                })
                .boxed(),
        ),
        Kind::Synonyms => keyed(
            "term",
            (word(), proptest::collection::btree_set("[a-z一-龥]{1,6}", 1..4))
                .prop_map(|(term, expansions)| json!({ "term": format!("t{term}"), "expansions": expansions }))
                .boxed(),
        ),
        Kind::Boosts => keyed(
            "item_code",
            (code(), 1u32..1000).prop_map(|(code, factor)| json!({ "item_code": code, "factor": f64::from(factor) / 100.0 })).boxed(),
        ),
    }
}

/// Every kind but the catalogue, which needs others to point to.
fn other_kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Catalogue)
}

/// What items point to; of other kinds nothing is there.
async fn ground(engine: Engine, kinds: &[Kind]) -> testing::TestDatabase {
    let home = testing::fresh(engine).await;
    if kinds.contains(&Kind::Catalogue) {
        found_city(&home.database).await;
    }
    home
}

async fn keeps_the_law(engine: Engine, kinds: &[Kind], records: &[Vec<Value>]) {
    let source = ground(engine, kinds).await;
    for (kind, records) in kinds.iter().zip(records) {
        let text = serde_json::to_string(records).unwrap();
        let report = load(&source.database, *kind, Format::Json, &text).await.unwrap();
        assert_eq!(report.bad, [], "{text}");
        assert_eq!(report.created, records.len());
    }
    for format in [Format::Json, Format::Csv] {
        let target = ground(engine, kinds).await;
        for (kind, records) in kinds.iter().zip(records) {
            let exported = export_text(&source.database, *kind, format).await;
            let back = load(&source.database, *kind, format, &exported).await.unwrap();
            assert_eq!((back.unchanged, back.bad_rows), (records.len(), 0), "{exported}\n{back}");
            load(&target.database, *kind, format, &exported).await.unwrap();
            for other in [Format::Json, Format::Csv] {
                assert_eq!(
                    export_text(&source.database, *kind, other).await,
                    export_text(&target.database, *kind, other).await,
                    "{kind} through {}",
                    format.name()
                );
            }
        }
    }
}

fn check(kinds: &[Kind], cases: u32) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for engine in testing::engines() {
        let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
        proptest::test_runner::TestRunner::new(config)
            .run(&kinds.iter().map(|kind| records(*kind)).collect::<Vec<_>>(), |records| {
                runtime.block_on(keeps_the_law(engine, kinds, &records));
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{kinds:?}: {error}"));
    }
}

#[test]
fn an_exported_catalogue_imports_as_itself() {
    check(&[Kind::Catalogue], 12);
}

#[test]
fn every_other_kind_imports_as_itself() {
    check(&other_kinds().collect::<Vec<_>>(), 8);
}

#[tokio::test]
async fn an_item_with_every_field_imports_as_itself() {
    let full: Value = serde_json::from_str(FULL_ITEM).unwrap();
    for engine in testing::engines() {
        keeps_the_law(engine, &[Kind::Catalogue], &[vec![full.clone()]]).await;
    }
}

#[tokio::test]
async fn an_export_longer_than_a_page_is_whole_and_one_line_an_item() {
    for engine in testing::engines() {
        let home = ground(engine, &[Kind::Catalogue]).await;
        let rows: Vec<String> = (0..1_201).map(|number| item_json(&format!("i{number:05}"), "")).collect();
        load(&home.database, Kind::Catalogue, Format::Json, &format!("[{}]", rows.join(","))).await.unwrap();
        let text = export_text(&home.database, Kind::Catalogue, Format::Json).await;
        assert_eq!(text.lines().count(), 1_201 + 2);
        assert!(text.lines().nth(1_201).unwrap().contains("i01200"));
        let table = export_text(&home.database, Kind::Catalogue, Format::Csv).await;
        assert_eq!(table.lines().count(), 1_201 + 1);
    }
}
