use std::fmt;

use chrono::{Datelike as _, NaiveDate};

/// The weights of ISO 7064 MOD 11-2 for the first seventeen digits, as GB 11643-1999 §4 lists them.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character of each remainder.
const CHECKS: [u8; 11] = *b"10X98765432";
/// The first two digits of GB/T 2260 codes of provinces. Codes of counties come and go; numbers given under them stay.
const PROVINCES: [&str; 32] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44",
    "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
];
/// Nobody who was born earlier lives.
const FIRST_YEAR: i32 = 1900;
/// From this age on people act for themselves (Civil Code Art. 17).
const OF_AGE: u32 = 18;
const LENGTH: usize = 18;
const OLD_LENGTH: usize = 15;

/// Whose number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdKind {
    /// 公民身份号码.
    Citizen,
    /// 港澳居民居住证.
    HongKongMacaoPermit,
    /// 台湾居民居住证.
    TaiwanPermit,
    /// 外国人永久居留身份证, as given out since December 2023.
    ForeignPermanent,
}

impl IdKind {
    /// The message key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Citizen => "id-kind-citizen",
            Self::HongKongMacaoPermit => "id-kind-hong-kong-macao",
            Self::TaiwanPermit => "id-kind-taiwan",
            Self::ForeignPermanent => "id-kind-foreign",
        }
    }
}

/// What the number says of its holder's sex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// An even sequence.
    Female,
    /// An odd sequence.
    Male,
}

/// Why something is no ID number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdNumberFault {
    /// Nothing was typed.
    Empty,
    /// Something else than digits, and an X at the end.
    Characters,
    /// Fifteen digits: a number of before 1999, which the paper of today shows with eighteen.
    Fifteen,
    /// Another length than eighteen.
    Length,
    /// The first six digits name no area.
    Area,
    /// The birth date is none, or not that of somebody who lives.
    BirthDate,
    /// The last character does not fit the others: something was mistyped.
    CheckDigit,
}

impl IdNumberFault {
    /// The reason as `error-field-…` names it.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::Characters => "id-number-characters",
            Self::Fifteen => "id-number-fifteen",
            Self::Length => "id-number-length",
            Self::Area => "id-number-area",
            Self::BirthDate => "id-number-birth-date",
            Self::CheckDigit => "id-number-check",
        }
    }
}

/// A 公民身份号码 (GB 11643-1999), or the number of a residence permit or permanent residence card made by the same rule:
/// eighteen characters in the one form by which they are found again. Nothing prints it but [`IdNumber::as_str`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdNumber {
    text: String,
    kind: IdKind,
    born: NaiveDate,
}

impl IdNumber {
    /// Reads what somebody typed. A small x counts as X; full-width characters (Chinese keyboards make them by themselves) as
    /// plain ones; spaces and hyphens not at all.
    pub fn parse(typed: &str, today: NaiveDate) -> Result<Self, IdNumberFault> {
        let text: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(plain).collect();
        let Some(last) = text.chars().last() else { return Err(IdNumberFault::Empty) };
        let body = &text[..text.len() - last.len_utf8()];
        if !body.bytes().all(|b| b.is_ascii_digit()) || !(last.is_ascii_digit() || last == 'X') {
            return Err(IdNumberFault::Characters);
        }
        match text.len() {
            LENGTH => {}
            OLD_LENGTH => return Err(IdNumberFault::Fifteen),
            _ => return Err(IdNumberFault::Length),
        }
        let kind = kind_of(&text[..6]).ok_or(IdNumberFault::Area)?;
        let born = NaiveDate::parse_from_str(&text[6..14], "%Y%m%d").map_err(|_| IdNumberFault::BirthDate)?;
        if born.year() < FIRST_YEAR || born > today {
            return Err(IdNumberFault::BirthDate);
        }
        if check_character(body) != last {
            return Err(IdNumberFault::CheckDigit);
        }
        Ok(Self { text, kind, born })
    }

    /// The number of a person of the demonstration.
    pub(super) fn made_up(area: u32, born: NaiveDate, sequence: u32) -> Self {
        let body = format!("{area:06}{}{sequence:03}", born.format("%Y%m%d"));
        let text = format!("{body}{}", check_character(&body));
        Self { text, kind: IdKind::Citizen, born }
    }

    /// The whole number: for sealing, for the register, for the index; never for a page, a log or an address.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The number as it may be shown: the first three and the last four characters, `510***********002X`.
    pub fn masked(&self) -> String {
        format!("{}{}{}", &self.text[..3], "*".repeat(LENGTH - 7), &self.text[LENGTH - 4..])
    }

    /// Whose number it is.
    pub fn kind(&self) -> IdKind {
        self.kind
    }

    /// When its holder was born.
    pub fn born(&self) -> NaiveDate {
        self.born
    }

    /// Whether its holder is not yet eighteen.
    pub fn is_minor(&self, today: NaiveDate) -> bool {
        today.years_since(self.born).is_none_or(|years| years < OF_AGE)
    }

