use chrono::{DateTime, Utc};
use foundation::{page::when_to_come, text::Texts};
use sea_orm::DatabaseTransaction;

use super::{Appointments, booking::Outcome, reminding::ToBring};
use crate::{
    error::BookingError,
    model::{Appointment, Reminder},
    store::supply,
};

/// The reason messages about visits are told for; what somebody chose for its kind decides by which ways.
pub(super) const REASON: &str = "appointment";

/// What became of a visit, or is to come.
#[derive(Debug, Clone, Copy)]
pub(super) enum News<'a> {
    Booked,
    Moved,
    Cancelled,
    /// It is soon, with what to bring as far as that is known.
    Soon(Reminder, Option<&'a ToBring>),
    /// A place is kept for one who waited, until a moment.
    Offered(DateTime<Utc>),
    /// It was, and nobody said yes in time.
    OfferMissed,
}

impl Appointments {
    /// Tells who booked what became of a visit: when, where and by which code stand in the message itself.
    pub(super) async fn tell(
        &self,
        transaction: &DatabaseTransaction,
        visit: &Appointment,
        news: News<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let office = supply::office(transaction, &visit.office).await?.ok_or(BookingError::Unknown)?;
        let matter = self.matter_of(transaction, visit).await?;
        let (link, confirm) = (self.link_to(visit.id), self.confirm_page(visit));
        let words = |texts: &'static Texts| {
            let language = texts.language();
            let (matter, place) = (matter.content.name.get(language).to_owned(), &office.content);
            let when = when_to_come(texts, visit.starts_at);
            let (office, address) = (place.name.get(language).to_owned(), place.address.get(language).to_owned());
            let subject = match news {
                News::Booked => texts.appointment_told_booked(matter, when.clone()),
                News::Moved => texts.appointment_told_moved(matter, when.clone()),
                News::Soon(Reminder::Day, _) => texts.visit_told_day(matter, when.clone()),
                News::Soon(Reminder::Hour, _) => texts.visit_told_hour(matter, when.clone()),
                News::Cancelled => {
                    return (
                        texts.appointment_told_cancelled(matter, when.clone()),
                        texts.appointment_told_cancelled_body(office, when),
                    );
                }
                News::Offered(until) => {
                    let body = texts.waiting_told_offered_body(address, office, when_to_come(texts, until));
                    let way = confirm.clone().map(|link| texts.waiting_told_link(link));
                    return (texts.waiting_told_offered(matter, when), sentences([Some(body), way]));
                }
                News::OfferMissed => {
                    return (texts.waiting_told_missed(matter, when), texts.waiting_told_missed_body().to_owned());
                }
            };
            let body = texts.appointment_told_body(address, visit.code.spoken(), office, when);
            let bring = match news {
                News::Soon(_, Some(to_bring)) => Some(to_bring.in_words(texts)),
                _ => None,
            };
            let way = link.clone().map(|link| texts.visit_told_link(link));
            (subject, sentences([Some(body), bring, way]))
        };
        self.identity.tell_holder(transaction, visit.account, REASON, &words, now).await?;
        Ok(())
    }

    /// Where whoever is offered a place says yes.
    fn confirm_page(&self, visit: &Appointment) -> Option<String> {
        Some(self.links.as_ref()?.to(&format!("/me/appointments/{}/confirm", visit.id)))
    }
}

/// A line each: where a link ends is then plain in every program that shows it.
fn sentences<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
