use std::fmt;

use regex::Regex;
use serde::{Deserialize, Serialize};

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
    fn an_item_code_holds_nothing_that_could_leave_a_url_or_a_tag() {
        assert!(ItemCode::parse("511Z07001006-511602000000-000-11511301008778183N-1-00").is_some());
        for bad in ["", "a/b", "a b", "<b>", "-a", "é", "a\u{0}", &"x".repeat(61)] {
            assert_eq!(ItemCode::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,40}") {
            let _ = ItemCode::parse(&text);
        }
    }
}
