//! One row of a foreign form, field by field.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    foreign::{Draft, Flavour, Term},
    row::Fault,
    terms::{self, AudienceTable},
};
use crate::model::{
    AuthorityNature, Bilingual, CaseType, Fee, ItemCode, ItemType, Limit, LimitUnit, Material, Question, ServiceItem,
};

/// A value with the column it stood in.
type Given = (String, String);

/// What has been read of a row so far.
pub(super) struct Reading {
    flavour: Flavour,
    audiences: AudienceTable,
    columns: HashMap<&'static str, String>,
    item: ServiceItem,
    faults: Vec<Fault>,
    remarks: Vec<String>,
    leftovers: Vec<String>,
    unverified: Vec<(&'static str, String, String, String)>,
    renamed: Option<String>,
    code: Option<Given>,
    other_code: Option<Given>,
    authority: Option<String>,
    area_code: Option<String>,
    area_name: Option<String>,
    topics: Vec<String>,
    statutory: (Option<Given>, Option<Given>),
    promised: (Option<Given>, Option<Given>),
    is_fee: Option<bool>,
    fee_basis: Option<Bilingual>,
}

impl Reading {
    pub(super) fn new(faults: Vec<Fault>, flavour: Flavour, audiences: AudienceTable) -> Self {
        // Stands in until the row's own code is known; an item is never stored under it.
        let placeholder = ItemCode::parse("x").expect("a code");
        Self {
            flavour,
            audiences,
            columns: HashMap::new(),
            item: ServiceItem::new(placeholder, Bilingual::default(), ""),
            faults,
            remarks: Vec::new(),
            leftovers: Vec::new(),
            unverified: Vec::new(),
            renamed: None,
            code: None,
            other_code: None,
            authority: None,
            area_code: None,
            area_name: None,
            topics: Vec::new(),
            statutory: (None, None),
            promised: (None, None),
            is_fee: None,
            fee_basis: None,
        }
    }

    /// Keeps in words what has no form here, and says so.
    fn set_aside(&mut self, column: &str, text: &str, why: &str) {
        self.remarks.push(format!("{column}: `{text}` {why}; it is kept in the notes of the item"));
        self.leftovers.push(format!("{column}: {text}"));
    }

    /// Reads one field.
    pub(super) fn take(&mut self, term: Term, column: &str, value: &Value) {
        self.columns.entry(term.field()).or_insert_with(|| column.to_owned());
        match term {
            Term::Materials => return self.take_materials(column, value),
            Term::Faq => return self.take_faq(column, value),
            _ => {}
        }
        let Some(words) = terms::texts(value) else {
            self.faults.push(Fault::new(column, "is neither a text nor a list of texts"));
            return;
        };
        let words: Vec<String> = words.into_iter().filter(|word| !terms::says_nothing(word)).collect();
        if words.is_empty() {
            return;
        }
        let text = words.join("\n");
        if !self.take_coded(term, column, &text, &words) {
            self.take_text(term, column, text);
        }
    }

    /// Reads what is a code of a table, a number, a flag or a list; says whether the term is one of these.
    fn take_coded(&mut self, term: Term, column: &str, text: &str, words: &[String]) -> bool {
        match term {
            Term::ItemType => match ItemType::parse(&terms::padded(text)) {
                Some(kind) => self.item.item_type = Some(kind),
                None if self.item.item_type.is_none() => self.set_aside(column, text, "is not of table A.1"),
                None => {}
            },
            Term::CaseType => match CaseType::parse(text) {
                Some(kind) => self.item.case_type = Some(kind),
                None => self.set_aside(column, text, "is not of table A.6"),
            },
            Term::ExerciseLevel => match terms::level(text) {
                Some(level) => self.item.exercise_level = Some(level),
                None => self.set_aside(column, text, "is not of table A.2"),
            },
            Term::SystemLevel => match terms::level(text) {
                Some(level) => self.item.system_level = Some(level),
                None => self.set_aside(column, text, "is not of table A.2"),
            },
            Term::AuthorityNature => match AuthorityNature::parse(text) {
                Some(nature) => self.item.authority_nature = Some(nature),
                None => self.set_aside(column, text, "is not of table A.3"),
            },
            Term::JointDepartments => self.item.joint_departments = terms::list(words),
            Term::IsFee => match terms::yes_or_no(text) {
                Some(charged) => self.is_fee = Some(charged),
                None => self.set_aside(column, text, "is neither yes nor no"),
            },
            Term::Scope => match terms::scope(text) {
                Some(scope) => self.item.scope = Some(scope),
                None => self.set_aside(column, text, "is no 通办范围 we know"),
            },
            Term::Audiences => self.take_audiences(column, words),
            Term::Topic => self.topics.extend(terms::list(words)),
            Term::Modes => self.take_modes(column, words),
            Term::Offers(mode) => match terms::yes_or_no(text) {
                Some(true) => drop(self.item.modes.insert(mode)),
                Some(false) => {}
                None => self.set_aside(column, text, "is neither yes nor no"),
            },
            Term::Visits => match text.parse() {
                Ok(visits) => self.item.visits = Some(visits),
                Err(_) => self.set_aside(column, text, "is no number of visits"),
            },
            Term::Booking => match terms::yes_or_no(text) {
                Some(true) => self.item.booking = Some(Bilingual::new("可以预约", "Appointments can be made")),
                Some(false) => {}
                None => self.item.booking = Some(Bilingual::zh(text)),
            },
            Term::PaysOnline => match terms::yes_or_no(text) {
                Some(pays) => self.item.pays_online = Some(pays),
                None => self.set_aside(column, text, "is neither yes nor no"),
            },
            Term::Delivers => match terms::yes_or_no(text) {
                Some(delivers) => self.item.delivers = Some(delivers || self.item.delivers == Some(true)),
                None => self.set_aside(column, text, "is neither yes nor no"),
            },
            _ => return false,
        }
        true
    }

