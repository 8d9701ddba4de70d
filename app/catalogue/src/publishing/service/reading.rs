//! Looking: lists, records, drafts, and what residents may see of versions.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use sea_orm::ConnectionTrait;

use super::{Act, Outcome, Publishing};
use crate::{
    model::ItemCode,
    publishing::{
        Draft, ListFilter, ListPage, PublicationEvent, PublishingError, Record, Sort, Version, VersionHead, Work,
        model::Person,
        store::{self, DraftRow, RecordRow, departments::Departments, list::After},
    },
};
use foundation::database::Fault;
use identity::{Actor, Permission};

/// The longest page of a list.
const LONGEST_PAGE: u64 = 500;
/// What is waiting is shown up to this many.
const SHOWN: u64 = 100;
/// The publishing calendar shows up to this many.
const UPCOMING: u64 = 2_000;
/// The longest text records are looked for by.
const LONGEST_TEXT: usize = 200;

/// How many texts are being written, by where they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Being written.
    pub drafts: u64,
    /// Waiting for a reviewer.
    pub review: u64,
    /// Waiting for their time.
    pub approved: u64,
}

/// What waits for a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Texts of others to review, those that wait longest first.
    pub reviews: Vec<Record>,
    /// Own drafts about which a reviewer has open words.
    pub sent_back: Vec<Record>,
}

impl Publishing {
    /// A page of the records this person sees.
    pub async fn list(&self, actor: &Actor, filter: &ListFilter, after: Option<&str>, limit: u64) -> Outcome<ListPage> {
        let limit = limit.clamp(1, LONGEST_PAGE);
        let after = after.map(|cursor| read_cursor(cursor, filter.sort)).transpose()?;
        if filter.text.chars().count() > LONGEST_TEXT || filter.text.contains('\0') {
            return Err(PublishingError::Invalid { field: "q", reason: "long" });
        }
        let reader = self.database.reader();
        let tree = Departments::read(reader).await?;
        let mut departments = tree.within(&actor.sight());
        if let Some(department) = &filter.department {
            let below = tree.below(&std::iter::once(department.as_str()).collect());
            departments = Some(match departments {
                Some(seen) => below.into_iter().filter(|id| seen.binary_search(id).is_ok()).collect(),
                None => below,
            });
        }
        if filter.area.as_ref().is_some_and(|area| area.contains('\0')) {
            return Err(PublishingError::Invalid { field: "area", reason: "unknown-choice" });
        }
        let mut rows = store::list::page(reader, departments.as_deref(), filter, after.as_ref(), limit + 1).await?;
        let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let next = rows.last().filter(|_| more).map(|row| write_cursor(row, filter.sort));
        Ok(ListPage { records: records_of(rows)?, next })
    }

    /// The records of these codes that this person sees, in the order given; at most 500.
    pub async fn list_of(&self, actor: &Actor, codes: &[String]) -> Outcome<Vec<Record>> {
        let codes: Vec<String> =
            codes.iter().filter(|code| ItemCode::parse(code).is_some()).take(500).cloned().collect();
        let reader = self.database.reader();
        let tree = Departments::read(reader).await?;
        let rows = store::records::many(reader, &codes).await?;
        let mut rows: HashMap<String, RecordRow> = rows
            .into_iter()
            .filter(|row| actor.sees(&tree.chain(&row.department_id)))
            .map(|row| (row.code.clone(), row))
            .collect();
        records_of(codes.iter().filter_map(|code| rows.remove(code)))
    }

    /// How many texts this person sees being written.
    pub async fn counts(&self, actor: &Actor) -> Outcome<Counts> {
        let reader = self.database.reader();
        let departments = Departments::read(reader).await?.within(&actor.sight());
        let mut counts = Counts::default();
        for (work, count) in store::list::counts(reader, departments.as_deref()).await? {
            match work {
                Work::None => {}
                Work::Draft => counts.drafts = count,
                Work::Review => counts.review = count,
                Work::Approved => counts.approved = count,
            }
        }
        Ok(counts)
    }

    /// What waits for this person.
    pub async fn waiting_for(&self, actor: &Actor) -> Outcome<Waiting> {
        let reader = self.database.reader();
        let tree = Departments::read(reader).await?;
        let mut waiting = Waiting::default();
        let reviews = actor.scope(Permission::ReviewItems);
        if !reviews.is_empty() {
            let departments = tree.within(&reviews);
            let rows = store::list::to_review(reader, departments.as_deref(), actor.account, SHOWN).await?;
            waiting.reviews = records_of(rows)?;
        }
        let edits = actor.scope(Permission::EditItems);
        if !edits.is_empty() {
            let departments = tree.within(&edits);
            let rows = store::list::sent_back(reader, departments.as_deref(), actor.account, SHOWN).await?;
            waiting.sent_back = records_of(rows)?;
        }
        Ok(waiting)
    }

