//! Acts on a selection of items: all of them or none, and beforehand what would become of each.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::{
    Outcome, Publishing, is_live,
    planned::{self, Plan, Planned},
    settled::settle_against,
    words,
};
use crate::{
    import::References,
    model::{Bilingual, CodePattern, ItemCode, ItemFault, ServiceItem},
    publishing::{
        EventKind, PublishingError, Sheet, Work,
        store::{self, RecordRow, departments::Departments},
    },
    store::changes,
};
use foundation::audit;
use identity::{Actor, Permission};

/// A selection is at most this long.
pub const MOST_SELECTED: usize = 500;

/// What an act would do to one item of a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// The item.
    pub code: ItemCode,
    /// Its name; empty where the person does not see it.
    pub name: Bilingual,
    /// What would become of it.
    pub fate: Fate,
}

/// What would become of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The act is done.
    Done,
    /// It is so already.
    Same,
    /// There is no such item, or it is none of this person's.
    NotFound,
    /// The person may not do this.
    Forbidden,
    /// Residents do not have it.
    NotPublic,
    /// Somebody writes in a text of it, or one waits for review or for its time.
    InWork,
    /// Its text would break rules.
    Faults(Vec<ItemFault>),
}

impl Fate {
    /// The end of the message key under `bulk-fate-…`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Same => "same",
            Self::NotFound => "not-found",
            Self::Forbidden => "forbidden",
            Self::NotPublic => "not-public",
            Self::InWork => "in-work",
            Self::Faults(_) => "faults",
        }
    }

    /// Why the whole selection is refused for this item, if it is.
    fn refusal(&self) -> Option<PublishingError> {
        match self {
            Self::Done | Self::Same => None,
            Self::NotFound => Some(PublishingError::NotFound),
            Self::Forbidden => Some(PublishingError::Forbidden),
            Self::NotPublic | Self::InWork => Some(PublishingError::Changed),
            Self::Faults(faults) => Some(PublishingError::Faults(faults.clone())),
        }
    }
}

/// What is to be different about the text of every selected item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Other areas and life events.
    Retag {
        /// Areas they are to stand in.
        add_areas: Vec<String>,
        /// Areas they are not to stand in.
        remove_areas: Vec<String>,
        /// Life events they are to belong to.
        add_events: Vec<String>,
        /// Life events they are not to belong to.
        remove_events: Vec<String>,
    },
    /// Another department.
    Reassign(String),
}

impl Edit {
    fn apply(&self, item: &mut ServiceItem) {
        let change = |list: &mut Vec<String>, add: &[String], remove: &[String]| {
            list.retain(|entry| !remove.contains(entry));
            for entry in add {
                if !list.contains(entry) {
                    list.push(entry.clone());
                }
            }
        };
        match self {
            Self::Retag { add_areas, remove_areas, add_events, remove_events } => {
                change(&mut item.areas, add_areas, remove_areas);
                change(&mut item.life_events, add_events, remove_events);
            }
            Self::Reassign(department) => item.department.clone_from(department),
        }
    }

    fn told(&self) -> serde_json::Value {
        match self {
            Self::Retag { add_areas, remove_areas, add_events, remove_events } => serde_json::json!({
                "add_areas": add_areas, "remove_areas": remove_areas,
                "add_events": add_events, "remove_events": remove_events,
            }),
            Self::Reassign(department) => serde_json::json!({ "department": department }),
        }
    }
}

impl Publishing {
    /// What withdrawing a selection would do.
    pub async fn foresee_withdrawal(&self, actor: &Actor, codes: &[ItemCode]) -> Outcome<Vec<Foreseen>> {
        let codes = selection(codes)?;
        Ok(foresee_withdrawal(self.database.reader(), actor, &codes, false).await?.0)
    }

