use chrono::{DateTime, SecondsFormat, Utc};
use foundation::{
    database::{Database, Fault, Work},
    ids::AccountId,
};
use sea_orm::DatabaseTransaction;
use serde_json::{Value, json};

use crate::{
    model::{Appointment, Outcome, State, Waiting},
    store::{
        appointments, feeds, listing,
        places::{self, Span},
        waiting,
    },
};

/// Forgets an account that closes: what it holds or booked is somebody else's to have, and past visits are nobody's any more.
pub fn forget(transaction: &DatabaseTransaction, account: AccountId, now: DateTime<Utc>) -> Work<'_, (), Fault> {
    Box::pin(async move {
        let open = appointments::hold_all_of(transaction, account).await?;
        let given_up: Vec<Span> = open.iter().map(Appointment::span).collect();
        places::change(transaction, &given_up, &[]).await?;
        for visit in &open {
            let to = if visit.state == State::Held { State::Released } else { State::Cancelled };
            appointments::end(transaction, visit.id, visit.state, to, now).await?;
        }
        appointments::take_names_off(transaction, account).await?;
        waiting::forget(transaction, account).await?;
        feeds::remove(transaction, account).await
    })
}

/// The visits somebody booked, as their holder takes them along.
pub fn gather(database: &Database, account: AccountId) -> Work<'_, Value, Fault> {
    Box::pin(async move {
        let visits = listing::all_of(database.reader(), account).await?;
        Ok(visits
            .into_iter()
            .map(|visit| {
                json!({
                    "code": visit.code.as_str(),
                    "office": visit.office,
                    "matter": visit.matter,
                    "item": visit.item,
                    "for": visit.shown_name,
                    "starts_at": iso(visit.starts_at),
                    "ends_at": iso(visit.ends_at),
                    "persons": visit.persons,
                    "state": visit.state.code(),
                })
            })
            .collect())
    })
}

/// The lines somebody stands or stood in, as they take them along.
pub fn gather_waiting(database: &Database, account: AccountId) -> Work<'_, Value, Fault> {
    Box::pin(async move {
        let waiting = waiting::of_account(database.reader(), account, None).await?;
        Ok(waiting
            .into_iter()
            .map(|Waiting { wish, shown_name, since, outcome, .. }| {
                json!({
                    "office": wish.office,
                    "matter": wish.matter,
                    "item": wish.item,
                    "for": shown_name,
                    "from": wish.from,
                    "until": wish.until,
                    "persons": wish.persons,
                    "since": iso(since),
                    "outcome": outcome.map(Outcome::code),
                })
            })
            .collect())
    })
}

/// Since when calendars read somebody's visits along, as they take it along; null where none does.
pub fn gather_calendar(database: &Database, account: AccountId) -> Work<'_, Value, Fault> {
    Box::pin(async move {
        let since = feeds::since(database.reader(), account).await?;
        Ok(since.map(iso).map_or(Value::Null, Value::String))
    })
}

fn iso(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}
