//! What residents have: texts become public, end, are taken away, come back.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use super::{Outcome, Publishing, is_live, settled, words};
use crate::{
    import::References,
    model::{CodePattern, ItemCode, ServiceItem},
    publishing::{
        PublishingError, Work,
        model::{Cause, EventKind, Live, Person},
        store::{self, RecordRow, versions::NewVersion},
    },
    store::changes,
};
use foundation::{
    audit::{self, Entry, Who},
    database::Database,
};
use identity::{Actor, Permission};

/// Reasons that residents read.
pub(super) const REASON_LEAST: usize = 10;
pub(super) const REASON_MOST: usize = 500;
/// What is due is public within this time.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(1);
/// What is due is taken in portions of this size; whoever asks comes back for the rest.
const PORTION: u64 = 500;

/// What a publication was, for the audit.
pub(super) struct Published {
    number: i32,
    before: Option<i32>,
    approved_by: String,
    note: String,
}

impl Published {
    pub(super) fn tell(self, entry: Entry) -> Entry {
        entry.before(serde_json::json!({ "version": self.before })).after(serde_json::json!({
            "version": self.number, "approved_by": self.approved_by, "note": self.note,
        }))
    }
}

/// Makes an approved draft the next version, and what residents have. The draft's end decides who publishes it: of two
/// processes one removes the row.
pub(super) async fn publish(
    transaction: &DatabaseTransaction,
    mut record: RecordRow,
    item: &ServiceItem,
    now: DateTime<Utc>,
) -> Outcome<Published> {
    let code = record.code.clone();
    let row = store::drafts::one(transaction, &code).await?.ok_or(PublishingError::Changed)?;
    let editors = store::drafts::editors(transaction, &code).await?;
    if !store::drafts::remove(transaction, &code, Work::Approved, row.revision).await? {
        return Err(PublishingError::Changed);
    }
    let approver = store::drafts::person(row.approved_by_id, row.approved_by.clone());
    let number = record.version.unwrap_or(0) + 1;
    let version = NewVersion {
        item,
        number,
        cause: Cause::Desk,
        note: &row.note,
        written_by: &editors,
        approved_by: Some(&approver),
        published_by: &approver.display_name,
    };
    store::versions::insert(transaction, &[version], now).await?;
    store::public::put(transaction, item, now).await?;
    let happened = [(code, number)];
    store::versions::tell(transaction, EventKind::Published, &happened, &approver.display_name, "", now).await?;

    let before = record.version;
    record.department_id.clone_from(&item.department);
    record.name_zh.clone_from(&item.name.zh);
    record.name_en.clone_from(&item.name.en);
    Live::Published.code().clone_into(&mut record.live);
    Work::None.code().clone_into(&mut record.work);
    record.version = Some(number);
    record.publish_at = None;
    record.expire_at = row.expire_at;
    record.changed_at = now;
    record.changed_by.clone_from(&approver.display_name);
    store::records::store(transaction, record).await?;
    Ok(Published { number, before, approved_by: approver.display_name, note: row.note })
}

impl Publishing {
    /// Takes an item from the public at once. Residents read the reason.
    pub async fn withdraw(&self, actor: &Actor, code: &ItemCode, reason: &str) -> Outcome<()> {
        let reason = words(reason, "reason", REASON_LEAST, REASON_MOST)?;
        self.database
            .write(&(self.act(actor, code), reason), |transaction, (act, reason)| {
                Box::pin(async move {
                    changes::queue(transaction).await?;
                    let held = act.hold_for(transaction, &[Permission::WithdrawItems]).await?;
                    let mut record = held.record;
                    let version = record.version.filter(|_| is_live(&record)).ok_or(PublishingError::Changed)?;
                    store::public::take(transaction, std::slice::from_ref(&record.code), act.now).await?;
                    let happened = [(record.code.clone(), version)];
                    let by = act.actor.display_name.as_str();
                    store::versions::tell(transaction, EventKind::Withdrawn, &happened, by, reason, act.now).await?;
                    Live::Withdrawn.code().clone_into(&mut record.live);
                    record.expire_at = None;
                    let department = record.department_id.clone();
                    act.store_record(transaction, record).await?;
                    let after = serde_json::json!({ "version": version, "reason": reason });
                    act.note(transaction, "item.withdraw", &department, |entry| entry.after(after)).await
                })
            })
            .await
    }

    /// Brings a withdrawn or expired item back with its newest version, which was reviewed then.
    pub async fn restore(&self, actor: &Actor, code: &ItemCode) -> Outcome<()> {
        self.database
            .write(&self.act(actor, code), |transaction, act| {
                Box::pin(async move {
                    changes::queue(transaction).await?;
                    let held = act.hold_for(transaction, &[Permission::WithdrawItems]).await?;
                    let mut record = held.record;
                    let gone = [Live::Withdrawn, Live::Expired].iter().any(|live| live.code() == record.live);
                    let version = record.version.filter(|_| gone).ok_or(PublishingError::Changed)?;
                    let item = act.version(transaction, version).await?;
                    let references = References::read(transaction).await?;
                    let faults = settled::faults(&references, &item, act.pattern);
                    if !faults.is_empty() {
                        return Err(PublishingError::Faults(faults));
                    }
                    store::public::put(transaction, &item, act.now).await?;
                    let happened = [(record.code.clone(), version)];
                    let by = act.actor.display_name.as_str();
                    store::versions::tell(transaction, EventKind::Restored, &happened, by, "", act.now).await?;
                    let before = serde_json::json!({ "live": record.live });
                    Live::Published.code().clone_into(&mut record.live);
                    record.expire_at = None;
                    let department = record.department_id.clone();
                    act.store_record(transaction, record).await?;
                    let after = serde_json::json!({ "version": version });
                    act.note(transaction, "item.restore", &department, |entry| entry.before(before).after(after)).await
                })
            })
            .await
    }

