use std::fmt;

use serde::{Deserialize, Serialize};

/// How people and office meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// At a counter.
    #[default]
    Counter,
    /// The office calls.
    Phone,
    /// By video.
    Video,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Counter, Self::Phone, Self::Video];

    /// The name as stored, and part of message keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Phone => "phone",
            Self::Video => "video",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == text)
    }
}

/// Names an office or a matter: 3 to 40 small letters, digits and hyphens, beginning with a letter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = (3..=40).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && !text.ends_with('-')
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How long a visit takes, and whom it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Minutes a person takes.
    pub minutes: u16,
    /// Minutes of preparation before the first, once a visit.
    pub preparation: u16,
    /// The most people who come together.
    pub most_persons: u16,
    /// How people and office meet.
    pub way: Way,
    /// Until how many hours before it begins a visit may be moved or cancelled.
    pub changes_until_hours: u16,
}

impl Terms {
    /// Whether they make sense.
    pub fn are_sound(&self) -> bool {
        (1..=480).contains(&self.minutes)
            && self.preparation <= 240
            && (1..=20).contains(&self.most_persons)
            && self.changes_until_hours <= 24 * 30
    }

    /// How many slots one after the other a visit of some people takes.
    pub fn slots(&self, persons: u16, slot_minutes: u16) -> u16 {
        let whole = u32::from(self.preparation) + u32::from(self.minutes) * u32::from(persons.max(1));
        u16::try_from(whole.div_ceil(u32::from(slot_minutes.max(1)))).unwrap_or(u16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_slots_of_a_visit_hold_it_and_one_less_would_not(
            minutes in 1_u16..481, preparation in 0_u16..241, persons in 1_u16..21, slot in 5_u16..121,
        ) {
            let terms = Terms { minutes, preparation, most_persons: 20, way: Way::Counter, changes_until_hours: 1 };
            let slots = u32::from(terms.slots(persons, slot));
            let whole = u32::from(preparation) + u32::from(minutes) * u32::from(persons);
            prop_assert!(slots * u32::from(slot) >= whole);
            prop_assert!((slots - 1) * u32::from(slot) < whole);
        }

        #[test]
        fn what_is_no_name_is_none(text in ".{0,50}") {
            if let Some(slug) = Slug::parse(&text) {
                prop_assert!(slug.as_str() == text && text.is_ascii());
            }
        }
    }
}
