//! Drafts of many items at once: what they would be, and their writing.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::{
    model::ServiceItem,
    publishing::{
        Live, Sheet, Work,
        store::{self, DraftRow, RecordRow, departments::Departments, drafts::Change},
    },
};
use foundation::database::Fault;
use identity::{Actor, Permission};

/// A draft that is to be written.
pub(crate) struct Planned {
    pub(super) record: RecordRow,
    pub(super) draft: DraftRow,
    /// What a draft that is there already is changed by.
    change: Option<Change>,
    /// Whether the item was never there.
    is_new: bool,
}

impl Planned {
    /// Whether the item was never there.
    pub(crate) fn is_new(&self) -> bool {
        self.is_new
    }
}

/// What becomes of an item that is to be a draft.
pub(crate) enum Plan {
    /// It is written.
    Write(Box<Planned>),
    /// Its newest text says just that.
    Same,
    /// It is not this person's to write: the field, and what to tell whoever brought it.
    Refused(&'static str, String),
}

/// What drafts with these texts would be, in the order given. With `lock`, other acts on these items wait until the
/// transaction ends.
pub(crate) async fn plan(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    permission: Permission,
    items: &[&ServiceItem],
    now: DateTime<Utc>,
    lock: bool,
) -> Result<Vec<Plan>, Fault> {
    let codes: Vec<String> = items.iter().map(|item| item.code.to_string()).collect();
    let rows = if lock {
        store::records::lock_many(connection, &codes).await?
    } else {
        store::records::many(connection, &codes).await?
    };
    let mut records: HashMap<String, RecordRow> = rows.into_iter().map(|row| (row.code.clone(), row)).collect();
    let mut drafts: HashMap<String, DraftRow> =
        store::drafts::many(connection, &codes).await?.into_iter().map(|row| (row.code.clone(), row)).collect();
    let newest: Vec<(String, i32)> = records
        .values()
        .filter(|row| !drafts.contains_key(&row.code))
        .filter_map(|row| Some((row.code.clone(), row.version?)))
        .collect();
    let texts = store::versions::texts(connection, &newest).await?;
    let departments = Departments::read(connection).await?;
    items
        .iter()
        .map(|item| {
            let code = item.code.as_str();
            let record = records.remove(code);
            if let Some(record) = &record
                && !actor.may(permission, &departments.chain(&record.department_id))
            {
                return Ok(Plan::Refused("code", format!("`{code}` is an item of another department")));
            }
            if !actor.may(permission, &departments.chain(&item.department)) {
                let reason = format!("`{}` is not among your departments", item.department);
                return Ok(Plan::Refused("department", reason));
            }
            let draft = drafts.remove(code);
            if draft.as_ref().is_some_and(|draft| draft.state != Work::Draft.code()) {
                let reason = format!("`{code}` has a text that was handed in: take it back first");
                return Ok(Plan::Refused("code", reason));
            }
            if draft.is_none() && texts.get(code) == Some(*item) {
                return Ok(Plan::Same);
            }
            one(actor, item, record, draft, now)
        })
        .collect()
}

fn one(
    actor: &Actor,
    item: &ServiceItem,
    record: Option<RecordRow>,
    draft: Option<DraftRow>,
    now: DateTime<Utc>,
) -> Result<Plan, Fault> {
    let sheet = Sheet::of(item);
    let is_new = record.is_none();
    let mut record = record.unwrap_or_else(|| new_record(item, actor, now));
    let mut change = None;
    let draft = match draft {
        Some(mut draft) => {
            let before = store::drafts::sheet_of(&draft)?;
            let changed = difference(&before, &sheet);
            if changed.is_empty() {
                return Ok(Plan::Same);
            }
            change = Some(changed);
            draft.revision += 1;
            draft.sheet = store::drafts::text_of(&sheet)?;
            draft.changed_at = now;
            draft.changed_by_id = Some(actor.account.uuid());
            draft.changed_by.clone_from(&actor.display_name);
            draft
        }
        None => new_draft(actor, item.code.as_str(), record.last_revision + 1, &sheet, record.version, now)?,
    };
    record.last_revision = draft.revision;
    Work::Draft.code().clone_into(&mut record.work);
    record.name_zh = super::writing::shown(&item.name.zh);
    record.name_en = super::writing::shown(&item.name.en);
    record.changed_at = now;
    record.changed_by.clone_from(&actor.display_name);
    Ok(Plan::Write(Box::new(Planned { record, draft, change, is_new })))
}

/// By field, what two texts say differently.
fn difference(before: &Sheet, after: &Sheet) -> Change {
    let fields: BTreeSet<&str> = before.iter().chain(after.iter()).map(|(path, _)| Sheet::field_of(path)).collect();
    fields
        .into_iter()
        .map(|field| (field.to_owned(), (before.field(field), after.field(field))))
        .filter(|(_, (before, after))| before != after)
        .collect()
}

/// Writes drafts that were planned in this transaction.
pub(crate) async fn write(
    transaction: &DatabaseTransaction,
    actor: &Actor,
    planned: &[&Planned],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let records = |new: bool| -> Vec<RecordRow> {
        planned.iter().filter(|plan| plan.is_new == new).map(|plan| plan.record.clone()).collect()
    };
    let drafts = |new: bool| -> Vec<DraftRow> {
        planned.iter().filter(|plan| plan.change.is_none() == new).map(|plan| plan.draft.clone()).collect()
    };
    store::bulk::insert_records(transaction, &records(true)).await?;
    store::bulk::store_records(transaction, &records(false)).await?;
    store::bulk::insert_drafts(transaction, &drafts(true)).await?;
    store::bulk::store_drafts(transaction, &drafts(false)).await?;
    let codes: Vec<String> = planned.iter().map(|plan| plan.record.code.clone()).collect();
    store::drafts::add_editor_of_many(transaction, &codes, actor).await?;
    let changes: Vec<(&str, i64, &Change)> = planned
        .iter()
        .filter_map(|plan| Some((plan.draft.code.as_str(), plan.draft.revision, plan.change.as_ref()?)))
        .collect();
    store::bulk::keep_changes(transaction, &changes, actor, now).await
}

pub(super) fn new_record(item: &ServiceItem, actor: &Actor, now: DateTime<Utc>) -> RecordRow {
    RecordRow {
        code: item.code.to_string(),
        department_id: item.department.clone(),
        name_zh: super::writing::shown(&item.name.zh),
        name_en: super::writing::shown(&item.name.en),
        live: Live::Never.code().to_owned(),
        work: Work::Draft.code().to_owned(),
        version: None,
        last_revision: 0,
        publish_at: None,
        expire_at: None,
        changed_at: now,
        changed_by: actor.display_name.clone(),
    }
}

pub(super) fn new_draft(
    actor: &Actor,
    code: &str,
    revision: i64,
    sheet: &Sheet,
    base: Option<i32>,
    now: DateTime<Utc>,
) -> Result<DraftRow, Fault> {
    Ok(DraftRow {
        code: code.to_owned(),
        sheet: store::drafts::text_of(sheet)?,
        first_revision: revision,
        revision,
        serial: 0,
        base_version: base,
        state: Work::Draft.code().to_owned(),
        changed_at: now,
        changed_by_id: Some(actor.account.uuid()),
        changed_by: actor.display_name.clone(),
        submitted_at: None,
        submitted_by_id: None,
        submitted_by: String::new(),
        note: String::new(),
        approved_at: None,
        approved_by_id: None,
        approved_by: String::new(),
        publish_at: None,
        expire_at: None,
    })
}