    /// What it says of its holder's sex.
    pub fn sex(&self) -> Sex {
        if self.text.as_bytes()[LENGTH - 2].is_multiple_of(2) { Sex::Female } else { Sex::Male }
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdNumber(…)")
    }
}

/// The plain form of a full-width character, and X for x.
fn plain(c: char) -> char {
    let narrow = match c {
        '０'..='９' | 'Ｘ' | 'ｘ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    narrow.to_ascii_uppercase()
}

fn kind_of(area: &str) -> Option<IdKind> {
    let province = |digits: &str| PROVINCES.contains(&digits);
    match area {
        "810000" | "820000" => Some(IdKind::HongKongMacaoPermit),
        "830000" => Some(IdKind::TaiwanPermit),
        // 9, the province it was given out in, the nationality (ISO 3166-1 numeric).
        _ if area.starts_with('9') => {
            (province(&area[1..3]) && &area[3..] != "000").then_some(IdKind::ForeignPermanent)
        }
        _ => (province(&area[..2]) && &area[2..] != "0000").then_some(IdKind::Citizen),
    }
}

/// ISO 7064 MOD 11-2 over seventeen digits.
fn check_character(body: &str) -> char {
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    // A remainder by eleven is an index of eleven characters.
    char::from(CHECKS[(sum % 11) as usize])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    #[test]
    fn two_hundred_examples_are_judged_as_their_source_says() {
        let mut reader = csv::Reader::from_reader(include_str!("testdata/id_numbers.csv").as_bytes());
        let rows: Vec<(String, String, String)> = reader.deserialize().map(Result::unwrap).collect();
        assert!(rows.len() >= 200);
        for (typed, verdict, source) in rows {
            let judged = match IdNumber::parse(&typed, today()) {
                Ok(number) => match number.kind() {
                    IdKind::Citizen => "citizen",
                    IdKind::HongKongMacaoPermit => "hong-kong-macao",
                    IdKind::TaiwanPermit => "taiwan",
                    IdKind::ForeignPermanent => "foreigner",
                },
                Err(IdNumberFault::Empty) => "empty",
                Err(IdNumberFault::Characters) => "characters",
                Err(IdNumberFault::Fifteen) => "fifteen",
                Err(IdNumberFault::Length) => "length",
                Err(IdNumberFault::Area) => "area",
                Err(IdNumberFault::BirthDate) => "birth-date",
                Err(IdNumberFault::CheckDigit) => "check-digit",
            };
            assert_eq!(judged, verdict, "{typed} ({source})");
        }
    }

    #[test]
    fn a_number_tells_birth_date_and_sex_and_is_shown_in_part() {
        let number = IdNumber::parse("11010519491231002x", today()).unwrap();
        assert_eq!(number.born(), NaiveDate::from_ymd_opt(1949, 12, 31).unwrap());
        assert_eq!((number.sex(), number.kind()), (Sex::Female, IdKind::Citizen));
        assert_eq!(number.masked(), "110***********002X");
        assert_eq!(format!("{number:?}"), "IdNumber(…)");
        assert_eq!(check_character("44052418800101001"), '4');
    }

    #[test]
    fn somebody_comes_of_age_on_the_eighteenth_birthday() {
        let born = NaiveDate::from_ymd_opt(2008, 11, 23).unwrap();
        let number = IdNumber::made_up(510_104, born, 1);
        assert!(number.is_minor(today()));
        assert!(!number.is_minor(today().succ_opt().unwrap()));
    }

    prop_compose! {
        fn number()(province in prop::sample::select(PROVINCES.to_vec()), county in 1u32..10_000, days in 0u64..46_000, sequence in 0u32..1_000) -> String {
            let born = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + chrono::Days::new(days);
            let body = format!("{province}{county:04}{}{sequence:03}", born.format("%Y%m%d"));
            format!("{body}{}", check_character(&body))
        }
    }

    proptest! {
        #[test]
        fn a_number_made_by_the_rule_is_one_and_reads_back_as_itself(number in number()) {
            let read = IdNumber::parse(&number, today()).unwrap();
            prop_assert_eq!(read.as_str(), &number);
            prop_assert!(!read.masked().contains(&number[3..14]));
        }

        #[test]
        fn no_other_character_in_one_place_goes_unseen(number in number()) {
            for place in 0..LENGTH {
                for other in "0123456789X".chars().filter(|c| !number[place..].starts_with(*c)) {
                    let changed = format!("{}{other}{}", &number[..place], &number[place + 1..]);
                    prop_assert!(IdNumber::parse(&changed, today()).is_err(), "{}", changed);
                }
            }
        }

        #[test]
        fn no_two_neighbours_change_places_unseen(number in number()) {
            for place in 0..LENGTH - 1 {
                let (a, b) = (&number[place..=place], &number[place + 1..place + 2]);
                if a != b {
                    let changed = format!("{}{b}{a}{}", &number[..place], &number[place + 2..]);
                    prop_assert!(IdNumber::parse(&changed, today()).is_err(), "{}", changed);
                }
            }
        }

        #[test]
        fn whatever_is_typed_is_judged_without_a_fault(typed in any::<String>()) {
            let _ = IdNumber::parse(&typed, today());
        }
    }
}
