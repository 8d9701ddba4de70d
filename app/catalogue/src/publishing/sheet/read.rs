//! From a sheet to an item.

use std::{collections::BTreeSet, str::FromStr};

use super::{Sheet, path, write};
use crate::model::{
    Audience, AuthorityNature, Bilingual, CaseType, ExerciseLevel, Fee, FeeLine, ItemCode, ItemFault, ItemType, Limit,
    LimitUnit, Material, NextStep, Question, Scope, ServiceItem, ServiceMode, Step,
};

impl Sheet {
    /// The item this sheet describes, or every place that makes no sense. Rules of the item as a whole are not asked
    /// here: see [`ServiceItem::faults`].
    pub fn read(&self) -> Result<ServiceItem, Vec<ItemFault>> {
        match self.make_out() {
            (Some(item), faults) if faults.is_empty() => Ok(item),
            (_, faults) => Err(faults),
        }
    }

    /// As much of an item as can be made out, with every place that makes no sense; none without a code.
    pub fn make_out(&self) -> (Option<ServiceItem>, Vec<ItemFault>) {
        let mut reader = Reader { sheet: self, faults: Vec::new() };
        let item = reader.item();
        for (path, _) in self.iter().filter(|(path, _)| path::known(path).is_none()) {
            reader.fault(path, "is no field of an item");
        }
        (item, reader.faults)
    }
}

struct Reader<'a> {
    sheet: &'a Sheet,
    faults: Vec<ItemFault>,
}

