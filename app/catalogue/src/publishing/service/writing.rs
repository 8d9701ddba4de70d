//! Writing: drafts begun, saved, merged, handed in, taken back, thrown away.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use sea_orm::DatabaseTransaction;

use super::{
    Act, Held, Outcome, Publishing, changed_meanwhile,
    planned::{new_draft, new_record},
    settled::settle,
    times, words,
};
use crate::{
    model::{Bilingual, ItemCode, ServiceItem},
    publishing::{
        Choice, Draft, Live, Presence, PublishingError, Saved, Sheet, Work,
        store::{self, DraftRow, RecordRow, departments::Departments, drafts::Change},
    },
};
use foundation::database::Fault;
use identity::{Actor, Permission};

/// A text larger than this is no service item.
const MOST_BYTES: usize = 1 << 20;
/// A name in the list, at most: characters.
const NAME_CHARACTERS: usize = 400;
/// Whoever gave a sign within this time is there.
const PRESENT: Duration = Duration::seconds(60);
/// The longest note to residents.
const NOTE_CHARACTERS: usize = 500;

impl Publishing {
    /// Begins an item that was never there.
    pub async fn create(&self, actor: &Actor, code: &ItemCode, name: &Bilingual, department: &str) -> Outcome<Draft> {
        let item = ServiceItem::new(code.clone(), name.clone(), department);
        if name.zh.trim().is_empty() {
            return Err(PublishingError::Invalid { field: "name_zh", reason: "required" });
        }
        if let Some(fault) = item.faults(&self.code_pattern).into_iter().next() {
            return Err(match fault.field.as_str() {
                "code" => PublishingError::Invalid { field: "code", reason: "code-form" },
                _ => PublishingError::Invalid { field: "name_zh", reason: "name" },
            });
        }
        self.database
            .write(&(self.act(actor, code), item), |transaction, (act, item)| {
                Box::pin(async move {
                    let departments = Departments::read(transaction).await?;
                    if !departments.knows(&item.department) {
                        return Err(PublishingError::Invalid { field: "department", reason: "unknown-choice" });
                    }
                    if !act.actor.may(Permission::EditItems, &departments.chain(&item.department)) {
                        return Err(PublishingError::Forbidden);
                    }
                    let sheet = Sheet::of(item);
                    let record = new_record(item, act.actor, act.now);
                    store::records::insert(transaction, record.clone()).await.map_err(|fault| match fault {
                        Fault::Conflict(_) => PublishingError::Invalid { field: "code", reason: "taken" },
                        fault => fault.into(),
                    })?;
                    let draft = act.begin(transaction, record, &sheet, None).await?;
                    store::drafts::add_editor(transaction, act.code.as_str(), act.actor).await?;
                    act.whole(transaction, draft).await
                })
            })
            .await
    }

    /// The draft of an item; begins one from its newest version where there is none.
    pub async fn open(&self, actor: &Actor, code: &ItemCode) -> Outcome<Draft> {
        self.database
            .write(&self.act(actor, code), |transaction, act| {
                Box::pin(async move {
                    let held = act.hold_for(transaction, &[Permission::EditItems]).await?;
                    if let Some(draft) = store::drafts::one(transaction, act.code.as_str()).await? {
                        return act.whole(transaction, draft).await;
                    }
                    let sheet = match held.record.version {
                        Some(number) => Sheet::of(&act.version(transaction, number).await?),
                        None => Sheet::of(&act.bare(&held.record)),
                    };
                    let base = held.record.version;
                    let draft = act.begin(transaction, held.record, &sheet, base).await?;
                    act.whole(transaction, draft).await
                })
            })
            .await
    }

    /// Begins a draft with the text of an older version.
    pub async fn revive(&self, actor: &Actor, code: &ItemCode, version: i32) -> Outcome<Draft> {
        self.database
            .write(&(self.act(actor, code), version), |transaction, (act, version)| {
                Box::pin(async move {
                    let held = act.hold_for(transaction, &[Permission::EditItems]).await?;
                    let mut sheet = Sheet::of(&act.version(transaction, *version).await?);
                    if store::drafts::one(transaction, act.code.as_str()).await?.is_some() {
                        return Err(PublishingError::Changed);
                    }
                    // An older version may be of a time when another department offered the item.
                    sheet.set("department", held.record.department_id.as_str());
                    let base = held.record.version;
                    let draft = act.begin(transaction, held.record, &sheet, base).await?;
                    store::drafts::add_editor(transaction, act.code.as_str(), act.actor).await?;
                    act.whole(transaction, draft).await
                })
            })
            .await
    }