    /// Reads what is a text.
    fn take_text(&mut self, term: Term, column: &str, text: String) {
        let given = || Some((column.to_owned(), text.clone()));
        let bilingual = || Some(Bilingual::zh(text.clone()));
        match term {
            Term::Code => self.code = given(),
            Term::OtherCode => self.other_code = self.other_code.take().or_else(given),
            Term::CatalogCode => self.item.catalog_code = Some(text),
            Term::Name => self.item.name = Bilingual::zh(text),
            Term::ParentName => self.item.parent_name = bilingual(),
            Term::LegalBasis => self.item.legal_basis = terms::lines(&text),
            Term::PowerDivision => self.item.power_division = bilingual(),
            Term::ExerciseContent => self.item.exercise_content = bilingual(),
            Term::Authority => self.authority = Some(text),
            Term::AuthorityCode => self.take_authority_code(column, text),
            Term::StatutoryValue => self.statutory.0 = given(),
            Term::StatutoryUnit => self.statutory.1 = given(),
            Term::PromisedValue => self.promised.0 = given(),
            Term::PromisedUnit => self.promised.1 = given(),
            Term::StatutoryNote => self.item.statutory_note = bilingual(),
            Term::PromisedNote => self.item.limit_note = bilingual(),
            Term::Conditions => self.item.conditions = terms::lines(&text),
            Term::Process => self.item.steps = terms::steps(&text),
            Term::HandlingOrg => self.item.handling_org = bilingual(),
            Term::IntermediaryService => self.item.intermediary_service = bilingual(),
            Term::QuantityLimit => self.item.quantity_limit = bilingual(),
            Term::Result => self.item.result = bilingual(),
            Term::ResultSample => self.item.result_sample = Some(text),
            Term::FeeBasis => self.fee_basis = bilingual(),
            Term::SpecialProcedure => self.item.special_procedure = bilingual(),
            Term::AreaName => self.area_name = Some(text),
            Term::AreaCode => self.area_code = Some(text),
            Term::OnlineUrl if text.starts_with("http://") || text.starts_with("https://") => {
                self.item.online_url.get_or_insert(text);
            }
            Term::OnlineUrl => self.set_aside(column, &text, "is no web address"),
            Term::Location => self.item.location = bilingual(),
            Term::OfficeHours => self.item.office_hours = bilingual(),
            Term::ConsultWay if terms::is_phone(&text) => drop(self.item.consult_phone.get_or_insert(text)),
            Term::ConsultWay => self.item.consult_way = bilingual(),
            Term::ConsultPhone if terms::holds_phone(&text) => self.item.consult_phone = Some(text),
            Term::SupervisePhone if terms::holds_phone(&text) => self.item.supervise_phone = Some(text),
            Term::ConsultPhone | Term::SupervisePhone => self.set_aside(column, &text, "is no phone number"),
            Term::Notes => self.leftovers.push(text),
            Term::Source => self.item.source = Some(text),
            _ => {}
        }
    }

    fn take_authority_code(&mut self, column: &str, code: String) {
        if let Some(reason) = terms::why_no_uscc(&code) {
            self.unverified.push(("authority_code", column.to_owned(), code.clone(), reason));
        }
        self.item.authority_code = Some(code);
    }

    fn take_audiences(&mut self, column: &str, words: &[String]) {
        for word in terms::list(words) {
            match self.audiences.read(&word) {
                Some(audience) => drop(self.item.audiences.insert(audience)),
                None => self.set_aside(column, &word, "is not of table A.4"),
            }
        }
    }

    fn take_modes(&mut self, column: &str, words: &[String]) {
        for word in terms::list(words) {
            match (terms::mode(&word), terms::visits(&word)) {
                (Some(mode), _) => drop(self.item.modes.insert(mode)),
                (None, Some(visits)) => self.item.visits = self.item.visits.or(Some(visits)),
                (None, None) => self.set_aside(column, &word, "is not of table A.5"),
            }
        }
    }

