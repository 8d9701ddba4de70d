//! What is looked at before a text goes to review, and how good it is for residents.

use std::collections::BTreeSet;

use super::{FIELDS, Reference, Section, Shape, Sheet, faults::fault_key};
use crate::{
    model::{CodePattern, ItemFault, ServiceItem},
    service::Snapshot,
};

/// What checks know of the rest of the catalogue.
pub struct Ground<'a> {
    /// The city's vocabulary.
    pub snapshot: &'a Snapshot,
    /// Those of the related items that residents can read.
    pub published: &'a BTreeSet<String>,
    /// The form of item codes.
    pub pattern: &'a CodePattern,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Has to be mended before review.
    Error,
    /// Should be looked at.
    Warning,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Where: a path of the sheet.
    pub path: String,
    /// The key of its words.
    pub key: &'static str,
}

/// One thing residents need, and what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The key of its words.
    pub key: &'static str,
    /// Out of a hundred.
    pub worth: u8,
    /// Whether it is there.
    pub earned: bool,
    /// Where it is written.
    pub path: &'static str,
}

/// What came of the checks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What was found, errors first, in the order of the fields.
    pub findings: Vec<Finding>,
    /// What the score is made of.
    pub points: Vec<Point>,
}

/// How a section stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Something in it has to be mended.
    Wrong,
    /// Nothing is written in it.
    Empty,
    /// Neither.
    Fine,
}

impl Report {
    /// From 0 to 100.
    pub fn score(&self) -> u8 {
        self.points.iter().filter(|point| point.earned).map(|point| point.worth).sum()
    }

    /// What has to be mended before review.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// What should be looked at.
    pub fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Warning)
    }

    /// How a section stands.
    pub fn standing(&self, sheet: &Sheet, section: Section) -> Standing {
        let mut fields = section.fields();
        if self.errors().any(|finding| section.fields().any(|field| field.name == Sheet::field_of(&finding.path))) {
            Standing::Wrong
        } else if fields.all(|field| sheet.field(field.name).is_empty()) {
            Standing::Empty
        } else {
            Standing::Fine
        }
    }
}

/// Looks a sheet over.
pub fn check(sheet: &Sheet, ground: &Ground<'_>) -> Report {
    let (item, faults) = sheet.make_out();
    let mut checks = Checks { sheet, findings: Vec::new() };
    for fault in &faults {
        checks.error(&fault.field, fault_key(fault));
    }
    for needed in ["summary.zh", "conditions.0.zh"] {
        if sheet.field(Sheet::field_of(needed)).is_empty() {
            checks.error(needed, "check-needed");
        }
    }
    if let Some(item) = &item {
        for fault in item.faults(ground.pattern) {
            let path = exact_path(item, &fault);
            if !faults.iter().any(|known| known.field == path) {
                checks.error(&path, fault_key(&fault));
            }
        }
        checks.references(item, ground);
        checks.advice(item);
    }
    checks.english();
    let mut findings = checks.findings;
    let place = |path: &str| FIELDS.iter().position(|field| field.name == Sheet::field_of(path));
    findings.sort_by(|a, b| a.severity.cmp(&b.severity).then(place(&a.path).cmp(&place(&b.path))));
    findings.dedup();
    Report { findings, points: item.map(|item| points(&item)).unwrap_or_default() }
}

/// The place in the form for a rule that names only a field of the document.
fn exact_path(item: &ServiceItem, fault: &ItemFault) -> String {
    match fault.field.as_str() {
        "materials.name" => {
            let row = item.materials.iter().position(|material| material.name.zh.trim().is_empty()).unwrap_or(0);
            format!("materials.{row}.name.zh")
        }
        field => super::place_of(field),
    }
}

struct Checks<'a> {
    sheet: &'a Sheet,
    findings: Vec<Finding>,
}

