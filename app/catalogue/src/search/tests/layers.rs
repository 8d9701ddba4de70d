//! Two layers answer as one index built from scratch does.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::model::ServiceMode;

type Items = BTreeMap<String, (ServiceItem, DateTime<Utc>)>;

/// What happens to an item: by its place among those of the demonstration city.
#[derive(Debug, Clone)]
enum Act {
    Remove(usize),
    /// Comes, or comes back as it was.
    Put(usize),
    /// Takes another one's name, keywords and area.
    Rename(usize, usize),
    /// Loses its keywords, its materials and its districts.
    Strip(usize),
    /// Is said to change while nothing does.
    Touch(usize),
}

fn acts(items: usize) -> impl Strategy<Value = Act> {
    let one = move || 0..items;
    prop_oneof![
        one().prop_map(Act::Remove),
        one().prop_map(Act::Put),
        (one(), one()).prop_map(|(item, other)| Act::Rename(item, other)),
        one().prop_map(Act::Strip),
        one().prop_map(Act::Touch),
    ]
}

/// Does it, and names the item that changed.
fn act(act: &Act, all: &[ServiceItem], items: &mut Items, at: i64) -> String {
    let now = DateTime::from_timestamp(at, 0).unwrap();
    let (Act::Remove(place) | Act::Put(place) | Act::Rename(place, _) | Act::Strip(place) | Act::Touch(place)) = act;
    let code = all[*place].code.to_string();
    match act {
        Act::Remove(_) => drop(items.remove(&code)),
        Act::Put(_) => drop(items.insert(code.clone(), (all[*place].clone(), now))),
        Act::Rename(_, other) => {
            let mut item = items.get(&code).map_or_else(|| all[*place].clone(), |(item, _)| item.clone());
            item.name = all[*other].name.clone();
            item.keywords = all[*other].keywords.clone();
            item.areas = all[*other].areas.clone();
            items.insert(code.clone(), (item, now));
        }
        Act::Strip(_) => {
            if let Some((item, changed)) = items.get_mut(&code) {
                *changed = now;
                item.keywords.clear();
                item.materials.clear();
                item.districts = vec!["510104".to_owned()];
                item.modes = [ServiceMode::Online].into();
            }
        }
        Act::Touch(_) => {}
    }
    code
}

fn sources(
    items: impl IntoIterator<Item = (ServiceItem, DateTime<Utc>)>,
) -> Sources<Vec<(ServiceItem, DateTime<Utc>)>> {
    Sources { items: items.into_iter().collect(), ..demo_sources_without_items() }
}

fn changed(index: &Index, items: &Items, codes: &[String]) -> Index {
    let left = codes.iter().collect::<std::collections::BTreeSet<_>>();
    let left = left.into_iter().filter_map(|code| items.get(code).cloned());
    index.changed(codes.iter().map(String::as_str), sources(left))
}

/// Questions of every kind, and some that only a few items answer.
fn questions(all: &[ServiceItem]) -> Vec<String> {
    let fixed = [
        "",
        "居住证",
        "身份证丢了",
        "社保",
        "sb",
        "gjj",
        "juzhuzheng",
        "she bao ka",
        "居主证",
        "户照",
        "pasport",
        "passport",
        "公积金提取",
        "补办",
        "怎么办理",
        "510100",
        "06-01",
        "51010006001",
        "residence permit",
        "登记",
        "证",
        "社bao卡",
        "申请",
    ];
    let names = all.iter().flat_map(|item| [item.name.zh.clone(), item.name.en.clone()]);
    let keywords = all.iter().filter_map(|item| item.keywords.first().cloned());
    fixed.into_iter().map(str::to_owned).chain(names).chain(keywords).collect()
}

fn filters() -> Vec<Filters> {
    let none = Filters::default;
    vec![
        none(),
        Filters { department: Some("CD06".into()), ..none() },
        Filters { area: Some("official".into()), district: Some("510104".into()), ..none() },
        Filters { district: Some("510107".into()), mode: Some(ServiceMode::Online), ..none() },
        Filters { remote_only: true, ..none() },
    ]
}

