use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use foundation::ids::{AccountId, AppointmentId, CounterGroupId};
use identity::acting::Acting;

use super::Slug;

/// How far a visit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// The place is kept for somebody who has not said yes.
    Held,
    /// Somebody said yes.
    Confirmed,
    /// Given back before anybody said yes.
    Released,
    /// Nobody said yes in time.
    Expired,
    /// Called off.
    Cancelled,
    /// Nobody came.
    Missed,
    /// Served.
    Finished,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Held, Self::Confirmed, Self::Released, Self::Expired, Self::Cancelled, Self::Missed, Self::Finished];

    /// The name as stored, and part of message keys (`appointment-state-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Confirmed => "confirmed",
            Self::Released => "released",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Missed => "missed",
            Self::Finished => "finished",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == text)
    }
}

/// What a visit is called at the office: eight letters and digits that are hard to mistake for each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(String);

impl Code {
    /// Without 0, 1, I, L, O and U (Crockford's base 32 leaves out the latter three; digits that look like letters go as well).
    const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
    const LENGTH: usize = 8;

    /// Of random bytes, one a sign; those that would favour some signs are passed over, so there have to be some more.
    pub fn of(random: impl IntoIterator<Item = u8>) -> Option<Self> {
        let fair = u8::MAX - u8::MAX % 30;
        let signs = random.into_iter().filter(|byte| *byte < fair);
        let text: String =
            signs.take(Self::LENGTH).map(|byte| char::from(Self::ALPHABET[usize::from(byte % 30)])).collect();
        (text.len() == Self::LENGTH).then_some(Self(text))
    }

    /// Reads what somebody typed or said: small letters, spaces and hyphens are as good.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String =
            text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).take(20).collect();
        let well_formed = text.len() == Self::LENGTH && text.bytes().all(|b| Self::ALPHABET.contains(&b));
        well_formed.then_some(Self(text))
    }

    /// As stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In two groups, as people read it out.
    pub fn spoken(&self) -> String {
        let (first, second) = self.0.split_at(Self::LENGTH / 2);
        format!("{first} {second}")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place at a time that is or was somebody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// The row; the UID of its event in calendars.
    pub id: AppointmentId,
    /// What it is called at the office.
    pub code: Code,
    /// Where.
    pub office: Slug,
    /// At which counters.
    pub group: CounterGroupId,
    /// What for.
    pub matter: Slug,
    /// From which item it was booked.
    pub item: Option<String>,
    /// Who booked it.
    pub account: AccountId,
    /// For whom it is.
    pub acting: Acting,
    /// What they are called on the ticket.
    pub shown_name: String,
    /// The day.
    pub day: NaiveDate,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// How many slots one after the other.
    pub slots: u16,
    /// How long each is.
    pub slot_minutes: u16,
    /// How many people come.
    pub persons: u16,
    /// How far it is.
    pub state: State,
    /// Until when the place is kept, while it is held.
    pub hold_ends_at: Option<DateTime<Utc>>,
    /// Rises with every change others must hear of (RFC 5545 §3.8.7.4).
    pub sequence: i32,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// Whether it was offered to somebody in line.
    pub offered: bool,
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = Code::of([0, 1, 2, 255, 3, 4, 5, 6, 29]).unwrap();
        assert_eq!(code.as_str(), "2345678Z");
        assert_eq!(Code::parse(" 2345-678z "), Some(code.clone()));
        assert_eq!(code.spoken(), "2345 678Z");
        assert_eq!(Code::parse("2345678"), None);
        assert_eq!(Code::parse("2345678O"), None);
        assert_eq!(Code::of([255; 40]), None);
    }
}
