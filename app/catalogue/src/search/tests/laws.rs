//! What holds for every query.

use proptest::prelude::*;

use super::*;
use crate::{
    model::{Audience, ServiceMode},
    search::facets::serves,
};

static ITEMS: LazyLock<Vec<(ServiceItem, DateTime<Utc>)>> = LazyLock::new(demo_items);

fn item_of(code: &str) -> &'static ServiceItem {
    ITEMS.iter().map(|(item, _)| item).find(|item| item.code.as_str() == code).unwrap()
}

/// Texts as they come: words of the catalogue, pieces of pinyin and codes, and anything at all.
fn texts() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "居住证",
        "护照",
        "shebao",
        "jz",
        "怎么办",
        "passport",
        "510100",
        "证",
        "補領",
        "ＩＤ",
        "-",
        " ",
        "公积",
        "taxi",
        "80",
        "bu",
        "的",
    ]);
    prop_oneof![
        proptest::collection::vec(words, 0..6).prop_map(|words| words.concat()),
        ".{0,20}",
        "[a-z ]{0,12}",
        "[\u{4e00}-\u{4fff}\u{8000}-\u{8fff}a-z0-9]{0,12}",
    ]
}

fn filters() -> impl Strategy<Value = Filters> {
    let optional =
        |values: Vec<&'static str>| prop::option::weighted(0.2, prop::sample::select(values).prop_map(str::to_owned));
    (
        optional(vec!["official", "travel", "medical", "no-such"]),
        optional(vec!["CD06", "CD10", "CD42"]),
        optional(vec!["510104", "510107", "51010400"]),
        prop::option::weighted(0.2, prop::sample::select(Audience::ALL)),
        prop::option::weighted(0.2, prop::sample::select(ServiceMode::ALL)),
        optional(vec!["birth", "health"]),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(area, department, district, audience, mode, life_event, remote_only)| Filters {
            area,
            department,
            district,
            audience,
            mode,
            life_event,
            remote_only,
        })
}

fn fits(item: &ServiceItem, filters: &Filters) -> bool {
    let Filters { area, department, district, audience, mode, life_event, remote_only } = filters;
    area.as_ref().is_none_or(|area| item.areas.contains(area))
        && department.as_ref().is_none_or(|department| item.department == *department)
        && district.as_ref().is_none_or(|district| {
            item.districts.is_empty() || item.districts.iter().any(|limited_to| serves(limited_to, district))
        })
        && audience.is_none_or(|audience| item.audiences.contains(&audience))
        && mode.is_none_or(|mode| item.modes.contains(&mode))
        && life_event.as_ref().is_none_or(|event| item.life_events.contains(event))
        && (!remote_only || item.is_fully_remote())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_hit_fits_its_filters_and_every_item_without_a_text_is_a_hit(text in texts(), filters in filters()) {
        let answer = demo().search(&Query::new(&text, filters.clone(), 0, 1_000));
        prop_assert_eq!(answer.total, answer.hits.len());
        for hit in &answer.hits {
            prop_assert!(fits(item_of(&hit.code), &filters), "{}", hit.code);
        }
        let everything = demo().search(&Query::new("", filters.clone(), 0, 1_000));
        let fitting = ITEMS.iter().filter(|(item, _)| fits(item, &filters)).count();
        prop_assert_eq!(everything.total, fitting);
    }

    #[test]
    fn the_same_question_has_the_same_answer_and_pages_join(text in texts(), filters in filters(), cut in 0usize..30) {
        let ask = |offset, limit| demo().search(&Query::new(&text, filters.clone(), offset, limit));
        let whole = ask(0, 60);
        prop_assert_eq!(&whole, &ask(0, 60));
        let joined: Vec<Hit> = ask(0, cut).hits.into_iter().chain(ask(cut, 60 - cut).hits).collect();
        prop_assert_eq!(whole.hits, joined);
    }

    #[test]
    fn hits_come_best_first_and_suggestions_keep_their_number(text in texts(), limit in 0usize..12) {
        let answer = demo().search(&Query::text_only(&text, 100));
        prop_assert!(text.trim().is_empty() || answer.hits.is_sorted_by(|a, b| a.score >= b.score));
        prop_assert!(demo().suggest(&text, limit).len() <= limit);
    }
}

#[test]
fn the_exact_name_of_an_item_finds_it_among_the_first_three() {
    for (item, _) in &*ITEMS {
        for name in [&item.name.zh, &item.name.en] {
            let answer = demo().search(&Query::text_only(name, 3));
            assert!(answer.hits.iter().any(|hit| hit.code == item.code.as_str()), "{name}: {:?}", answer.hits);
        }
    }
}

#[test]
fn every_keyword_finds_its_item() {
    let mut lost = Vec::new();
    for (item, _) in &*ITEMS {
        for keyword in &item.keywords {
            let answer = demo().search(&Query::text_only(keyword, 12));
            if !answer.hits.iter().any(|hit| hit.code == item.code.as_str()) {
                lost.push(format!("{keyword} {}", item.code));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn facets_count_what_a_further_filter_would_leave() {
    let filters = Filters { department: Some("CD06".into()), ..Filters::default() };
    let answer = demo().search(&Query::new("登记", filters.clone(), 0, 10));
    assert_eq!(
        answer.facets.departments.iter().find(|(id, _)| id == "CD06").map(|(_, count)| *count),
        Some(answer.total)
    );
    for (area, count) in &answer.facets.areas {
        let narrowed = Filters { area: Some(area.clone()), ..filters.clone() };
        assert_eq!(demo().search(&Query::new("登记", narrowed, 0, 10)).total, *count, "{area}");
    }
    assert!(answer.facets.departments.len() > 1);
}

#[test]
fn an_editor_s_boost_lifts_an_item_in_lists_and_answers() {
    let boosts = vec![("510100-06-014".to_owned(), 3.0), ("510100-45-006".to_owned(), 2.0)];
    let index = Index::build(Sources { boosts, ..demo_sources() });
    let codes = |answer: Answer| answer.hits.into_iter().map(|hit| hit.code).collect::<Vec<_>>();
    assert_eq!(codes(index.search(&Query::text_only("", 3))), ["510100-06-014", "510100-45-006", "510100-01-001"]);
    assert_eq!(codes(index.search(&Query::text_only("居住证", 1))), ["510100-06-014"]);
}

#[test]
fn an_empty_catalogue_answers_nothing() {
    let index = Index::build(Sources { items: Vec::new(), ..demo_sources() });
    assert!(index.is_empty());
    for text in ["", "居住证", "sb", "pasport", "510100"] {
        assert_eq!(index.search(&Query::text_only(text, 10)).total, 0, "{text}");
    }
}

#[test]
fn what_is_being_typed_suggests_items_and_where_they_stand() {
    let kinds = |text: &str| demo().suggest(text, 8).into_iter().map(|one| one.kind).collect::<Vec<_>>();
    assert_eq!(kinds("结婚成家").first(), Some(&SuggestionKind::LifeEvent));
    assert!(kinds("juzhu").contains(&SuggestionKind::Item));
    assert_eq!(demo().suggest("j", 8), []);
    assert_eq!(demo().suggest("居住证首", 1)[0].code, "510100-06-012");
}