    /// Saves these fields of a draft, as written by somebody who saw it at a revision. Fields somebody else changed since
    /// are kept twice. `fields` are the fields the form shows: one of them without a text in `sheet` was emptied.
    pub async fn save(
        &self,
        actor: &Actor,
        code: &ItemCode,
        seen: i64,
        fields: &[&str],
        sheet: &Sheet,
    ) -> Outcome<Saved> {
        let size: usize = sheet.iter().map(|(path, text)| path.len() + text.len()).sum();
        if size > MOST_BYTES || fields.iter().any(|field| !is_field(field)) {
            return Err(PublishingError::Invalid { field: "sheet", reason: "long" });
        }
        let fields: BTreeSet<&str> = fields.iter().copied().filter(|field| *field != "code").collect();
        self.database
            .write(&(self.act(actor, code), seen, fields, sheet), |transaction, (act, seen, fields, sheet)| {
                Box::pin(async move {
                    let held = act.hold_for(transaction, &[Permission::EditItems]).await?;
                    let row = act.draft_in(transaction, &[Work::Draft]).await?;
                    act.merge(transaction, held, row, *seen, fields, sheet).await
                })
            })
            .await
    }

    /// Ends a conflict.
    pub async fn choose(&self, actor: &Actor, code: &ItemCode, conflict: i64, choice: Choice) -> Outcome<()> {
        self.database
            .write(&(self.act(actor, code), conflict, choice), |transaction, (act, number, choice)| {
                Box::pin(async move {
                    let held = act.hold_for(transaction, &[Permission::EditItems]).await?;
                    let row = act.draft_in(transaction, &[Work::Draft]).await?;
                    let open = store::notes::conflicts(transaction, act.code.as_str()).await?;
                    let conflict =
                        open.into_iter().find(|row| row.number == *number).ok_or(PublishingError::NotFound)?;
                    if !store::notes::remove_conflict(transaction, act.code.as_str(), *number).await? {
                        return Err(PublishingError::NotFound);
                    }
                    if *choice == Choice::Theirs {
                        return Ok(());
                    }
                    let mut sheet = store::drafts::sheet_of(&row)?;
                    let conflict = store::notes::conflict_of(conflict, &sheet)?;
                    if conflict.theirs == conflict.mine {
                        return Ok(());
                    }
                    sheet.replace_field(&conflict.field, &conflict.mine);
                    let change = Change::from([(conflict.field, (conflict.theirs, conflict.mine))]);
                    act.write(transaction, held.record, row, &sheet, &change).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Throws a draft away.
    pub async fn discard(&self, actor: &Actor, code: &ItemCode, seen: i64) -> Outcome<()> {
        self.database
            .write(&(self.act(actor, code), seen), |transaction, (act, seen)| {
                Box::pin(async move {
                    let held = act.hold_for(transaction, &[Permission::EditItems]).await?;
                    act.draft_in(transaction, &[Work::Draft]).await?;
                    if !store::drafts::remove(transaction, act.code.as_str(), Work::Draft, *seen).await? {
                        return Err(PublishingError::Changed);
                    }
                    let Held { mut record, .. } = held;
                    let department = record.department_id.clone();
                    match record.version {
                        // Nothing of it was ever public: it is as if it had not been begun.
                        None => store::records::remove(transaction, act.code.as_str()).await?,
                        Some(number) => {
                            let item = act.version(transaction, number).await?;
                            record.name_zh = item.name.zh;
                            record.name_en = item.name.en;
                            Work::None.code().clone_into(&mut record.work);
                            act.store_record(transaction, record).await?;
                        }
                    }
                    act.note(transaction, "item.discard", &department, |entry| entry).await
                })
            })
            .await
    }

    /// Says that this person has the editor open; answers who else has.
    pub async fn attend(&self, actor: &Actor, code: &ItemCode) -> Outcome<Vec<Presence>> {
        self.database
            .write(&self.act(actor, code), |transaction, act| {
                Box::pin(async move {
                    let permissions = [Permission::EditItems, Permission::ReviewItems];
                    act.hold_for(transaction, &permissions).await?;
                    if store::drafts::one(transaction, act.code.as_str()).await?.is_none() {
                        return Err(PublishingError::NotFound);
                    }
                    store::notes::attend(transaction, act.code.as_str(), act.actor, act.now).await?;
                    let since = act.now - PRESENT;
                    Ok(store::notes::others(transaction, act.code.as_str(), act.actor, since).await?)
                })
            })
            .await
    }

    /// Hands a draft in for review. Whoever hands it in stands for the text like those who wrote it.
    pub async fn submit(
        &self,
        actor: &Actor,
        code: &ItemCode,
        seen: i64,
        note: &str,
        publish_at: Option<DateTime<Utc>>,
        expire_at: Option<DateTime<Utc>>,
    ) -> Outcome<()> {
        let note = words(note, "note", 0, NOTE_CHARACTERS)?;
        let times = times(publish_at, expire_at, self.clock.now())?;
        self.database
            .write(&(self.act(actor, code), seen, note, times), |transaction, (act, seen, note, times)| {
                Box::pin(async move {
                    let held = act.hold_for(transaction, &[Permission::EditItems]).await?;
                    let mut row = act.draft_in(transaction, &[Work::Draft]).await?;
                    if row.revision != *seen {
                        return Err(PublishingError::Changed);
                    }
                    let undecided = store::notes::count_conflicts(transaction, act.code.as_str()).await?;
                    if undecided > 0 {
                        return Err(PublishingError::Undecided(undecided));
                    }
                    let item = settle(transaction, &store::drafts::sheet_of(&row)?, act.code, act.pattern).await?;
                    if !act.actor.may(Permission::EditItems, &held.departments.chain(&item.department)) {
                        return Err(PublishingError::Forbidden);
                    }
                    let mut record = held.record;
                    Work::Review.code().clone_into(&mut row.state);
                    row.submitted_at = Some(act.now);
                    row.submitted_by_id = Some(act.actor.account.uuid());
                    row.submitted_by.clone_from(&act.actor.display_name);
                    row.note.clone_from(note);
                    (row.publish_at, row.expire_at) = *times;
                    act.store_draft(transaction, (Work::Draft, *seen), row).await?;
                    store::drafts::add_editor(transaction, act.code.as_str(), act.actor).await?;
                    Work::Review.code().clone_into(&mut record.work);
                    let department = record.department_id.clone();
                    act.store_record(transaction, record).await?;
                    let after = serde_json::json!({ "revision": seen, "note": note, "department": item.department });
                    act.note(transaction, "item.submit", &department, |entry| entry.after(after)).await
                })
            })
            .await
    }

    /// Takes a text back from review, or from waiting for its time, to be written on.
    pub async fn take_back(&self, actor: &Actor, code: &ItemCode) -> Outcome<()> {
        self.database
            .write(&self.act(actor, code), |transaction, act| {
                Box::pin(async move {
                    let permissions = [Permission::EditItems, Permission::ReviewItems];
                    let held = act.hold_for(transaction, &permissions).await?;
                    let row = act.draft_in(transaction, &[Work::Review, Work::Approved]).await?;
                    let before = serde_json::json!({ "state": row.state, "approved_by": row.approved_by });
                    let department = held.record.department_id.clone();
                    act.reopen(transaction, held.record, row).await?;
                    act.note(transaction, "item.take_back", &department, |entry| entry.before(before)).await
                })
            })
            .await
    }
}

/// The name of a field, as forms send it.
fn is_field(text: &str) -> bool {
    (1..=60).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// A name as a list can show it: whatever was typed, without what would break a line or the database.
pub(super) fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(NAME_CHARACTERS).collect::<String>().trim().to_owned()
}

impl Act<'_> {
    /// What is known of an item that has neither a version nor a draft.
    fn bare(&self, record: &RecordRow) -> ServiceItem {
        let name = Bilingual::new(record.name_zh.clone(), record.name_en.clone());
        ServiceItem::new(self.code.clone(), name, record.department_id.clone())
    }

    pub(super) async fn version(&self, transaction: &DatabaseTransaction, number: i32) -> Outcome<ServiceItem> {
        let version = store::versions::one(transaction, self.code.as_str(), number).await?;
        Ok(version.ok_or(PublishingError::NotFound)?.item)
    }

    /// A new draft. Its revisions go on where the last draft's ended, so that a form left open over it is known as such.
    async fn begin(
        &self,
        transaction: &DatabaseTransaction,
        mut record: RecordRow,
        sheet: &Sheet,
        base: Option<i32>,
    ) -> Outcome<DraftRow> {
        let revision = record.last_revision + 1;
        let row = new_draft(self.actor, self.code.as_str(), revision, sheet, base, self.now)?;
        store::drafts::insert(transaction, row.clone()).await.map_err(changed_meanwhile)?;
        record.last_revision = row.revision;
        Work::Draft.code().clone_into(&mut record.work);
        self.store_record(transaction, record).await?;
        Ok(row)
    }

    /// Makes a text that was handed in one that is written on; an approval is gone with it.
    pub(super) async fn reopen(
        &self,
        transaction: &DatabaseTransaction,
        mut record: RecordRow,
        row: DraftRow,
    ) -> Outcome<()> {
        let (was, row) = reopened(row)?;
        self.store_draft(transaction, was, row).await?;
        Work::Draft.code().clone_into(&mut record.work);
        record.publish_at = None;
        if record.live != Live::Published.code() {
            record.expire_at = None;
        }
        self.store_record(transaction, record).await
    }
}

/// A draft before and after it is given back to its writers.
pub(super) fn reopened(mut row: DraftRow) -> Outcome<((Work, i64), DraftRow)> {
    let state = Work::parse(&row.state).ok_or(PublishingError::Changed)?;
    Work::Draft.code().clone_into(&mut row.state);
    row.approved_at = None;
    row.approved_by_id = None;
    row.approved_by = String::new();
    Ok(((state, row.revision), row))
}