impl Checks<'_> {
    fn error(&mut self, path: &str, key: &'static str) {
        self.findings.push(Finding { severity: Severity::Error, path: path.to_owned(), key });
    }

    fn warn(&mut self, path: impl Into<String>, key: &'static str) {
        self.findings.push(Finding { severity: Severity::Warning, path: path.into(), key });
    }

    /// What the item points to is there.
    fn references(&mut self, item: &ServiceItem, ground: &Ground<'_>) {
        let snapshot = ground.snapshot;
        if snapshot.department(&item.department).is_none() {
            self.error("department", "check-gone");
        }
        for field in FIELDS {
            let Shape::References(kind) = field.shape else { continue };
            for row in self.sheet.rows(field.name) {
                let path = format!("{}.{row}", field.name);
                let code = self.sheet.get(&path);
                let there = match kind {
                    Reference::Area => snapshot.area(code).is_some(),
                    Reference::LifeEvent => snapshot.life_event(code).is_some(),
                    Reference::District => snapshot.district(code).is_some(),
                    Reference::Place => snapshot.place(code).is_some(),
                    Reference::Item => ground.published.contains(code),
                    // A name is as good as an id there.
                    Reference::Department => true,
                };
                if !there {
                    self.warn(path, if kind == Reference::Item { "check-not-published" } else { "check-gone" });
                }
            }
        }
    }

    fn advice(&mut self, item: &ServiceItem) {
        for (row, material) in item.materials.iter().enumerate() {
            if material.issuer.is_none() {
                self.warn(format!("materials.{row}.issuer.zh"), "check-issuer");
            }
        }
        if item.promised_limit.is_some() && item.statutory_limit.is_none() {
            self.warn("statutory_limit.value", "check-statutory");
        }
        for (path, address) in [("online_url", &item.online_url), ("result_sample", &item.result_sample)] {
            if address.as_ref().is_some_and(|address| !address.starts_with("https://") && !address.starts_with('/')) {
                self.warn(path, "check-https");
            }
        }
        for (missing, path) in [
            (item.consult_phone.is_none(), "consult_phone"),
            (item.fee.is_none(), "fee.free"),
            (item.modes.is_empty(), "modes"),
            (item.materials.is_empty(), "materials.0.name.zh"),
            (item.steps.is_empty(), "steps.0.name.zh"),
            (item.faq.is_empty(), "faq.0.question.zh"),
            (item.legal_basis.is_empty(), "legal_basis.0.zh"),
            (item.promised_limit.is_none(), "promised_limit.value"),
            (item.places.is_empty() && item.location.is_none() && item.online_url.is_none(), "places.0"),
        ] {
            if missing {
                self.warn(path, "check-not-filled");
            }
        }
    }

    /// Where Chinese is written and English is not: once a field.
    fn english(&mut self) {
        let mut fields = BTreeSet::new();
        let sheet = self.sheet;
        for (path, _) in sheet.iter() {
            if let Some(place) = path.strip_suffix(".zh")
                && sheet.get(&format!("{place}.en")).is_empty()
                && fields.insert(Sheet::field_of(path))
            {
                self.warn(format!("{place}.en"), "check-english");
            }
        }
    }
}

fn points(item: &ServiceItem) -> Vec<Point> {
    let point = |key, worth, earned, path| Point { key, worth, earned, path };
    let english = !item.name.en.is_empty() && item.summary.as_ref().is_some_and(|summary| !summary.en.is_empty());
    let issuers = !item.materials.is_empty() && item.materials.iter().all(|material| material.issuer.is_some());
    let somewhere = !item.places.is_empty() || item.location.is_some() || item.online_url.is_some();
    vec![
        point("point-summary", 10, item.summary.is_some(), "summary.zh"),
        point("point-english", 5, english, "name.en"),
        point("point-conditions", 10, !item.conditions.is_empty(), "conditions.0.zh"),
        point("point-materials", 10, !item.materials.is_empty(), "materials.0.name.zh"),
        point("point-issuers", 5, issuers, "materials.0.issuer.zh"),
        point("point-promise", 10, item.promised_limit.is_some(), "promised_limit.value"),
        point("point-statute", 5, item.statutory_limit.is_some(), "statutory_limit.value"),
        point("point-fee", 10, item.fee.is_some(), "fee.free"),
        point("point-steps", 10, !item.steps.is_empty(), "steps.0.name.zh"),
        point("point-where", 10, !item.modes.is_empty() && somewhere, "modes"),
        point("point-phone", 5, item.consult_phone.is_some(), "consult_phone"),
        point("point-faq", 5, !item.faq.is_empty(), "faq.0.question.zh"),
        point("point-law", 5, !item.legal_basis.is_empty(), "legal_basis.0.zh"),
    ]
}
