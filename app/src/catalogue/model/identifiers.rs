use std::fmt;

use regex::Regex;
use serde::{Deserialize, Serialize};

/// 统一社会信用代码 (GB 32100-2015): 18 characters whose last one checks the others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Uscc(String);

/// Why a text is no 统一社会信用代码.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsccFault {
    /// Not 18 characters long.
    #[error("a unified social credit code has 18 characters")]
    Length,
    /// Holds a character outside the code's alphabet.
    #[error("a unified social credit code uses digits and capital letters without I, O, S, V and Z")]
    Alphabet,
    /// The check character does not fit the others.
    #[error("the check character does not fit; one of the 18 characters is wrong")]
    CheckDigit,
}

/// GB 32100-2015 table 3: the alphabet, in the order of the characters' values 0 to 30.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// GB 32100-2015 §5.3: the weight of each of the first 17 characters, 3^(i-1) mod 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

impl Uscc {
    /// Reads a code, refusing what its own check character contradicts.
    pub fn parse(text: &str) -> Result<Self, UsccFault> {
        if text.chars().count() != 18 {
            return Err(UsccFault::Length);
        }
        let values: Vec<u32> = text
            .bytes()
            .map(|byte| ALPHABET.iter().position(|known| *known == byte).and_then(|value| u32::try_from(value).ok()))
            .collect::<Option<_>>()
            .ok_or(UsccFault::Alphabet)?;
        let sum: u32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
        // 31 stands for 0 (§5.3): hence the second modulus.
        if (31 - sum % 31) % 31 == values[17] { Ok(Self(text.to_owned())) } else { Err(UsccFault::CheckDigit) }
    }
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// 实施编码, or the local code where a city has none: what an item is called by, everywhere and for good.
///
/// At most 60 characters of letters, digits, `-`, `_` and `.`; a city may narrow that by a [`CodePattern`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[schema(value_type = String)]
pub struct ItemCode(String);

impl ItemCode {
    /// The longest code in use is 55 characters (Sichuan); one digit for what comes.
    pub const MAX_LENGTH: usize = 60;

    /// Reads a code.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = !text.is_empty()
            && text.len() <= Self::MAX_LENGTH
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
            && text.as_bytes()[0].is_ascii_alphanumeric();
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ItemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ItemCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom("an item code has 1 to 60 letters, digits, hyphens, underscores or dots")
        })
    }
}

/// The form a city asks of its item codes (`[catalogue] code_pattern`): a regular expression over the whole code.
#[derive(Debug, Clone)]
pub struct CodePattern(Regex);

impl CodePattern {
    /// Compiles a pattern; it is anchored at both ends.
    pub fn new(pattern: &str) -> Result<Self, String> {
        Regex::new(&format!("^(?:{pattern})$")).map(Self).map_err(|error| error.to_string())
    }

    /// Whether a code has the form.
    pub fn accepts(&self, code: &ItemCode) -> bool {
        self.0.is_match(code.as_str())
    }
}

impl Default for CodePattern {
    fn default() -> Self {
        Self(Regex::new("^.+$").expect("a valid pattern"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_worked_example_of_the_standard_passes() {
        assert!(Uscc::parse("91350100M000100Y43").is_ok());
        assert!(Uscc::parse("11440232MB2D06811W").is_ok());
    }

    #[test]
    fn a_code_is_refused_for_its_length_alphabet_or_check_character() {
        assert_eq!(Uscc::parse("00877868-5"), Err(UsccFault::Length));
        assert_eq!(Uscc::parse("91350100M000100Y4I"), Err(UsccFault::Alphabet));
        assert_eq!(Uscc::parse("91350211M0000XUF46"), Err(UsccFault::CheckDigit));
        assert_eq!(Uscc::parse("统一社会信用代码统一社会信用代码统一"), Err(UsccFault::Alphabet));
    }

    #[test]
    fn an_item_code_holds_nothing_that_could_leave_a_url_or_a_tag() {
        assert!(ItemCode::parse("511Z07001006-511602000000-000-11511301008778183N-1-00").is_some());
        for bad in ["", "a/b", "a b", "<b>", "-a", "é", "a\u{0}", &"x".repeat(61)] {
            assert_eq!(ItemCode::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn changing_any_one_character_breaks_the_check(position in 0usize..18, value in 0usize..31) {
            let mut bytes = *b"91350100M000100Y43";
            let before = bytes[position];
            bytes[position] = ALPHABET[value];
            let changed = String::from_utf8(bytes.to_vec()).unwrap_or_default();
            prop_assert_eq!(Uscc::parse(&changed).is_ok(), before == ALPHABET[value]);
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,40}") {
            let _ = Uscc::parse(&text);
            let _ = ItemCode::parse(&text);
        }
    }
}