    /// One record.
    pub async fn record(&self, actor: &Actor, code: &ItemCode) -> Outcome<Record> {
        let row = self.act(actor, code).look(self.database.reader()).await?;
        Ok(store::records::record_of(row)?)
    }

    /// The draft of an item, for reading.
    pub async fn draft(&self, actor: &Actor, code: &ItemCode) -> Outcome<Draft> {
        let act = self.act(actor, code);
        let reader = self.database.reader();
        act.look(reader).await?;
        let row = store::drafts::one(reader, code.as_str()).await?.ok_or(PublishingError::NotFound)?;
        act.whole(reader, row).await
    }

    /// Every version, the newest first.
    pub async fn versions(&self, code: &ItemCode) -> Outcome<Vec<VersionHead>> {
        Ok(store::versions::heads(self.database.reader(), code.as_str()).await?)
    }

    /// One version whole.
    pub async fn version(&self, code: &ItemCode, number: i32) -> Outcome<Version> {
        let version = store::versions::one(self.database.reader(), code.as_str(), number).await?;
        version.ok_or(PublishingError::NotFound)
    }

    /// What happened to what residents have, the newest first.
    pub async fn events(&self, code: &ItemCode) -> Outcome<Vec<PublicationEvent>> {
        Ok(store::versions::events(self.database.reader(), code.as_str()).await?)
    }

    /// What becomes public or ends from a moment on until another, for the publishing calendar.
    pub async fn upcoming(&self, actor: &Actor, from: DateTime<Utc>, until: DateTime<Utc>) -> Outcome<Vec<Record>> {
        let reader = self.database.reader();
        let departments = Departments::read(reader).await?.within(&actor.sight());
        records_of(store::list::upcoming(reader, departments.as_deref(), from, until, UPCOMING).await?)
    }
}

impl Act<'_> {
    /// The record, for reading. What the person does not see is not there.
    async fn look(&self, connection: &impl ConnectionTrait) -> Outcome<RecordRow> {
        let record = store::records::one(connection, self.code.as_str()).await?.ok_or(PublishingError::NotFound)?;
        let chain = Departments::read(connection).await?.chain(&record.department_id);
        if self.actor.sees(&chain) { Ok(record) } else { Err(PublishingError::NotFound) }
    }

    /// A draft with all that stands beside it.
    pub(super) async fn whole(&self, connection: &impl ConnectionTrait, row: DraftRow) -> Outcome<Draft> {
        let code = self.code.as_str();
        let sheet = store::drafts::sheet_of(&row)?;
        let editors = store::drafts::editors(connection, code).await?;
        let comments = store::notes::comments(connection, code).await?;
        let conflicts = store::notes::conflicts(connection, code)
            .await?
            .into_iter()
            .map(|row| store::notes::conflict_of(row, &sheet))
            .collect::<Result<Vec<_>, Fault>>()?;
        let person = |account, name: &str| -> Person { store::drafts::person(account, name.to_owned()) };
        Ok(Draft {
            code: self.code.clone(),
            revision: row.revision,
            base_version: row.base_version,
            state: Work::parse(&row.state).ok_or(PublishingError::Changed)?,
            editors,
            changed_by: person(row.changed_by_id, &row.changed_by),
            changed_at: row.changed_at,
            submitted: row.submitted_at.map(|at| (person(row.submitted_by_id, &row.submitted_by), at)),
            note: row.note,
            approved: row.approved_at.map(|at| (person(row.approved_by_id, &row.approved_by), at)),
            publish_at: row.publish_at,
            expire_at: row.expire_at,
            conflicts,
            comments,
            sheet,
        })
    }
}

fn records_of(rows: impl IntoIterator<Item = RecordRow>) -> Outcome<Vec<Record>> {
    Ok(rows.into_iter().map(store::records::record_of).collect::<Result<_, Fault>>()?)
}

fn write_cursor(row: &RecordRow, sort: Sort) -> String {
    let text = match sort {
        Sort::Changed => format!("t{}:{}", row.changed_at.timestamp_micros(), row.code),
        Sort::Code => format!("c{}", row.code),
    };
    BASE64URL_NOPAD.encode(text.as_bytes())
}

fn read_cursor(cursor: &str, sort: Sort) -> Outcome<After> {
    let read = || {
        let text = String::from_utf8(BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?).ok()?;
        match sort {
            Sort::Changed => {
                let (micros, code) = text.strip_prefix('t')?.split_once(':')?;
                let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
                // PostgreSQL knows no later years.
                let sane = at.timestamp().abs() < 10_000_000_000;
                sane.then_some(After::Change(at, ItemCode::parse(code)?.to_string()))
            }
            Sort::Code => Some(After::Code(ItemCode::parse(text.strip_prefix('c')?)?.to_string())),
        }
    };
    read().ok_or(PublishingError::Invalid { field: "after", reason: "cursor" })
}
