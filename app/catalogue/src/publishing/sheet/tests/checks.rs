//! What is found in a text before review.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    Catalogue, load_demo,
    model::CodePattern,
    publishing::sheet::{Ground, Report, Section, Severity, Sheet, Standing, check},
    service::Snapshot,
};
use foundation::{
    clock::Clock,
    context::{Assets, DistrictNames, Site},
    database::{Engine, testing},
};

fn look(sheet: &Sheet, snapshot: &Snapshot) -> Report {
    check(sheet, &Ground { snapshot, published: &BTreeSet::new(), pattern: &CodePattern::default() })
}

fn found(report: &Report, severity: Severity, path: &str) -> Option<&'static str> {
    report
        .findings
        .iter()
        .find(|finding| finding.severity == severity && finding.path == path)
        .map(|finding| finding.key)
}

#[tokio::test]
async fn rules_needs_and_advice_are_told_apart_and_by_place() {
    let home = testing::fresh(Engine::Sqlite).await;
    load_demo(&home.database, Clock::Real).await.unwrap();
    let site = Site {
        origin: "https://city.example".to_owned(),
        demonstration: true,
        assets: Assets::default(),
        clock: Clock::Real,
        district_names: DistrictNames::default(),
        secure: true,
    };
    let snapshot = Catalogue::open(home.database.clone(), Arc::new(site)).await.unwrap().snapshot();
    let mut sheet = Sheet::default();
    for (path, text) in [
        ("code", "a-1"),
        ("name.zh", "落户"),
        ("department", "CD06"),
        ("consult_phone", "无"),
        ("areas.0", "gone"),
        ("related.0", "b-2"),
        ("online_url", "http://x.cn/"),
        ("materials.0.name.zh", "证"),
        ("materials.1.issuer.zh", "局"),
        ("promised_limit.value", "3"),
        ("promised_limit.unit", "working_days"),
    ] {
        sheet.set(path, text);
    }
    let report = look(&sheet, &snapshot);
    assert_eq!(found(&report, Severity::Error, "summary.zh"), Some("check-needed"));
    assert_eq!(found(&report, Severity::Error, "consult_phone"), Some("fault-phone"));
    assert_eq!(found(&report, Severity::Error, "materials.1.name.zh"), Some("fault-chinese-missing"));
    assert_eq!(found(&report, Severity::Warning, "materials.0.issuer.zh"), Some("check-issuer"));
    assert_eq!(found(&report, Severity::Warning, "areas.0"), Some("check-gone"));
    assert_eq!(found(&report, Severity::Warning, "related.0"), Some("check-not-published"));
    assert_eq!(found(&report, Severity::Warning, "online_url"), Some("check-https"));
    assert_eq!(found(&report, Severity::Warning, "statutory_limit.value"), Some("check-statutory"));
    assert_eq!(found(&report, Severity::Warning, "name.en"), Some("check-english"));
    assert_eq!(report.standing(&sheet, Section::Contact), Standing::Wrong);
    assert_eq!(report.standing(&sheet, Section::Faq), Standing::Empty);
    assert_eq!(report.standing(&sheet, Section::Ways), Standing::Fine);
    assert_eq!(report.points.iter().map(|point| point.worth).sum::<u8>(), 100);
    let before = report.score();
    sheet.set("summary.zh", "一句话");
    sheet.set("faq.0.question.zh", "问");
    sheet.set("faq.0.answer.zh", "答");
    assert_eq!(look(&sheet, &snapshot).score(), before + 15);
}

#[test]
fn whatever_stands_in_a_text_every_word_of_its_report_exists() {
    let source = include_str!("../checks.rs");
    let keys = source.split('"').filter(|text| text.starts_with("check-") || text.starts_with("point-"));
    for language in foundation::text::Language::all() {
        for key in keys.clone() {
            assert!(language.texts().by_key(key).is_some(), "{}: {key}", language.tag());
        }
    }
}
