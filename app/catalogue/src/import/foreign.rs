//! Items as other systems write them: by the terms of GB/T 39046-2020, or by the columns of ZWFW C0109.2.
//!
//! Both forms leave much open, and real files break most of what they do not. What has a home in our item is put there;
//! what has none is kept in its `notes`; what contradicts its own check is kept and marked as unverified.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{
    c0109,
    reading::Reading,
    row::{Fault, Row},
    standard,
    terms::AudienceTable,
};
use crate::model::{ServiceItem, ServiceMode};

/// Which form a row of the catalogue has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavour {
    /// Our own.
    Native,
    /// The terms of GB/T 39046-2020 table 4, in English.
    Standard,
    /// The columns of ZWFW C0109.2.
    C0109,
}

impl Flavour {
    pub(super) fn of_header(header: &[String]) -> Self {
        Self::of_names(header.iter().map(String::as_str))
    }

    pub(super) fn of_fields(fields: &Map<String, Value>) -> Self {
        Self::of_names(fields.keys().map(String::as_str))
    }

    fn of_names<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Self {
        let has = |wanted: &str| names.clone().any(|name| name.eq_ignore_ascii_case(wanted));
        if has("TASK_NAME") || has("TASK_CODE") {
            Self::C0109
        } else if !has("code") && (has("implementation_code") || has("authority") || has("id")) {
            Self::Standard
        } else {
            Self::Native
        }
    }
}

/// What a field of a foreign row means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Term {
    Code,
    /// What stands in for a code where there is none.
    OtherCode,
    CatalogCode,
    Name,
    ParentName,
    ItemType,
    CaseType,
    LegalBasis,
    ExerciseLevel,
    PowerDivision,
    ExerciseContent,
    Authority,
    AuthorityCode,
    AuthorityNature,
    StatutoryValue,
    StatutoryUnit,
    StatutoryNote,
    PromisedValue,
    PromisedUnit,
    PromisedNote,
    Conditions,
    Process,
    JointDepartments,
    HandlingOrg,
    IntermediaryService,
    QuantityLimit,
    Result,
    ResultSample,
    IsFee,
    FeeBasis,
    Scope,
    Audiences,
    Topic,
    Modes,
    /// A mode of its own column: offered or not.
    Offers(ServiceMode),
    Visits,
    SpecialProcedure,
    AreaName,
    AreaCode,
    Booking,
    PaysOnline,
    Delivers,
    SystemLevel,
    OnlineUrl,
    Location,
    OfficeHours,
    ConsultWay,
    ConsultPhone,
    SupervisePhone,
    Faq,
    Materials,
    Notes,
    Source,
}

impl Term {
    /// The field of ours that the rules of an item know it by.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Code | Self::OtherCode => "code",
            Self::CatalogCode => "catalog_code",
            Self::Name => "name",
            Self::ParentName => "parent_name",
            Self::ItemType => "item_type",
            Self::CaseType => "case_type",
            Self::LegalBasis => "legal_basis",
            Self::ExerciseLevel => "exercise_level",
            Self::PowerDivision => "power_division",
            Self::ExerciseContent => "exercise_content",
            Self::Authority => "authority",
            Self::AuthorityCode => "authority_code",
            Self::AuthorityNature => "authority_nature",
            Self::StatutoryValue | Self::StatutoryUnit => "statutory_limit",
            Self::StatutoryNote => "statutory_note",
            Self::PromisedValue | Self::PromisedUnit => "promised_limit",
            Self::PromisedNote => "limit_note",
            Self::Conditions => "conditions",
            Self::Process => "steps",
            Self::JointDepartments => "joint_departments",
            Self::HandlingOrg => "handling_org",
            Self::IntermediaryService => "intermediary_service",
            Self::QuantityLimit => "quantity_limit",
            Self::Result => "result",
            Self::ResultSample => "result_sample",
            Self::IsFee | Self::FeeBasis => "fee",
            Self::Scope => "scope",
            Self::Audiences => "audiences",
            Self::Topic => "keywords",
            Self::Modes | Self::Offers(_) => "modes",
            Self::Visits => "visits",
            Self::SpecialProcedure => "special_procedure",
            Self::AreaName => "jurisdiction",
            Self::AreaCode => "districts",
            Self::Booking => "booking",
            Self::PaysOnline => "pays_online",
            Self::Delivers => "delivers",
            Self::SystemLevel => "system_level",
            Self::OnlineUrl => "online_url",
            Self::Location => "location",
            Self::OfficeHours => "office_hours",
            Self::ConsultWay => "consult_way",
            Self::ConsultPhone => "consult_phone",
            Self::SupervisePhone => "supervise_phone",
            Self::Faq => "faq",
            Self::Materials => "materials",
            Self::Notes => "notes",
            Self::Source => "source",
        }
    }
}

/// An item read from a foreign row, before departments and divisions of the city are looked up.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) item: ServiceItem,
    pub(super) authority: String,
    pub(super) area_code: Option<String>,
    pub(super) area_name: Option<String>,
    /// 服务主题 in the source's words.
    pub(super) topics: Vec<String>,
    /// Values that contradict their own check: field of ours, column of theirs, value, reason.
    pub(super) unverified: Vec<(&'static str, String, String, String)>,
    /// What could not be read into a field, by column; it is in the item's notes.
    pub(super) remarks: Vec<String>,
    /// The key of the source, where the item's code had to be written in another way.
    pub(super) renamed: Option<String>,
    /// Which column each of our fields came from.
    pub(super) columns: HashMap<&'static str, String>,
}

/// What a name means in a form.
pub(super) fn meaning(flavour: Flavour, name: &str) -> Option<Term> {
    match flavour {
        Flavour::C0109 => c0109::meaning(name),
        Flavour::Native | Flavour::Standard => standard::meaning(name),
    }
}

/// Reads a row of a foreign form, and names the fields that have no home here.
pub(super) fn read(row: &Row, flavour: Flavour) -> (Result<Draft, Vec<Fault>>, Vec<String>) {
    let audiences = if flavour == Flavour::C0109 { AudienceTable::C0109 } else { AudienceTable::Standard };
    let mut reading = Reading::new(row.faults.clone(), flavour, audiences);
    let mut homeless = Vec::new();
    for (name, value) in &row.fields {
        match meaning(flavour, name) {
            Some(term) => reading.take(term, name, value),
            None => homeless.push(name.clone()),
        }
    }
    (reading.finish(), homeless)
}
