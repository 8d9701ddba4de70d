//! The audit's tables: added to, never changed.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, ExprTrait as _},
};

use super::{
    chain::hash_of,
    entity::{audit_entry, audit_head},
    entry::Entry,
};
use crate::database::Fault;

/// Adds an entry in the transaction of the act it tells of. Call it last: whoever adds waits for all who added before
/// and have not finished.
pub async fn append(transaction: &DatabaseTransaction, entry: &Entry, now: DateTime<Utc>) -> Result<(), Fault> {
    // Taking the number first makes writers queue here; the hash is read after it.
    audit_head::Entity::update_many()
        .col_expr(audit_head::Column::Number, Expr::col(audit_head::Column::Number).add(1))
        .filter(audit_head::Column::Id.eq(1))
        .exec(transaction)
        .await?;
    let head = audit_head::Entity::find_by_id(1)
        .one(transaction)
        .await?
        .ok_or_else(|| Fault::Other(DbErr::RecordNotFound("audit_head".to_owned())))?;
    let mut row = audit_entry::Model {
        number: head.number,
        at: now,
        account_id: entry.who.account.map(crate::ids::AccountId::uuid),
        account_name: entry.who.name.clone(),
        origin: entry.who.origin.clone(),
        act: entry.act.to_owned(),
        subject_kind: entry.subject_kind.to_owned(),
        subject: entry.subject.clone(),
        department_id: entry.department.clone(),
        before: entry.before.to_string(),
        after: entry.after.to_string(),
        previous_hash: head.hash,
        hash: String::new(),
    };
    row.hash = hash_of(&row);
    let hash = row.hash.clone();
    audit_entry::Entity::insert(row.into_active_model()).exec_without_returning(transaction).await?;
    let head = audit_head::ActiveModel { id: Set(1), hash: Set(hash), ..Default::default() };
    audit_head::Entity::update(head).exec(transaction).await?;
    Ok(())
}
