/// The most characters of a counter's name or number.
const MOST_LABEL: usize = 8;
/// The most characters of what a device is called.
const MOST_NAME: usize = 40;

/// One line without control characters, of at most so many characters; none where it is empty or longer.
fn one_line(text: &str, most: usize) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let well_formed = (1..=most).contains(&line.chars().count()) && !line.chars().any(char::is_control);
    well_formed.then_some(line)
}

/// What stands over a counter: `3`, `A12`, `三号`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CounterLabel(String);

impl CounterLabel {
    /// Reads a name or number: one to eight characters. Small Latin letters are as good as capital ones, so that a counter has
    /// one name.
    pub fn parse(text: &str) -> Option<Self> {
        one_line(text, MOST_LABEL).map(|line| Self(line.to_ascii_uppercase()))
    }

    /// As it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a device is called among colleagues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KioskName(String);

impl KioskName {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        one_line(text, MOST_NAME).map(Self)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::CounterLabel;

    #[test]
    fn a_counter_is_named_in_a_word() {
        assert_eq!(CounterLabel::parse(" a12 ").unwrap().as_str(), "A12");
        assert_eq!(CounterLabel::parse("三号").unwrap().as_str(), "三号");
        for bad in ["", "   ", "123456789", "a\u{7}b"] {
            assert!(CounterLabel::parse(bad).is_none(), "{bad:?}");
        }
    }
}
