use chrono::{DateTime, TimeDelta, Utc};
use foundation::{database::Fault, ids::AppointmentId, page::when_to_come, text::Language};
use identity::{Holder, Token};

use super::{Appointments, booking::Outcome};
use crate::{
    error::BookingError,
    model::{
        Appointment, Matter, Office, State,
        ics::{Event, Method, calendar},
    },
    store::{feeds, listing, supply},
};

/// How long visits stay in somebody's calendar after they were.
const KEPT: TimeDelta = TimeDelta::days(90);
/// Visits in a calendar.
const MOST: u64 = 200;

impl Appointments {
    /// Gives somebody's calendar an address; the one it had ends. The address is known to nobody else and kept nowhere.
    pub async fn open_calendar(&self, holder: &Holder) -> Outcome<Token> {
        let token = Token::new().map_err(|_| Fault::Unavailable("no randomness".to_owned()))?;
        feeds::put(self.database.writer(), holder.account, token.hash(), self.clock.now()).await?;
        Ok(token)
    }

    /// Ends the address of somebody's calendar.
    pub async fn close_calendar(&self, holder: &Holder) -> Outcome<()> {
        Ok(feeds::remove(self.database.writer(), holder.account).await?)
    }

    /// Since when somebody's calendar has an address.
    pub async fn calendar_since(&self, holder: &Holder) -> Outcome<Option<DateTime<Utc>>> {
        Ok(feeds::since(self.database.reader(), holder.account).await?)
    }

    /// The calendar at an address: what is booked, and what was for a while. The same visits make the same bytes.
    pub async fn calendar(&self, token: &Token, language: Language, host: &str) -> Outcome<String> {
        let reader = self.database.reader();
        let account = feeds::whose(reader, &token.hash()).await?.ok_or(BookingError::Unknown)?;
        let visits = listing::in_calendar(reader, account, self.clock.now() - KEPT, MOST).await?;
        let offices = supply::offices(reader, visits.iter().map(|visit| &visit.office)).await?;
        let matters = supply::matters(reader, visits.iter().map(|visit| &visit.matter)).await?;
        let event = |visit: &Appointment| {
            Some(event(visit, offices.get(&visit.office)?, matters.get(&visit.matter)?, language, host))
        };
        let events: Vec<Event> = visits.iter().filter_map(event).collect();
        Ok(calendar(Method::Publish, Some(language.texts().calendar_name()), &events))
    }

    /// A file for one visit of somebody's own: to put it into a calendar, or to take out what was called off.
    pub async fn calendar_file(
        &self,
        holder: &Holder,
        id: AppointmentId,
        language: Language,
        host: &str,
    ) -> Outcome<String> {
        let ticket = self.ticket(holder, id).await?;
        let method = match ticket.visit.state {
            State::Confirmed | State::Finished | State::Missed => Method::Publish,
            State::Cancelled => Method::Cancel,
            State::Held | State::Released | State::Expired => return Err(BookingError::Unknown),
        };
        let event = event(&ticket.visit, &ticket.office, &ticket.matter, language, host);
        Ok(calendar(method, None, &[event]))
    }
}

/// A visit as calendars show it: nothing of who comes.
fn event(visit: &Appointment, office: &Office, matter: &Matter, language: Language, origin: &str) -> Event {
    let texts = language.texts();
    let (matter, place) = (matter.content.name.get(language).to_owned(), &office.content);
    let (name, address) = (place.name.get(language).to_owned(), place.address.get(language).to_owned());
    let when = when_to_come(texts, visit.starts_at);
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    Event {
        uid: format!("{}@{host}", visit.id),
        sequence: visit.sequence,
        changed_at: visit.changed_at,
        starts_at: visit.starts_at,
        ends_at: visit.ends_at,
        summary: texts.calendar_event(matter, name.clone()),
        description: texts.appointment_told_body(address.clone(), visit.code.spoken(), name.clone(), when),
        location: texts.calendar_location(address, name.clone()),
        position: place.position,
        url: format!("{origin}/me/appointments/{}", visit.id),
        organizer: name,
        is_cancelled: visit.state == State::Cancelled,
    }
}