fn assert_same(layered: &Index, scratch: &Index, questions: &[String]) {
    assert_eq!(layered.len(), scratch.len());
    for filters in filters() {
        for text in questions {
            let query = Query::new(text, filters.clone(), 0, 1_000);
            let (ours, theirs) = (layered.search(&query), scratch.search(&query));
            let codes = |answer: &Answer| {
                let mut codes: Vec<String> = answer.hits.iter().map(|hit| hit.code.clone()).collect();
                codes.sort();
                codes
            };
            assert_eq!(codes(&ours), codes(&theirs), "{text} {filters:?}");
            assert_eq!((ours.total, &ours.facets), (theirs.total, &theirs.facets), "{text} {filters:?}");
            assert_eq!((&ours.read_as, &ours.terms), (&theirs.read_as, &theirs.terms), "{text}");
            for (our, their) in ours.hits.iter().zip(&theirs.hits) {
                let apart = (our.score - their.score).abs();
                assert!(apart <= 1e-3 * their.score.abs().max(1.0), "{text}: {our:?} {their:?}");
            }
            if text.is_empty() {
                assert_eq!(ours.hits, theirs.hits, "{filters:?}");
            }
        }
    }
}

/// Every eighth item, short enough to be read often.
fn few() -> Vec<ServiceItem> {
    let short = |(mut item, _): (ServiceItem, _)| {
        item.materials.truncate(2);
        item.faq.clear();
        item.steps.clear();
        item
    };
    demo_items().into_iter().step_by(8).map(short).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn after_any_changes_two_layers_answer_as_one_index_built_from_scratch(
        begun in proptest::collection::vec(any::<bool>(), 24),
        batches in proptest::collection::vec(proptest::collection::vec(acts(24), 1..5), 1..4),
    ) {
        let all = few();
        let start = all.iter().zip(&begun).filter(|(_, begun)| **begun);
        let mut items: Items =
            start.map(|(item, _)| (item.code.to_string(), (item.clone(), DateTime::UNIX_EPOCH))).collect();
        let mut layered = Index::build(sources(items.values().cloned()));
        let mut codes = Vec::new();
        for (at, batch) in (1..).zip(&batches) {
            codes.extend(batch.iter().map(|one| act(one, &all, &mut items, at)));
            layered = changed(&layered, &items, &codes);
        }
        let scratch = Index::build(sources(items.values().cloned()));
        assert_same(&layered, &scratch, &questions(&all));
    }
}

#[test]
fn an_item_renamed_is_found_by_its_new_name_and_no_longer_by_its_old_one() {
    let items: Items = demo_items().into_iter().map(|(item, at)| (item.code.to_string(), (item, at))).collect();
    let mut now = items.clone();
    let code = "510100-06-017".to_owned();
    now.get_mut(&code).unwrap().0.name = Bilingual::new("试飞员资格认定", "Test pilot certificate");
    now.get_mut(&code).unwrap().0.keywords = vec!["zeppelin".to_owned()];
    now.remove("510100-06-018");
    let codes = [code.clone(), "510100-06-018".to_owned()];
    let layered = changed(demo(), &now, &codes);
    let first = |text: &str| layered.search(&Query::text_only(text, 3)).hits.into_iter().map(|hit| hit.code).next();
    assert_eq!(first("试飞员"), Some(code.clone()));
    assert_eq!(first("shifeiyuan"), Some(code.clone()));
    assert_eq!(first("zeppelin"), Some(code.clone()));
    assert_eq!(layered.suggest("试飞", 8).first().map(|one| one.code.clone()), Some(code));
    assert_ne!(first("护照换发"), Some("510100-06-018".to_owned()));
    assert_eq!(layered.len(), demo().len() - 1);
    assert_same(&layered, &Index::build(sources(now.values().cloned())), &questions(&few())[..23]);
    // And back again: nothing of it stays.
    let back = changed(&layered, &items, &codes);
    assert_same(&back, demo(), &questions(&few())[..23]);
}
