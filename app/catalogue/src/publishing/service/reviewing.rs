//! Reviewing: words about a text, giving it back, approving it.

use chrono::{DateTime, Utc};

use super::{Act, Held, Outcome, Publishing, settled::settle, times, words};
use crate::{
    model::ItemCode,
    publishing::{
        Effect, PublishingError, Work,
        store::{self, DraftRow},
    },
    store::changes,
};
use identity::{Actor, Permission};

/// The longest comment.
const COMMENT_CHARACTERS: usize = 2_000;

impl Publishing {
    /// Says something about a field of a text in review; about the whole where the field is empty.
    pub async fn comment(&self, actor: &Actor, code: &ItemCode, field: &str, text: &str) -> Outcome<()> {
        let text = words(text, "text", 1, COMMENT_CHARACTERS)?;
        if field.len() > 60 || !field.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
            return Err(PublishingError::Invalid { field: "field", reason: "unknown-choice" });
        }
        self.database
            .write(&(self.act(actor, code), field, text), |transaction, (act, field, text)| {
                Box::pin(async move {
                    act.hold_for(transaction, &[Permission::ReviewItems]).await?;
                    let mut row = act.draft_in(transaction, &[Work::Review]).await?;
                    let was = (Work::Review, row.revision);
                    row.serial += 1;
                    let number = row.serial;
                    act.store_draft(transaction, was, row).await?;
                    let (code, by) = (act.code.as_str(), act.person());
                    Ok(store::notes::add_comment(transaction, code, number, &by, field, text, act.now).await?)
                })
            })
            .await
    }

    /// Marks a comment as done.
    pub async fn settle_comment(&self, actor: &Actor, code: &ItemCode, number: i64) -> Outcome<()> {
        self.database
            .write(&(self.act(actor, code), number), |transaction, (act, number)| {
                Box::pin(async move {
                    let permissions = [Permission::EditItems, Permission::ReviewItems];
                    act.hold_for(transaction, &permissions).await?;
                    let known = store::notes::settle_comment(transaction, act.code.as_str(), *number, act.now).await?;
                    if known { Ok(()) } else { Err(PublishingError::NotFound) }
                })
            })
            .await
    }

    /// Gives a text in review back to its editors.
    pub async fn send_back(&self, actor: &Actor, code: &ItemCode, seen: i64, text: &str) -> Outcome<()> {
        let text = words(text, "text", 1, COMMENT_CHARACTERS)?;
        self.database
            .write(&(self.act(actor, code), seen, text), |transaction, (act, seen, text)| {
                Box::pin(async move {
                    let held = act.hold_for(transaction, &[Permission::ReviewItems]).await?;
                    let mut row = act.draft_in(transaction, &[Work::Review]).await?;
                    if row.revision != *seen {
                        return Err(PublishingError::Changed);
                    }
                    row.serial += 1;
                    let number = row.serial;
                    let department = held.record.department_id.clone();
                    act.reopen(transaction, held.record, row).await?;
                    let (code, by) = (act.code.as_str(), act.person());
                    store::notes::add_comment(transaction, code, number, &by, "", text, act.now).await?;
                    let after = serde_json::json!({ "revision": seen, "text": text });
                    act.note(transaction, "item.send_back", &department, |entry| entry.after(after)).await
                })
            })
            .await
    }

    /// Approves a text in review, just as it stands at this revision; publishes it at once or when its time comes.
    pub async fn approve(
        &self,
        actor: &Actor,
        code: &ItemCode,
        seen: i64,
        effect: Effect,
        expire_at: Option<DateTime<Utc>>,
    ) -> Outcome<()> {
        let now = self.clock.now();
        let (publish_at, expire_at) = times(effect.moment(), expire_at, now)?;
        let given = (self.act(actor, code), seen, publish_at, expire_at);
        self.database
            .write(&given, |transaction, (act, seen, publish_at, expire_at)| {
                Box::pin(async move {
                    // Whoever publishes queues before taking hold of an item, always in this order.
                    changes::queue(transaction).await?;
                    let held = act.hold_for(transaction, &[Permission::ReviewItems]).await?;
                    act.may_approve(&held)?;
                    let row = act.draft_in(transaction, &[Work::Review]).await?;
                    let sheet = store::drafts::sheet_of(&row)?;
                    let item = settle(transaction, &sheet, act.code, act.pattern).await?;
                    if !act.actor.may(Permission::ReviewItems, &held.departments.chain(&item.department)) {
                        return Err(PublishingError::Forbidden);
                    }
                    let code = act.code.as_str();
                    let at = publish_at.unwrap_or(act.now);
                    let approved =
                        store::drafts::approve(transaction, code, *seen, act.actor, at, *expire_at, act.now).await?;
                    if !approved {
                        return Err(why_not_approved(&row, *seen));
                    }
                    let department = held.record.department_id.clone();
                    let editors = store::drafts::editors(transaction, code).await?;
                    let writers: Vec<&str> = editors.iter().map(|person| person.display_name.as_str()).collect();
                    let after = serde_json::json!({
                        "revision": seen, "publish_at": publish_at, "expire_at": expire_at, "written_by": writers,
                    });
                    if publish_at.is_some() {
                        let mut record = held.record;
                        Work::Approved.code().clone_into(&mut record.work);
                        record.publish_at = *publish_at;
                        if !super::is_live(&record) {
                            record.expire_at = *expire_at;
                        }
                        act.store_record(transaction, record).await?;
                        act.note(transaction, "item.approve", &department, |entry| entry.after(after)).await
                    } else {
                        let published = super::effect::publish(transaction, held.record, &item, act.now).await?;
                        act.note(transaction, "item.approve", &department, |entry| entry.after(after)).await?;
                        act.note(transaction, "item.publish", &item.department, |entry| published.tell(entry)).await
                    }
                })
            })
            .await
    }

    /// Changes when an approved text takes effect.
    pub async fn reschedule(
        &self,
        actor: &Actor,
        code: &ItemCode,
        effect: Effect,
        expire_at: Option<DateTime<Utc>>,
    ) -> Outcome<()> {
        let now = self.clock.now();
        let (publish_at, expire_at) = times(effect.moment(), expire_at, now)?;
        let given = (self.act(actor, code), publish_at, expire_at);
        self.database
            .write(&given, |transaction, (act, publish_at, expire_at)| {
                Box::pin(async move {
                    changes::queue(transaction).await?;
                    let held = act.hold_for(transaction, &[Permission::ReviewItems]).await?;
                    let mut row = act.draft_in(transaction, &[Work::Approved]).await?;
                    let item = settle(transaction, &store::drafts::sheet_of(&row)?, act.code, act.pattern).await?;
                    if !act.actor.may(Permission::ReviewItems, &held.departments.chain(&item.department)) {
                        return Err(PublishingError::Forbidden);
                    }
                    let before = serde_json::json!({ "publish_at": row.publish_at, "expire_at": row.expire_at });
                    let after = serde_json::json!({ "publish_at": publish_at, "expire_at": expire_at });
                    let was = (Work::Approved, row.revision);
                    row.publish_at = Some(publish_at.unwrap_or(act.now));
                    row.expire_at = *expire_at;
                    act.store_draft(transaction, was, row).await?;
                    let mut record = held.record;
                    let department = record.department_id.clone();
                    let published = if publish_at.is_some() {
                        record.publish_at = *publish_at;
                        if !super::is_live(&record) {
                            record.expire_at = *expire_at;
                        }
                        act.store_record(transaction, record).await?;
                        None
                    } else {
                        Some(super::effect::publish(transaction, record, &item, act.now).await?)
                    };
                    let told = |entry: foundation::audit::Entry| entry.before(before).after(after);
                    act.note(transaction, "item.reschedule", &department, told).await?;
                    match published {
                        Some(published) => {
                            act.note(transaction, "item.publish", &item.department, |entry| published.tell(entry)).await
                        }
                        None => Ok(()),
                    }
                })
            })
            .await
    }
}

impl Effect {
    fn moment(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Now => None,
            Self::At(at) => Some(at),
        }
    }
}

impl Act<'_> {
    fn may_approve(&self, held: &Held) -> Outcome<()> {
        if self.actor.may(Permission::ReviewItems, &held.chain) { Ok(()) } else { Err(PublishingError::Forbidden) }
    }
}

/// The database said no: either the text is another one, or it is the approver's own.
fn why_not_approved(row: &DraftRow, seen: i64) -> PublishingError {
    if row.revision == seen { PublishingError::OwnText } else { PublishingError::Changed }
}
