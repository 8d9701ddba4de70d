use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::{Notice, RecordError, Vocabulary};
use crate::{Catalogue, Kind, demo::load_demo, search::Query};
use foundation::{
    calendar::WorkingDays,
    clock::Clock,
    context::{Assets, DistrictNames, Site},
    database::{
        Engine,
        testing::{TestDatabase, engines, fresh},
    },
    error::AppError,
    ids::AccountId,
};
use identity::{Actor, Grant, Role};

struct City {
    test: TestDatabase,
    catalogue: Catalogue,
    vocabulary: Vocabulary,
    admin: Actor,
}

async fn city(engine: Engine, clock: Clock) -> City {
    let test = fresh(engine).await;
    load_demo(&test.database, Clock::Real).await.unwrap();
    let site = Arc::new(Site {
        origin: "https://city.example".to_owned(),
        demonstration: true,
        assets: Assets::default(),
        clock,
        district_names: DistrictNames::default(),
        secure: true,
    });
    let catalogue = Catalogue::open(test.database.clone(), site).await.unwrap();
    let vocabulary = Vocabulary::new(test.database.clone(), clock, catalogue.clone());
    City { test, catalogue, vocabulary, admin: actor(Role::CityAdmin, None) }
}

fn actor(role: Role, department: Option<&str>) -> Actor {
    Actor {
        account: AccountId::new(),
        name: "li".to_owned(),
        display_name: "李".to_owned(),
        grants: vec![Grant { role, department: department.map(str::to_owned) }],
        origin: "test".to_owned(),
    }
}