    /// Takes a selection from the public at once: every item or none. Residents read the reason.
    pub async fn withdraw_many(&self, actor: &Actor, codes: &[ItemCode], reason: &str) -> Outcome<()> {
        let codes = selection(codes)?;
        let reason = words(reason, "reason", super::effect::REASON_LEAST, super::effect::REASON_MOST)?;
        let now = self.clock.now();
        self.database
            .write(&(actor, codes, reason, now), |transaction, (actor, codes, reason, now)| {
                Box::pin(async move {
                    changes::queue(transaction).await?;
                    let (foreseen, rows) = foresee_withdrawal(transaction, actor, codes, true).await?;
                    refuse(&foreseen)?;
                    let codes: Vec<String> = rows.iter().map(|row| row.code.clone()).collect();
                    let happened: Vec<(String, i32)> =
                        rows.iter().filter_map(|row| Some((row.code.clone(), row.version?))).collect();
                    let by = actor.display_name.as_str();
                    store::bulk::withdraw(transaction, &codes, by, *now).await?;
                    store::public::take(transaction, &codes, *now).await?;
                    store::versions::tell(transaction, EventKind::Withdrawn, &happened, by, reason, *now).await?;
                    for row in &rows {
                        let after = serde_json::json!({ "version": row.version, "reason": reason });
                        let entry = actor.did("item.withdraw", "item", row.code.as_str());
                        let entry = entry.department(row.department_id.as_str()).after(after);
                        audit::append(transaction, &entry, *now).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// What changing the texts of a selection would do.
    pub async fn foresee_edit(&self, actor: &Actor, codes: &[ItemCode], edit: &Edit) -> Outcome<Vec<Foreseen>> {
        let codes = selection(codes)?;
        let moment = (self.clock.now(), false);
        Ok(foresee_edit(self.database.reader(), actor, &codes, edit, &self.code_pattern, moment).await?.0)
    }

    /// Changes the texts of a selection: drafts from the newest texts, changed accordingly and handed in for review. Every
    /// item or none; what is so already is left alone.
    pub async fn edit_many(&self, actor: &Actor, codes: &[ItemCode], edit: &Edit) -> Outcome<()> {
        let codes = selection(codes)?;
        let given = (actor, codes, edit, &self.code_pattern, self.clock.now());
        self.database
            .write(&given, |transaction, (actor, codes, edit, pattern, now)| {
                Box::pin(async move {
                    let (foreseen, planned) =
                        foresee_edit(transaction, actor, codes, edit, pattern, (*now, true)).await?;
                    refuse(&foreseen)?;
                    hand_in(transaction, actor, planned, edit, *now).await
                })
            })
            .await
    }
}

fn refuse(foreseen: &[Foreseen]) -> Outcome<()> {
    foreseen.iter().find_map(|foreseen| foreseen.fate.refusal()).map_or(Ok(()), Err)
}

fn selection(codes: &[ItemCode]) -> Outcome<Vec<ItemCode>> {
    let distinct: BTreeSet<&str> = codes.iter().map(ItemCode::as_str).collect();
    if distinct.is_empty() {
        return Err(PublishingError::Invalid { field: "items", reason: "required" });
    }
    if distinct.len() > MOST_SELECTED {
        return Err(PublishingError::Invalid { field: "items", reason: "too-many" });
    }
    Ok(distinct.into_iter().filter_map(ItemCode::parse).collect())
}

/// The records of a selection, by code.
async fn selected(
    connection: &impl ConnectionTrait,
    codes: &[ItemCode],
    lock: bool,
) -> Outcome<HashMap<String, RecordRow>> {
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    let rows = if lock {
        store::records::lock_many(connection, &codes).await?
    } else {
        store::records::many(connection, &codes).await?
    };
    Ok(rows.into_iter().map(|row| (row.code.clone(), row)).collect())
}

/// How an item stands to the person: not there, not allowed, or free to go on.
fn standing(
    actor: &Actor,
    departments: &Departments,
    row: Option<&RecordRow>,
    permission: Permission,
) -> (Bilingual, Option<Fate>) {
    let Some(row) = row else { return (Bilingual::zh(""), Some(Fate::NotFound)) };
    let chain = departments.chain(&row.department_id);
    if !actor.sees(&chain) {
        return (Bilingual::zh(""), Some(Fate::NotFound));
    }
    let name = Bilingual::new(row.name_zh.clone(), row.name_en.clone());
    (name, (!actor.may(permission, &chain)).then_some(Fate::Forbidden))
}

async fn foresee_withdrawal(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    codes: &[ItemCode],
    lock: bool,
) -> Outcome<(Vec<Foreseen>, Vec<RecordRow>)> {
    let mut rows = selected(connection, codes, lock).await?;
    let departments = Departments::read(connection).await?;
    let mut taken = Vec::new();
    let foreseen = codes
        .iter()
        .map(|code| {
            let row = rows.remove(code.as_str());
            let (name, fate) = standing(actor, &departments, row.as_ref(), Permission::WithdrawItems);
            let fate = fate.unwrap_or_else(|| match row {
                Some(row) if is_live(&row) => {
                    taken.push(row);
                    Fate::Done
                }
                _ => Fate::NotPublic,
            });
            Foreseen { code: code.clone(), name, fate }
        })
        .collect();
    Ok((foreseen, taken))
}

async fn foresee_edit(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    codes: &[ItemCode],
    edit: &Edit,
    pattern: &CodePattern,
    (now, lock): (DateTime<Utc>, bool),
) -> Outcome<(Vec<Foreseen>, Vec<Planned>)> {
    let rows = selected(connection, codes, lock).await?;
    let departments = Departments::read(connection).await?;
    let references = References::read(connection).await?;
    let newest: Vec<(String, i32)> = rows.values().filter_map(|row| Some((row.code.clone(), row.version?))).collect();
    let mut texts = store::versions::texts(connection, &newest).await?;
    let mut foreseen = Vec::with_capacity(codes.len());
    let mut edited: Vec<(usize, ServiceItem)> = Vec::new();
    for code in codes {
        let row = rows.get(code.as_str());
        let (name, fate) = standing(actor, &departments, row, Permission::EditItems);
        let in_work = row.is_some_and(|row| row.work != Work::None.code());
        let fate = fate.or(in_work.then_some(Fate::InWork)).unwrap_or_else(|| {
            let Some(mut item) = texts.remove(code.as_str()) else { return Fate::NotPublic };
            edit.apply(&mut item);
            match settle_against(&references, &Sheet::of(&item), code, pattern) {
                Ok(item) => {
                    edited.push((foreseen.len(), item));
                    Fate::Done
                }
                Err(faults) => Fate::Faults(faults),
            }
        });
        foreseen.push(Foreseen { code: code.clone(), name, fate });
    }
    let items: Vec<&ServiceItem> = edited.iter().map(|(_, item)| item).collect();
    let plans = planned::plan(connection, actor, Permission::EditItems, &items, now, lock).await?;
    let mut planned = Vec::new();
    for ((index, _), plan) in edited.iter().zip(plans) {
        let fate = match plan {
            Plan::Write(plan) => {
                planned.push(*plan);
                Fate::Done
            }
            Plan::Same => Fate::Same,
            Plan::Refused(..) => Fate::Forbidden,
        };
        if let Some(foreseen) = foreseen.get_mut(*index) {
            foreseen.fate = fate;
        }
    }
    Ok((foreseen, planned))
}

async fn hand_in(
    transaction: &DatabaseTransaction,
    actor: &Actor,
    mut planned: Vec<Planned>,
    edit: &Edit,
    now: DateTime<Utc>,
) -> Outcome<()> {
    for plan in &mut planned {
        Work::Review.code().clone_into(&mut plan.record.work);
        Work::Review.code().clone_into(&mut plan.draft.state);
        plan.draft.submitted_at = Some(now);
        plan.draft.submitted_by_id = Some(actor.account.uuid());
        plan.draft.submitted_by.clone_from(&actor.display_name);
    }
    planned::write(transaction, actor, &planned.iter().collect::<Vec<_>>(), now).await?;
    for plan in &planned {
        let entry = actor.did("item.submit", "item", plan.record.code.as_str());
        let entry = entry.department(plan.record.department_id.as_str()).after(edit.told());
        audit::append(transaction, &entry, now).await?;
    }
    Ok(())
}
