//! The rules an item keeps as a whole, beyond what each value's type already says.

use super::{Bilingual, CodePattern, ItemFault, MAX_TEXT_BYTES, ServiceItem};
use foundation::codes::UnifiedSocialCreditCode;

/// 事项名称 holds at most 200 characters: GB/T 39046-2020 table 4 no. 1.
const MAX_NAME_CHARACTERS: usize = 200;
/// The longest list an item may hold: no service asks for a hundred documents.
const MAX_LINES: usize = 100;
/// The longest name of a code, phone or word.
const MAX_WORD_CHARACTERS: usize = 200;
/// The longest address of another site.
const MAX_URL_BYTES: usize = 2_000;

impl ServiceItem {
    /// Every rule this item breaks, by field; empty when it may be stored.
    pub fn faults(&self, pattern: &CodePattern) -> Vec<ItemFault> {
        let mut faults = Faults::default();

        if !pattern.accepts(&self.code) {
            faults.add("code", "does not have the form this city asks of item codes ([catalogue] code_pattern)");
        }
        if self.name.zh.trim().is_empty() {
            faults.add("name", "is empty: every item needs a Chinese name");
        }
        if self.name.zh.chars().count() > MAX_NAME_CHARACTERS || self.name.en.chars().count() > 2 * MAX_NAME_CHARACTERS
        {
            faults.add("name", "is longer than 200 characters (GB/T 39046-2020 table 4 no. 1)");
        }
        if let (Some(promised), Some(statutory)) = (self.promised_limit, self.statutory_limit)
            && promised.surely_exceeds(statutory)
        {
            faults.add("promised_limit", "is longer than the statutory limit: promise less, or mend the statutory one");
        }
        if self.assurance_level.is_some_and(|level| !(1..=4).contains(&level)) {
            faults.add("assurance_level", "is not one of the levels 1 to 4");
        }
        if let Some(code) = &self.authority_code
            && !self.unverified.contains("authority_code")
            && let Err(fault) = UnifiedSocialCreditCode::parse(code)
        {
            faults.add("authority_code", &fault.to_string());
        }
        if let Some(url) = &self.online_url
            && !is_web_address(url)
        {
            faults.add("online_url", "is no web address: it begins with https:// or http:// and names a host");
        }
        for (field, phone) in [("consult_phone", &self.consult_phone), ("supervise_phone", &self.supervise_phone)] {
            if let Some(phone) = phone
                && !phone.chars().any(|c| c.is_ascii_digit())
            {
                faults.add(field, "holds no digit: a phone number is needed");
            }
        }

        self.check_texts(&mut faults);
        self.check_lists(&mut faults);
        faults.0
    }

    fn check_texts(&self, faults: &mut Faults) {
        faults.text("name", &self.name);
        for (field, text) in [
            ("parent_name", &self.parent_name),
            ("summary", &self.summary),
            ("power_division", &self.power_division),
            ("exercise_content", &self.exercise_content),
            ("authority", &self.authority),
            ("statutory_note", &self.statutory_note),
            ("limit_note", &self.limit_note),
            ("handling_org", &self.handling_org),
            ("intermediary_service", &self.intermediary_service),
            ("quantity_limit", &self.quantity_limit),
            ("result", &self.result),
            ("special_procedure", &self.special_procedure),
            ("booking", &self.booking),
            ("location", &self.location),
            ("office_hours", &self.office_hours),
            ("consult_way", &self.consult_way),
        ] {
            if let Some(text) = text {
                faults.text(field, text);
            }
        }
        for (field, lines) in
            [("legal_basis", &self.legal_basis), ("conditions", &self.conditions), ("exclusions", &self.exclusions)]
        {
            for line in lines {
                faults.text(field, line);
            }
        }
        for material in &self.materials {
            if material.name.zh.trim().is_empty() {
                faults.add("materials.name", "is empty: every material needs a Chinese name");
            }
            faults.text("materials.name", &material.name);
            for (field, text) in [
                ("materials.issuer", &material.issuer),
                ("materials.issued_within", &material.issued_within),
                ("materials.how_to_get", &material.how_to_get),
                ("materials.note", &material.note),
            ] {
                if let Some(text) = text {
                    faults.text(field, text);
                }
            }
        }
        for step in &self.steps {
            faults.text("steps.name", &step.name);
            if let Some(detail) = &step.detail {
                faults.text("steps.detail", detail);
            }
        }
        for question in &self.faq {
            faults.text("faq.question", &question.question);
            faults.text("faq.answer", &question.answer);
        }
        if let Some(fee) = &self.fee {
            for line in &fee.lines {
                faults.text("fee.lines", &line.name);
            }
            for text in [&fee.basis, &fee.note].into_iter().flatten() {
                faults.text("fee", text);
            }
        }
        for (field, text) in [
            ("catalog_code", &self.catalog_code),
            ("jurisdiction", &self.jurisdiction),
            ("consult_phone", &self.consult_phone),
            ("supervise_phone", &self.supervise_phone),
            ("authority_code", &self.authority_code),
        ] {
            if let Some(text) = text {
                faults.word(field, text);
            }
        }
        for (field, text) in [("notes", &self.notes), ("source", &self.source)] {
            if let Some(text) = text {
                faults.text(field, &Bilingual::zh(text));
            }
        }
    }