fn fields(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_form_saves_what_a_file_would_and_not_over_what_another_saved() {
    for engine in engines() {
        let city = city(engine, Clock::Real).await;
        let (admin, vocabulary) = (&city.admin, &city.vocabulary);
        let new = fields(json!({ "id": "X1", "name": { "zh": "新部门", "en": "" }, "parent": "CD06" }));
        let key = vocabulary.save(admin, Kind::Departments, new.clone(), None).await.unwrap();
        let again = vocabulary.save(admin, Kind::Departments, new, None).await;
        assert!(matches!(again, Err(RecordError::Taken)));
        let seen = vocabulary.record(admin, Kind::Departments, &key).await.unwrap();
        assert_eq!(seen.fields["parent"], "CD06");
        let renamed = fields(json!({ "id": "X1", "name": { "zh": "改名部门", "en": "" } }));
        let saw = || Some((key.clone(), seen.fingerprint.clone()));
        vocabulary.save(admin, Kind::Departments, renamed.clone(), saw()).await.unwrap();
        let late = vocabulary.save(admin, Kind::Departments, renamed, saw()).await;
        assert!(matches!(late, Err(RecordError::Changed)), "it is not what the form showed");
        let late = vocabulary.remove(admin, Kind::Departments, &key, &seen.fingerprint).await;
        assert!(matches!(late, Err(RecordError::Changed)));
        let seen = vocabulary.record(admin, Kind::Departments, &key).await.unwrap();
        vocabulary.remove(admin, Kind::Departments, &key, &seen.fingerprint).await.unwrap();
        assert_eq!(vocabulary.record(admin, Kind::Departments, &key).await, Err(AppError::NotFound));
    }
}

#[tokio::test]
async fn rules_are_named_by_field_and_what_is_in_use_stays() {
    for engine in engines() {
        let city = city(engine, Clock::Real).await;
        let (admin, vocabulary) = (&city.admin, &city.vocabulary);
        let bad = fields(json!({ "id": "a b\u{0}", "name": { "zh": "", "en": "x" }, "parent": "NONE" }));
        let Err(RecordError::Faults(faults)) = vocabulary.save(admin, Kind::Departments, bad, None).await else {
            panic!()
        };
        let named: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
        assert!(named.contains(&"id"), "{faults:?}");
        for (kind, key) in [(Kind::Departments, "CD06"), (Kind::Divisions, "51")] {
            let seen = vocabulary.record(admin, kind, key).await.unwrap();
            let refused = vocabulary.remove(admin, kind, key, &seen.fingerprint).await;
            assert!(matches!(refused, Err(RecordError::InUse)), "{kind}: {refused:?}");
            let (items, records) = vocabulary.references(admin, kind, key).await.unwrap();
            assert!(items + records > 0);
        }
    }
}

#[tokio::test]
async fn what_was_looked_for_in_vain_is_found_after_one_click() {
    for engine in engines() {
        let city = city(engine, Clock::Real).await;
        let (admin, vocabulary) = (&city.admin, &city.vocabulary);
        let found = |query: &str| city.catalogue.snapshot().index.search(&Query::text_only(query, 10)).total;
        for _ in 0..2 {
            city.catalogue.remember_zero_hit("嘎嘣脆").await;
        }
        city.catalogue.remember_zero_hit("身份证明补办一下呗").await;
        let page = vocabulary.zero_hits(admin, None, 1).await.unwrap();
        assert_eq!((page.hits[0].query.as_str(), page.hits[0].times), ("嘎嘣脆", 2));
        let (times, query) = page.next.unwrap();
        let second = vocabulary.zero_hits(admin, Some((times, &query)), 1).await.unwrap();
        assert_eq!((second.hits.len(), second.next), (1, None));
        assert!(!second.hits[0].proposals.is_empty());
        assert_eq!(found("嘎嘣脆"), 0);
        vocabulary.accept(admin, "嘎嘣脆", "身份证").await.unwrap();
        vocabulary.accept(admin, "嘎嘣脆", "居住证").await.unwrap();
        city.catalogue.refresh().await.unwrap();
        assert!(found("嘎嘣脆") > 0);
        let synonym = vocabulary.record(admin, Kind::Synonyms, "嘎嘣脆").await.unwrap();
        assert_eq!(synonym.fields["expansions"], json!(["身份证", "居住证"]));
        vocabulary.dismiss(admin, &second.hits[0].query).await.unwrap();
        assert_eq!(vocabulary.zero_hits(admin, None, 10).await.unwrap().hits, []);
        for bad in ["", "嘎嘣脆", "a|b", "a\u{0}"] {
            assert!(matches!(vocabulary.accept(admin, "嘎嘣脆", bad).await, Err(RecordError::Faults(_))), "{bad:?}");
        }
    }
}

#[tokio::test]
async fn a_notice_fills_a_year_in_one_act() {
    for engine in engines() {
        let november = "2026-11-02T00:00:00Z".parse().unwrap();
        let city = city(engine, Clock::Fixed(november)).await;
        let (admin, vocabulary) = (&city.admin, &city.vocabulary);
        let rests = "元旦 2031-1-1 2031-1-1\n春节，2031/1/22，2031/1/28";
        let notice = Notice::parse("2031", rests, "1-19 春节\n2031-02-02 春节").unwrap();
        let empty = vocabulary.year(admin, 2031).await.unwrap();
        assert!(empty.days.is_empty());
        vocabulary.save_year(admin, &notice, &empty.fingerprint).await.unwrap();
        let refused = vocabulary.save_year(admin, &notice, &empty.fingerprint).await;
        assert_eq!(refused, Err(AppError::Conflict("changed".to_owned())));
        let year = vocabulary.year(admin, 2031).await.unwrap();
        assert_eq!(year.days.len(), 365);
        assert_eq!(year.days.iter().filter(|day| day.is_in_lieu).count(), 2);
        let calendar = WorkingDays::from_days(year.days.clone());
        assert!(calendar.is_working_day(day("2031-01-19")), "a Sunday worked for the festival");
        assert!(!calendar.is_working_day(day("2031-01-24")), "a Friday in it");
        assert!(!calendar.is_working_day(day("2031-03-01")), "an ordinary Saturday");
        // The same again is a change of nothing.
        vocabulary.save_year(admin, &notice, &year.fingerprint).await.unwrap();
        assert_eq!(vocabulary.year(admin, 2031).await.unwrap(), year);
    }
}

#[test]
fn a_notice_that_cannot_be_is_refused_line_by_line() {
    let reasons = |year: &str, rests: &str, worked: &str| -> Vec<(usize, &'static str)> {
        Notice::parse(year, rests, worked).unwrap_err().into_iter().map(|fault| (fault.line, fault.reason)).collect()
    };
    assert_eq!(reasons("99999", "", ""), [(0, "calendar-year")]);
    assert_eq!(reasons("2031", "", ""), [(0, "calendar-empty")]);
    assert_eq!(reasons("2031", "\n春节 1-22", ""), [(2, "calendar-rest")]);
    assert_eq!(reasons("2031", "春节 2-30 3-1", ""), [(1, "calendar-day")]);
    assert_eq!(reasons("2031", "春节 1-28 1-22", ""), [(1, "calendar-order")]);
    assert_eq!(reasons("2031", "春节 1-22 1-28", "1-20 春节"), [(1, "calendar-no-weekend")]);
    assert_eq!(reasons("2031", "春节 1-22 1-28", "1-25 春节"), [(1, "calendar-both")]);
}

#[tokio::test]
async fn the_desk_asks_for_next_year_from_november_on() {
    for engine in engines() {
        let at = |text: &str| Clock::Fixed(text.parse().unwrap());
        let far = city(engine, at("2030-10-31T15:59:00Z")).await;
        assert_eq!(far.vocabulary.missing_year().await, Ok(None));
        let near = Vocabulary::new(far.test.database.clone(), at("2030-10-31T16:00:00Z"), far.catalogue.clone());
        assert_eq!(near.missing_year().await, Ok(Some(2031)), "it is November in the city");
    }
}

#[tokio::test]
async fn who_may_not_change_it_does_not_see_it() {
    for engine in engines() {
        let city = city(engine, Clock::Real).await;
        let vocabulary = &city.vocabulary;
        for role in [Role::Editor, Role::Reviewer, Role::Clerk, Role::DepartmentAdmin] {
            let actor = actor(role, Some("CD06"));
            assert_eq!(vocabulary.overview(&actor).await, Err(AppError::NotFound));
            assert_eq!(vocabulary.list(&actor, Kind::Areas, "", None, 1).await, Err(AppError::NotFound));
            assert!(matches!(vocabulary.accept(&actor, "a", "b").await, Err(RecordError::NotFound)));
            assert_eq!(vocabulary.dismiss(&actor, "a").await, Err(AppError::NotFound));
        }
        assert_eq!(vocabulary.overview(&actor(Role::Auditor, None)).await, Err(AppError::NotFound));
    }
}