    /// Publishes and ends what is due, for as long as the process runs.
    pub async fn keep_due(self) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            match self.publish_due().await {
                Ok(0) => {}
                Ok(done) => tracing::info!(done, "what was due was published or ended"),
                Err(error) => tracing::warn!(%error, "what is due could not be looked for"),
            }
        }
    }

    /// Publishes and ends whatever is due; says how many. Any number of processes may call it at once.
    pub async fn publish_due(&self) -> Outcome<usize> {
        let now = self.clock.now();
        let mut done = 0;
        for (code, revision) in store::drafts::due(self.database.reader(), now, PORTION).await? {
            done += usize::from(one_due(
                publish_one(&self.database, &self.code_pattern, &code, revision, now).await,
                &code,
            )?);
        }
        for code in store::records::ending(self.database.reader(), now, PORTION).await? {
            done += usize::from(one_due(expire_one(&self.database, &code, now).await, &code)?);
        }
        Ok(done)
    }
}

/// One item that cannot be published or ended now does not keep the others; a database that is away does.
fn one_due(outcome: Outcome<bool>, code: &str) -> Outcome<bool> {
    match outcome {
        Err(PublishingError::Database(foundation::database::Fault::Other(error))) => {
            tracing::error!(code, %error, "what is due could not be done");
            Ok(false)
        }
        Err(PublishingError::Changed | PublishingError::NotFound) => Ok(false),
        outcome => outcome,
    }
}

async fn publish_one(
    database: &Database,
    pattern: &CodePattern,
    code: &str,
    revision: i64,
    now: DateTime<Utc>,
) -> Outcome<bool> {
    database
        .write(&(pattern, code, revision, now), |transaction, (pattern, code, revision, now)| {
            Box::pin(async move {
                changes::queue(transaction).await?;
                let record = store::records::lock(transaction, code).await?.ok_or(PublishingError::NotFound)?;
                let row = store::drafts::one(transaction, code).await?.ok_or(PublishingError::Changed)?;
                let is_due = row.publish_at.is_some_and(|at| at <= *now);
                if row.state != Work::Approved.code() || row.revision != *revision || !is_due {
                    return Err(PublishingError::Changed);
                }
                let code = ItemCode::parse(code).ok_or(PublishingError::NotFound)?;
                let sheet = store::drafts::sheet_of(&row)?;
                match settled::settle(transaction, &sheet, &code, pattern).await {
                    Ok(item) => {
                        let published = publish(transaction, record, &item, *now).await?;
                        let entry = Entry::new(Who::worker(), "item.publish", "item", code.as_str());
                        let entry = published.tell(entry.department(item.department));
                        audit::append(transaction, &entry, *now).await?;
                    }
                    Err(PublishingError::Faults(faults)) => {
                        give_back(transaction, record, row, &faults, *now).await?;
                    }
                    Err(error) => return Err(error),
                }
                Ok(true)
            })
        })
        .await
}

/// Gives a text that broke while it waited back to its writers, with what is wrong about it.
async fn give_back(
    transaction: &DatabaseTransaction,
    mut record: RecordRow,
    row: store::DraftRow,
    faults: &[crate::model::ItemFault],
    now: DateTime<Utc>,
) -> Outcome<()> {
    let program = Person { account: None, display_name: Who::worker().name };
    let (was, mut row) = super::writing::reopened(row)?;
    let first = row.serial + 1;
    row.serial += i64::try_from(faults.len()).unwrap_or_default();
    if !store::drafts::store(transaction, was, row).await? {
        return Err(PublishingError::Changed);
    }
    for (number, fault) in (first..).zip(faults) {
        let field = crate::publishing::Sheet::field_of(&fault.field);
        let field = field.split('[').next().unwrap_or_default();
        let text = format!("到时未能公开 · Not published when its time came: {} {}", fault.field, fault.reason);
        store::notes::add_comment(transaction, &record.code, number, &program, field, &text, now).await?;
    }
    Work::Draft.code().clone_into(&mut record.work);
    record.publish_at = None;
    if !is_live(&record) {
        record.expire_at = None;
    }
    record.changed_at = now;
    record.changed_by.clone_from(&program.display_name);
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    let entry = Entry::new(Who::worker(), "item.give_back", "item", record.code.as_str())
        .department(record.department_id.as_str())
        .after(serde_json::json!({ "fields": fields }));
    store::records::store(transaction, record).await?;
    Ok(audit::append(transaction, &entry, now).await?)
}

async fn expire_one(database: &Database, code: &str, now: DateTime<Utc>) -> Outcome<bool> {
    database
        .write(&(code, now), |transaction, (code, now)| {
            Box::pin(async move {
                changes::queue(transaction).await?;
                let record = store::records::lock(transaction, code).await?.ok_or(PublishingError::NotFound)?;
                let worker = Who::worker();
                if !store::records::expire(transaction, code, &worker.name, *now).await? {
                    return Err(PublishingError::Changed);
                }
                store::public::take(transaction, std::slice::from_ref(&record.code), *now).await?;
                let version = record.version.ok_or(PublishingError::Changed)?;
                let happened = [(record.code.clone(), version)];
                store::versions::tell(transaction, EventKind::Expired, &happened, &worker.name, "", *now).await?;
                let entry = Entry::new(worker, "item.expire", "item", *code)
                    .department(record.department_id)
                    .after(serde_json::json!({ "version": version, "expire_at": record.expire_at }));
                audit::append(transaction, &entry, *now).await?;
                Ok(true)
            })
        })
        .await
}