    fn check_lists(&self, faults: &mut Faults) {
        for (field, length) in [
            ("materials", self.materials.len()),
            ("steps", self.steps.len()),
            ("faq", self.faq.len()),
            ("conditions", self.conditions.len()),
            ("legal_basis", self.legal_basis.len()),
            ("keywords", self.keywords.len()),
            ("related", self.related.len()),
            ("places", self.places.len()),
            ("districts", self.districts.len()),
        ] {
            if length > MAX_LINES {
                faults.add(field, "has more than 100 entries");
            }
        }
        for (field, words) in [
            ("areas", &self.areas),
            ("life_events", &self.life_events),
            ("districts", &self.districts),
            ("places", &self.places),
            ("related", &self.related),
            ("keywords", &self.keywords),
            ("joint_departments", &self.joint_departments),
        ] {
            for word in words {
                faults.word(field, word);
            }
            let mut seen = words.clone();
            seen.sort();
            seen.dedup();
            if seen.len() != words.len() {
                faults.add(field, "names the same entry twice");
            }
        }
    }
}

fn is_web_address(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    url.len() <= MAX_URL_BYTES
        && !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'))
        && host.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
}

#[derive(Default)]
struct Faults(Vec<ItemFault>);

impl Faults {
    fn add(&mut self, field: &str, reason: &str) {
        let fault = ItemFault { field: field.to_owned(), reason: reason.to_owned() };
        if !self.0.contains(&fault) {
            self.0.push(fault);
        }
    }

    fn text(&mut self, field: &str, text: &Bilingual) {
        for text in [&text.zh, &text.en] {
            if text.len() > MAX_TEXT_BYTES {
                self.add(field, "is longer than 20,000 bytes");
            }
            if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
                self.add(field, "holds control characters");
            }
        }
    }

    fn word(&mut self, field: &str, word: &str) {
        if word.trim().is_empty() {
            self.add(field, "holds an empty entry");
        }
        if word.chars().count() > MAX_WORD_CHARACTERS {
            self.add(field, "holds an entry longer than 200 characters");
        }
        if word.chars().any(char::is_control) {
            self.add(field, "holds control characters");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ItemCode, Limit, LimitUnit};
    use super::*;

    fn item() -> ServiceItem {
        ServiceItem::new(ItemCode::parse("510100-06-001").expect("a code"), Bilingual::new("居住证", "Permit"), "CD06")
    }

    fn fields(item: &ServiceItem) -> Vec<String> {
        item.faults(&CodePattern::default()).into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn a_plain_item_keeps_every_rule() {
        assert_eq!(fields(&item()), Vec::<String>::new());
    }

    #[test]
    fn a_promise_may_not_exceed_the_statute() {
        let mut item = item();
        item.statutory_limit = Limit::new(15, LimitUnit::WorkingDays);
        item.promised_limit = Limit::new(16, LimitUnit::WorkingDays);
        assert_eq!(fields(&item), ["promised_limit"]);
        item.promised_limit = Limit::new(15, LimitUnit::WorkingDays);
        assert!(fields(&item).is_empty());
    }

    #[test]
    fn a_script_is_no_web_address() {
        let mut item = item();
        for bad in ["javascript:alert(1)", "//evil", "https://", "http://a b", "ftp://x", "https://\u{0}"] {
            item.online_url = Some(bad.to_owned());
            assert_eq!(fields(&item), ["online_url"], "{bad}");
        }
    }

    #[test]
    fn a_code_that_breaks_its_own_check_is_refused_unless_marked_unverified() {
        let mut item = item();
        item.authority_code = Some("00877868-5".to_owned());
        assert_eq!(fields(&item), ["authority_code"]);
        item.unverified.insert("authority_code".to_owned());
        assert!(fields(&item).is_empty());
    }

    #[test]
    fn texts_have_bounds_and_no_control_characters() {
        let mut item = item();
        item.summary = Some(Bilingual::zh("长".repeat(MAX_TEXT_BYTES)));
        item.location = Some(Bilingual::zh("a\u{0}b"));
        assert_eq!(fields(&item), ["summary", "location"]);
    }

    #[test]
    fn a_city_may_ask_for_its_own_form_of_codes() {
        let pattern = CodePattern::new(r"\d{6}-\d{2}-\d{3}").expect("a pattern");
        assert!(item().faults(&pattern).is_empty());
        let pattern = CodePattern::new(r"\d{31}").expect("a pattern");
        assert_eq!(item().faults(&pattern)[0].field, "code");
    }
}
