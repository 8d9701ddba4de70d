//! Reading what was told.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Notifications,
    store::{
        inbox::{self, Stored},
        messages::place,
    },
};
use foundation::{
    clock::{city, city_day},
    database::Fault,
    ids::{AccountId, MessageId},
    text::Language,
};

/// Messages on one page of an inbox.
const PAGE: u64 = 20;
/// Messages the outbox shows.
const OUTBOX: u64 = 100;

/// A message, to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Which message.
    pub id: MessageId,
    /// By which way: `inbox`, `phone` or `email`.
    pub channel: String,
    /// Where to; empty for the inbox.
    pub address: String,
    /// The language it is written in.
    pub language: Language,
    /// What it is about.
    pub subject: String,
    /// What it says; none where that was erased.
    pub body: Option<String>,
    /// When it was told.
    pub told_at: DateTime<Utc>,
    /// Whether somebody read it.
    pub read: bool,
    /// Why it is not sent, as far as it is not.
    pub failure: String,
}

impl Letter {
    /// The day it was told on.
    pub fn told_on(&self) -> NaiveDate {
        city_day(self.told_at)
    }

    /// The time of day: `09:05`.
    pub fn told_time(&self) -> String {
        city(self.told_at).format("%H:%M").to_string()
    }

    /// Day and time, to the second: `2026-11-22 09:05:00`.
    pub fn told_moment(&self) -> String {
        city(self.told_at).format("%Y-%m-%d %H:%M:%S").to_string()
    }
}

/// The day a moment falls on in the city.
pub fn day_of(moment: DateTime<Utc>) -> NaiveDate {
    city_day(moment)
}

/// A page of an inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letters {
    /// The newest first.
    pub letters: Vec<Letter>,
    /// Before which message the next page begins, where there is one.
    pub next: Option<MessageId>,
    /// How many are unread in the whole inbox.
    pub unread: u64,
}

impl Notifications {
    /// A page of an account's inbox, from before a message.
    pub async fn inbox(&self, account: AccountId, before: Option<MessageId>) -> Result<Letters, Fault> {
        let mut rows = inbox::of(self.database.reader(), account, before, PAGE + 1).await?;
        let more = rows.len() as u64 > PAGE;
        rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        let next = rows.last().filter(|_| more).map(|row| row.id);
        let unread = self.unread(account).await?;
        Ok(Letters { letters: rows.into_iter().map(|row| self.opened(row)).collect(), next, unread })
    }

    /// How many messages of an account's inbox are unread.
    pub async fn unread(&self, account: AccountId) -> Result<u64, Fault> {
        inbox::unread(self.database.reader(), account).await
    }

    /// Marks a message of an account as read, or all of them; tells how many were unread.
    pub async fn mark_read(&self, account: AccountId, only: Option<MessageId>) -> Result<u64, Fault> {
        inbox::mark_read(self.database.writer(), account, only, self.clock.now()).await
    }

    /// What was sent out lately, to one address or to any: for demonstrations.
    pub async fn sent(&self, address: Option<&str>) -> Result<Vec<Letter>, Fault> {
        let rows = inbox::sent(self.database.reader(), address, OUTBOX).await?;
        Ok(rows.into_iter().map(|row| self.opened(row)).collect())
    }

    fn opened(&self, row: Stored) -> Letter {
        let body = row.body.and_then(|body| self.keyring.open_text(&place(row.id), &body).ok());
        Letter {
            id: row.id,
            channel: row.channel,
            address: row.address,
            language: Language::parse(&row.language).unwrap_or(Language::FIRST),
            subject: row.subject,
            body,
            told_at: row.created_at,
            read: row.read,
            failure: row.failure,
        }
    }
}
