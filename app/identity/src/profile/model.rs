use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::FieldName;
use crate::contact::{Contact, ContactKind};
use foundation::{context::is_district_code, error::FieldError};

/// The earliest year of birth of anybody alive, with room.
const EARLIEST: i32 = 1900;

/// One of the 56 民族 by its code (GB/T 3304-1991).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EthnicGroup(u8);

impl EthnicGroup {
    /// All of them, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=56).map(Self)
    }

    /// Reads a code of two digits.
    pub fn parse(code: &str) -> Option<Self> {
        Self::all().find(|group| group.code() == code)
    }

    /// The code: two digits.
    pub fn code(self) -> String {
        format!("{:02}", self.0)
    }

    /// The message key of its name.
    pub fn key(self) -> String {
        format!("ethnic-group-{}", self.code())
    }
}

/// What somebody told about themselves: each value as its rule wants it, none where nothing was told.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Profile(BTreeMap<FieldName, String>);

/// Never what it holds: logs are read by others.
impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Profile {
    /// Reads what was typed; names every field that cannot be taken.
    pub fn parse<'t>(typed: impl Fn(FieldName) -> &'t str, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let (profile, mut errors) = Self::read(typed, today);
        // Half a contact helps nobody when it is needed.
        if errors.is_empty() {
            let told = |field| !profile.get(field).is_empty();
            let any = [FieldName::EmergencyName, FieldName::EmergencyRelation, FieldName::EmergencyPhone].map(told);
            for field in [FieldName::EmergencyName, FieldName::EmergencyPhone] {
                if any.contains(&true) && !told(field) {
                    errors.push(FieldError::new(field.code(), "required"));
                }
            }
        }
        if errors.is_empty() { Ok(profile) } else { Err(errors) }
    }

    /// Reads what was kept: what the rules of today would not take is left out.
    pub(super) fn kept<'t>(value: impl Fn(FieldName) -> &'t str, today: NaiveDate) -> Self {
        Self::read(value, today).0
    }

    fn read<'t>(value: impl Fn(FieldName) -> &'t str, today: NaiveDate) -> (Self, Vec<FieldError>) {
        let (mut profile, mut errors) = (Self::default(), Vec::new());
        for field in FieldName::TOLD {
            match rule(field, value(field).trim(), today) {
                Ok(value) if value.is_empty() => {}
                Ok(value) => drop(profile.0.insert(field, value)),
                Err(reason) => errors.push(FieldError::new(field.code(), reason)),
            }
        }
        (profile, errors)
    }

    /// With the day of birth the city knows, in place of what was told.
    pub(super) fn born(mut self, day: NaiveDate) -> Self {
        self.0.insert(FieldName::BirthDate, day.to_string());
        self
    }

    /// What was told; empty where nothing was.
    pub fn get(&self, field: FieldName) -> &str {
        self.0.get(&field).map_or("", String::as_str)
    }

    /// Everything that was told.
    pub fn pairs(&self) -> impl Iterator<Item = (FieldName, &str)> {
        self.0.iter().map(|(field, value)| (*field, value.as_str()))
    }
}

/// A value as it is kept, or the key of why it cannot be.
fn rule(field: FieldName, text: &str, today: NaiveDate) -> Result<String, &'static str> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let line = |most: usize| match text {
        _ if text.chars().any(char::is_control) => Err("control"),
        _ if text.chars().count() > most => Err("long"),
        _ => Ok(text.to_owned()),
    };
    let known = |known: bool, reason| if known { Ok(text.to_owned()) } else { Err(reason) };
    match field {
        FieldName::Gender => known(matches!(text, "male" | "female"), "unknown-choice"),
        FieldName::EthnicGroup => known(EthnicGroup::parse(text).is_some(), "unknown-choice"),
        FieldName::District => known(is_district_code(text), "unknown-choice"),
        FieldName::BirthDate => NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|day| (EARLIEST..=today.year()).contains(&day.year()) && *day <= today)
            .map(|day| day.to_string())
            .ok_or("birth-date"),
        FieldName::Address => line(120),
        FieldName::Community | FieldName::EmergencyName | FieldName::DisplayName => line(60),
        FieldName::EmergencyRelation => line(20),
        FieldName::EmergencyPhone | FieldName::Phone | FieldName::Email => Contact::parse(text)
            .filter(|contact| contact.kind() == ContactKind::Phone || field == FieldName::Email)
            .map(|contact| contact.address().to_owned())
            .ok_or("phone"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FieldName::*;

    fn today() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    fn parse(typed: &[(FieldName, &'static str)]) -> Result<Profile, Vec<FieldError>> {
        Profile::parse(|field| typed.iter().find(|(name, _)| *name == field).map_or("", |(_, value)| value), today())
    }

    #[test]
    fn what_is_told_is_kept_in_one_form_and_reads_back_the_same() {
        let told = [
            (Gender, "female"),
            (BirthDate, "1990-02-28"),
            (FieldName::EthnicGroup, "05"),
            (District, "510104"),
            (Address, "  水碾河路 29 号 3 栋 4 单元 𠮷 "),
            (EmergencyName, "阿依古丽·买买提"),
            (EmergencyPhone, "138 1234 6021"),
        ];
        let profile = parse(&told).unwrap();
        assert_eq!(profile.get(EmergencyPhone), "+8613812346021");
        assert_eq!(profile.get(Address), "水碾河路 29 号 3 栋 4 单元 𠮷");
        assert_eq!(profile.get(Community), "");
        assert_eq!(Profile::kept(|field| profile.get(field), today()), profile);
        assert!(!format!("{profile:?}").contains("6021"), "{profile:?}");
    }

    #[test]
    fn what_cannot_be_true_is_named_field_by_field() {
        for (field, text, reason) in [
            (Gender, "x", "unknown-choice"),
            (BirthDate, "2026-11-23", "birth-date"),
            (BirthDate, "1899-12-31", "birth-date"),
            (BirthDate, "1990-02-30", "birth-date"),
            (BirthDate, "+262142-01-01", "birth-date"),
            (FieldName::EthnicGroup, "57", "unknown-choice"),
            (FieldName::EthnicGroup, "1", "unknown-choice"),
            (District, "51010", "unknown-choice"),
            (Address, "a\0b", "control"),
            (Community, "a\nb", "control"),
            (EmergencyPhone, "110", "phone"),
            (EmergencyPhone, "a@b.cn", "phone"),
        ] {
            assert_eq!(parse(&[(field, text)]).unwrap_err(), [FieldError::new(field.code(), reason)], "{text:?}");
        }
        let half = parse(&[(EmergencyRelation, "姐姐")]).unwrap_err();
        assert_eq!(
            half.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(),
            ["emergency_name", "emergency_phone"]
        );
    }

    #[test]
    fn every_ethnic_group_has_a_name_in_every_language() {
        assert_eq!(super::EthnicGroup::all().count(), 56);
        for language in foundation::text::Language::all() {
            for group in super::EthnicGroup::all() {
                assert!(language.texts().by_key(&group.key()).is_some(), "{}: {}", language.tag(), group.key());
            }
        }
    }
}