    fn take_materials(&mut self, column: &str, value: &Value) {
        let Value::Array(list) = value else {
            self.faults.push(Fault::new(column, "is not a list of materials"));
            return;
        };
        for (index, entry) in list.iter().enumerate() {
            let text = |name: &str| entry.get(name).and_then(terms::text).filter(|text| !terms::says_nothing(text));
            let Some(name) = text("name") else {
                self.faults
                    .push(Fault::new(format!("{column}[{index}].name"), "is missing: every material needs a name"));
                continue;
            };
            let copies = |name: &str| text(name).and_then(|number| number.parse().ok());
            self.item.materials.push(Material {
                name: Bilingual::zh(name),
                issuer: text("issuer").map(Bilingual::zh),
                issued_within: None,
                how_to_get: None,
                note: text("note").map(Bilingual::zh),
                originals: copies("original_copies"),
                copies: copies("photocopies"),
                required: text("required").and_then(|word| terms::yes_or_no(&word)),
            });
        }
    }

    fn take_faq(&mut self, column: &str, value: &Value) {
        let Value::Array(list) = value else {
            self.faults.push(Fault::new(column, "is not a list of questions and answers"));
            return;
        };
        for (index, entry) in list.iter().enumerate() {
            let text = |name: &str| entry.get(name).and_then(terms::text).map(Bilingual::zh);
            match (text("question"), text("answer")) {
                (Some(question), Some(answer)) => self.item.faq.push(Question { question, answer }),
                _ => self.faults.push(Fault::new(format!("{column}[{index}]"), "needs a question and an answer")),
            }
        }
    }

    /// The draft, once every field was taken.
    pub(super) fn finish(mut self) -> Result<Draft, Vec<Fault>> {
        self.settle_code();
        let (statutory, promised) = (std::mem::take(&mut self.statutory), std::mem::take(&mut self.promised));
        self.item.statutory_limit = self.limit(statutory);
        self.item.promised_limit = self.limit(promised);
        self.item.fee = match (self.is_fee, self.fee_basis.take()) {
            (None, None) => None,
            (Some(false), basis) => Some(Fee { note: basis, ..Fee::free() }),
            (_, basis) => Some(Fee { free: false, lines: Vec::new(), basis, note: None }),
        };
        if self.item.name.zh.is_empty() {
            let fault = self.missing("name", "TASK_NAME", "every item needs a name");
            self.faults.push(fault);
        }
        let Some(authority) = self.authority.take() else {
            let fault = self.missing("authority", "DEPT_NAME", "an item belongs to a department");
            self.faults.push(fault);
            return Err(self.faults);
        };
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        if !self.leftovers.is_empty() {
            self.item.notes = Some(self.leftovers.join("\n"));
        }
        self.item.unverified = self.unverified.iter().map(|(field, ..)| (*field).to_owned()).collect();
        Ok(Draft {
            item: self.item,
            authority,
            area_code: self.area_code,
            area_name: self.area_name,
            topics: self.topics,
            unverified: self.unverified,
            remarks: self.remarks,
            renamed: self.renamed,
            columns: self.columns,
        })
    }

    /// A fault under the name the field would have had.
    fn missing(&self, standard: &str, c0109: &str, why: &str) -> Fault {
        Fault::new(if self.flavour == Flavour::C0109 { c0109 } else { standard }, format!("is missing: {why}"))
    }

    fn settle_code(&mut self) {
        let Some((column, text)) = self.code.take().or_else(|| self.other_code.take()) else {
            let fault = self.missing("implementation_code", "TASK_CODE", "an item needs a code to be known by");
            self.faults.push(fault);
            return;
        };
        // Keys of sources hold colons and slashes, which have a meaning in addresses.
        let plain: String = text
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
            .collect();
        let Some(code) = ItemCode::parse(&plain) else {
            self.faults
                .push(Fault::new(&column, "is no code: at most 60 letters, digits, hyphens, underscores and dots"));
            return;
        };
        self.item.code = code;
        self.renamed = (plain != text).then(|| text.clone());
        if terms::is_placeholder(&text) {
            let reason = "holds a placeholder instead of the authority's code".to_owned();
            self.unverified.push(("code", column, text, reason));
        }
    }

    fn limit(&mut self, (value, unit): (Option<Given>, Option<Given>)) -> Option<Limit> {
        let (column, number) = value?;
        let unit = match unit {
            None => LimitUnit::WorkingDays,
            Some((unit_column, text)) => {
                let Some(unit) = LimitUnit::parse(&text) else {
                    self.set_aside(&unit_column, &format!("{number} {text}"), "is no unit of time we know");
                    return None;
                };
                unit
            }
        };
        // Tables exported from spreadsheets write whole numbers as 20.0.
        let Ok(value) = number.strip_suffix(".0").unwrap_or(&number).parse() else {
            self.set_aside(&column, &number, "is no whole number");
            return None;
        };
        // A limit of none: no law sets one, or it is done on the spot.
        Limit::new(value, unit)
    }
}