impl Reader<'_> {
    fn item(&mut self) -> Option<ServiceItem> {
        let code = self.parsed("code", ItemCode::parse, "has 1 to 60 letters, digits, hyphens, underscores or dots");
        if self.sheet.get("code").is_empty() {
            self.fault("code", "is missing");
        }
        if self.sheet.get("department").is_empty() {
            self.fault("department", "is missing");
        }
        let name = self.needed("name");
        let mut item = ServiceItem::new(code?, name, self.sheet.get("department"));
        self.texts(&mut item);
        self.codes(&mut item);
        self.lists(&mut item);
        item.statutory_limit = self.limit("statutory_limit");
        item.promised_limit = self.limit("promised_limit");
        item.visits = self.number("visits");
        item.assurance_level = self.number("assurance_level");
        item.fee = self.fee();
        item.pays_online = self.flag("pays_online");
        item.delivers = self.flag("delivers");
        Some(item)
    }

    fn texts(&mut self, item: &mut ServiceItem) {
        item.catalog_code = self.text("catalog_code");
        item.parent_name = self.bilingual("parent_name");
        item.summary = self.bilingual("summary");
        item.power_division = self.bilingual("power_division");
        item.exercise_content = self.bilingual("exercise_content");
        item.authority = self.bilingual("authority");
        item.authority_code = self.text("authority_code");
        item.statutory_note = self.bilingual("statutory_note");
        item.limit_note = self.bilingual("limit_note");
        item.handling_org = self.bilingual("handling_org");
        item.intermediary_service = self.bilingual("intermediary_service");
        item.quantity_limit = self.bilingual("quantity_limit");
        item.result = self.bilingual("result");
        item.result_sample = self.text("result_sample");
        item.special_procedure = self.bilingual("special_procedure");
        item.jurisdiction = self.text("jurisdiction");
        item.booking = self.bilingual("booking");
        item.online_url = self.text("online_url");
        item.location = self.bilingual("location");
        item.office_hours = self.bilingual("office_hours");
        item.consult_way = self.bilingual("consult_way");
        item.consult_phone = self.text("consult_phone");
        item.supervise_phone = self.text("supervise_phone");
        item.notes = self.text("notes");
        item.source = self.text("source");
    }

    fn codes(&mut self, item: &mut ServiceItem) {
        item.item_type = self.code("item_type", ItemType::parse);
        item.case_type = self.code("case_type", CaseType::parse);
        item.exercise_level = self.code("exercise_level", ExerciseLevel::parse);
        item.authority_nature = self.code("authority_nature", AuthorityNature::parse);
        item.scope = self.code("scope", Scope::parse);
        item.system_level = self.code("system_level", ExerciseLevel::parse);
        item.next = self.code("next", NextStep::parse);
        item.audiences = self.set("audiences", Audience::parse);
        item.modes = self.set("modes", ServiceMode::parse);
        item.unverified = self.set("unverified", |name| Some(name.to_owned()));
    }

    fn lists(&mut self, item: &mut ServiceItem) {
        item.legal_basis = self.each("legal_basis", Self::needed_at);
        item.conditions = self.each("conditions", Self::needed_at);
        item.exclusions = self.each("exclusions", Self::needed_at);
        item.materials = self.each("materials", Self::material);
        item.steps = self.each("steps", Self::step);
        item.faq = self.each("faq", Self::question);
        item.joint_departments = self.words("joint_departments");
        item.areas = self.words("areas");
        item.life_events = self.words("life_events");
        item.districts = self.words("districts");
        item.places = self.words("places");
        item.related = self.words("related");
        item.keywords = self.words("keywords");
    }

    fn fault(&mut self, path: &str, reason: &str) {
        self.faults.push(ItemFault { field: path.to_owned(), reason: reason.to_owned() });
    }

    fn text(&self, path: &str) -> Option<String> {
        let text = self.sheet.get(path);
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn bilingual(&mut self, path: &str) -> Option<Bilingual> {
        let [zh, en] = path::LANGUAGES.map(|language| self.sheet.get(&format!("{path}.{language}")));
        if zh.is_empty() && en.is_empty() {
            return None;
        }
        let text = Bilingual::new(zh, en);
        if text.zh.is_empty() {
            self.fault(&format!("{path}.zh"), "is empty: the Chinese text is needed beside the English one");
        }
        Some(text)
    }

    fn needed(&mut self, path: &str) -> Bilingual {
        self.bilingual(path).unwrap_or_else(|| {
            self.fault(&format!("{path}.zh"), "is empty: a Chinese text is needed here");
            Bilingual::default()
        })
    }

    fn needed_at(&mut self, path: &str) -> Bilingual {
        self.needed(path)
    }

    fn parsed<T>(&mut self, path: &str, parse: impl FnOnce(&str) -> Option<T>, reason: &str) -> Option<T> {
        let text = self.sheet.get(path);
        if text.is_empty() {
            return None;
        }
        let value = parse(text);
        if value.is_none() {
            self.fault(path, reason);
        }
        value
    }

    fn number<T: FromStr>(&mut self, path: &str) -> Option<T> {
        // `+5` is a number to Rust and to nobody else.
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
        self.parsed(path, digits, "is no whole number that fits here")
    }

    fn flag(&mut self, path: &str) -> Option<bool> {
        let flag = |text: &str| match text {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        };
        self.parsed(path, flag, "is neither yes (1) nor no (0)")
    }

    fn code<T>(&mut self, path: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.parsed(path, parse, "is no code of its table")
    }

    fn set<T: Ord>(&mut self, field: &str, parse: impl Fn(&str) -> Option<T>) -> BTreeSet<T> {
        let codes: Vec<String> = self.sheet.under(field).into_keys().map(str::to_owned).collect();
        let mut values = BTreeSet::new();
        for code in codes {
            match parse(&code) {
                Some(value) => drop(values.insert(value)),
                None => self.fault(&format!("{field}.{code}"), "is no code of its table"),
            }
        }
        values
    }

    fn limit(&mut self, field: &str) -> Option<Limit> {
        let [value, unit] = ["value", "unit"].map(|part| format!("{field}.{part}"));
        let unit_given = self.parsed(&unit, LimitUnit::parse, "is no unit of time");
        // A unit alone is what a form sends whose number was left empty.
        if self.sheet.get(&value).is_empty() {
            return None;
        }
        let count = self.number::<u16>(&value)?;
        if count == 0 {
            self.fault(&value, "is zero: leave it empty where there is no limit");
        }
        if self.sheet.get(&unit).is_empty() {
            self.fault(&unit, "is missing: say what the limit counts");
        }
        Limit::new(count, unit_given?)
    }

    fn each<T>(&mut self, list: &str, read: impl Fn(&mut Self, &str) -> T) -> Vec<T> {
        self.sheet.rows(list).into_iter().map(|row| read(self, &format!("{list}.{row}"))).collect()
    }

    fn words(&self, list: &str) -> Vec<String> {
        self.sheet.rows(list).into_iter().filter_map(|row| self.text(&format!("{list}.{row}"))).collect()
    }

    fn material(&mut self, path: &str) -> Material {
        let at = |part: &str| format!("{path}.{part}");
        Material {
            name: self.needed(&at("name")),
            issuer: self.bilingual(&at("issuer")),
            issued_within: self.bilingual(&at("issued_within")),
            how_to_get: self.bilingual(&at("how_to_get")),
            note: self.bilingual(&at("note")),
            originals: self.number(&at("originals")),
            copies: self.number(&at("copies")),
            required: self.flag(&at("required")),
        }
    }

    fn step(&mut self, path: &str) -> Step {
        Step { name: self.needed(&format!("{path}.name")), detail: self.bilingual(&format!("{path}.detail")) }
    }

    fn question(&mut self, path: &str) -> Question {
        Question { question: self.needed(&format!("{path}.question")), answer: self.needed(&format!("{path}.answer")) }
    }

    fn fee(&mut self) -> Option<Fee> {
        if self.sheet.field("fee").is_empty() {
            return None;
        }
        let free = self.flag("fee.free").unwrap_or(false);
        let lines = self.each("fee.lines", Self::fee_line);
        if free && !lines.is_empty() {
            self.fault("fee.free", "is free and has amounts: choose one");
        }
        Some(Fee { free, lines, basis: self.bilingual("fee.basis"), note: self.bilingual("fee.note") })
    }

    fn fee_line(&mut self, path: &str) -> FeeLine {
        FeeLine {
            name: self.needed(&format!("{path}.name")),
            amount_fen: self.parsed(
                &format!("{path}.amount_yuan"),
                write::fen,
                "is no amount in yuan with at most two decimals",
            ),
            per: self.bilingual(&format!("{path}.per")).unwrap_or_default(),
        }
    }
}
