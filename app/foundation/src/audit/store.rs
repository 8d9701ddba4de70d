//! The audit's tables: added to, never changed.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};

use super::{
    chain::hash_of,
    entity::{audit_entry, audit_head},
    entry::Entry,
    search::Filter,
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
    let head = head(transaction).await?;
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
        after: entry.written_after().to_string(),
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

/// The end of the chain.
pub(super) async fn head(connection: &impl ConnectionTrait) -> Result<audit_head::Model, Fault> {
    let head = audit_head::Entity::find_by_id(1).one(connection).await?;
    head.ok_or_else(|| Fault::Other(DbErr::RecordNotFound("audit_head".to_owned())))
}

/// Entries after a number, in their order.
pub(super) async fn after(
    connection: &impl ConnectionTrait,
    number: i64,
    limit: u64,
) -> Result<Vec<audit_entry::Model>, Fault> {
    between(connection, &Filter::default(), number, i64::MAX, limit).await
}

/// The entries of a filter after a number up to another, in their order.
pub(super) async fn between(
    connection: &impl ConnectionTrait,
    filter: &Filter,
    after: i64,
    until: i64,
    limit: u64,
) -> Result<Vec<audit_entry::Model>, Fault> {
    let rows = audit_entry::Entity::find()
        .filter(condition(filter))
        .filter(audit_entry::Column::Number.gt(after))
        .filter(audit_entry::Column::Number.lte(until))
        .order_by_asc(audit_entry::Column::Number)
        .limit(limit)
        .all(connection)
        .await?;
    Ok(rows)
}

/// The entries of a filter before a number, the newest first.
pub(super) async fn search(
    connection: &impl ConnectionTrait,
    filter: &Filter,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<audit_entry::Model>, Fault> {
    let rows = audit_entry::Entity::find()
        .filter(condition(filter))
        .filter(audit_entry::Column::Number.lt(before.unwrap_or(i64::MAX)))
        .order_by_desc(audit_entry::Column::Number)
        .limit(limit)
        .all(connection)
        .await?;
    Ok(rows)
}

fn condition(filter: &Filter) -> Condition {
    use audit_entry::Column::{AccountName, Act, At, DepartmentId, Subject};
    let Filter { account, act, subject, department, from, until } = filter;
    let equal = [(AccountName, account), (Act, act), (Subject, subject), (DepartmentId, department)];
    let mut condition = Condition::all();
    for (column, value) in equal {
        if !value.is_empty() {
            condition = condition.add(column.eq(value.as_str()));
        }
    }
    condition.add_option(from.map(|from| At.gte(from))).add_option(until.map(|until| At.lt(until)))
}
