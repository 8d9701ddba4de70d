use chrono::{DateTime, Utc};
use foundation::{page::when_to_come, text::Texts};
use sea_orm::DatabaseTransaction;

use super::Edited;
use crate::{
    error::BookingError,
    model::Appointment,
    service::{Appointments, telling::REASON},
    store::supply,
};

/// The longest reason, in characters: it goes out as a message.
const LONGEST: usize = 200;

/// Why staff did something to a visit, in their words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// Reads a reason; else the message key of what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        match text.chars().count() {
            0 => Err("required"),
            1 => Err("short"),
            length if length > LONGEST => Err("long"),
            _ if text.chars().any(char::is_control) => Err("control"),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The reason as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Appointments {
    /// Tells who booked a visit that the office called it off, and why.
    pub(super) async fn tell_called_off(
        &self,
        transaction: &DatabaseTransaction,
        visit: &Appointment,
        reason: &Reason,
        now: DateTime<Utc>,
    ) -> Edited<()> {
        let office = supply::office(transaction, &visit.office).await?.ok_or(BookingError::Unknown)?;
        let matter = self.matter_of(transaction, visit).await?;
        let words = |texts: &'static Texts| {
            let language = texts.language();
            let when = when_to_come(texts, visit.starts_at);
            let matter = matter.content.name.get(language).to_owned();
            let place = office.content.name.get(language).to_owned();
            let body = texts.office_told_called_off_body(place, reason.as_str().to_owned(), when.clone());
            (texts.appointment_told_cancelled(matter, when), body)
        };
        self.identity.tell_holder(transaction, visit.account, REASON, &words, now).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn a_reason_says_something_in_one_line() {
        assert_eq!(Reason::parse(" 空调坏了 ").unwrap().as_str(), "空调坏了");
        for (wrong, why) in [("", "required"), ("x", "short"), ("a\nb", "control"), (&"长".repeat(201), "long")] {
            assert_eq!(Reason::parse(wrong), Err(why), "{wrong}");
        }
    }
}
