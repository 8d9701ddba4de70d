use chrono::{DateTime, Utc};
use foundation::{page::when_to_come, text::Texts};
use sea_orm::DatabaseTransaction;

use super::{Appointments, booking::Outcome};
use crate::{error::BookingError, model::Appointment, store::supply};

/// The reason messages about visits are told for; what somebody chose for its kind decides by which ways.
pub(super) const REASON: &str = "appointment";

/// What became of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    Booked,
    Moved,
    Cancelled,
}

impl Appointments {
    /// Tells who booked what became of a visit: when, where and by which code stand in the message itself.
    pub(super) async fn tell(
        &self,
        transaction: &DatabaseTransaction,
        visit: &Appointment,
        news: News,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let office = supply::office(transaction, &visit.office).await?.ok_or(BookingError::Unknown)?;
        let matter = self.matter_of(transaction, visit).await?;
        let words = |texts: &'static Texts| {
            let language = texts.language();
            let (matter, place) = (matter.content.name.get(language).to_owned(), &office.content);
            let when = when_to_come(texts, visit.starts_at);
            let office = place.name.get(language).to_owned();
            let subject = match news {
                News::Booked => texts.appointment_told_booked(matter, when.clone()),
                News::Moved => texts.appointment_told_moved(matter, when.clone()),
                News::Cancelled => return cancelled(texts, matter, when, office),
            };
            let address = place.address.get(language).to_owned();
            (subject, texts.appointment_told_body(address, visit.code.spoken(), office, when))
        };
        self.identity.tell_holder(transaction, visit.account, REASON, &words, now).await?;
        Ok(())
    }
}

fn cancelled(texts: &'static Texts, matter: String, when: String, office: String) -> (String, String) {
    (texts.appointment_told_cancelled(matter, when.clone()), texts.appointment_told_cancelled_body(office, when))
}
