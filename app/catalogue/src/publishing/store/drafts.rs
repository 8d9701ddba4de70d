//! Drafts, who wrote in them, and what each save changed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityName as _, EntityTrait, IntoActiveModel as _, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, OnConflict, Query},
};
use uuid::Uuid;

use super::{DraftRow, decode};
use crate::{
    publishing::{
        Sheet,
        entity::{item_draft, item_draft_change, item_draft_editor},
        model::{Person, Work},
    },
    store::write::{CHUNK, document},
};
use foundation::{database::Fault, ids::AccountId};
use identity::Actor;

/// By field: what stood there before a save, and after.
pub(in crate::publishing) type Change = BTreeMap<String, (Sheet, Sheet)>;

pub(in crate::publishing) async fn one(
    connection: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<DraftRow>, Fault> {
    Ok(item_draft::Entity::find_by_id(code).one(connection).await?)
}

/// Drafts by code; those that do not exist are left out.
pub(in crate::publishing) async fn many(
    connection: &impl ConnectionTrait,
    codes: &[String],
) -> Result<Vec<DraftRow>, Fault> {
    let mut rows = Vec::new();
    for chunk in codes.chunks(CHUNK) {
        let found = item_draft::Entity::find()
            .filter(item_draft::Column::Code.is_in(chunk.iter().map(String::as_str)))
            .all(connection)
            .await?;
        rows.extend(found);
    }
    Ok(rows)
}

pub(in crate::publishing) fn sheet_of(row: &DraftRow) -> Result<Sheet, Fault> {
    decode(&row.sheet, "item_draft", &row.code)
}

pub(in crate::publishing) fn text_of(sheet: &Sheet) -> Result<String, Fault> {
    document(sheet)
}

/// Adds a draft; one that is there already is a conflict.
pub(in crate::publishing) async fn insert(transaction: &DatabaseTransaction, row: DraftRow) -> Result<(), Fault> {
    item_draft::Entity::insert(row.into_active_model()).exec_without_returning(transaction).await?;
    Ok(())
}

/// Stores a draft in place of what it was; says whether it still was that.
pub(in crate::publishing) async fn store(
    transaction: &DatabaseTransaction,
    was: (Work, i64),
    row: DraftRow,
) -> Result<bool, Fault> {
    let code = row.code.clone();
    let done = item_draft::Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(item_draft::Column::Code.eq(code))
        .filter(item_draft::Column::State.eq(was.0.code()))
        .filter(item_draft::Column::Revision.eq(was.1))
        .exec(transaction)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Approves a text in review at a revision, unless the approver wrote in it; says whether that was so.
pub(in crate::publishing) async fn approve(
    transaction: &DatabaseTransaction,
    code: &str,
    seen: i64,
    approver: &Actor,
    publish_at: DateTime<Utc>,
    expire_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    use item_draft::Column as C;
    use item_draft_editor::Column as E;
    let mut own = Query::select();
    own.expr(Expr::val(1))
        .from(item_draft_editor::Entity.table_ref())
        .and_where(Expr::col((item_draft_editor::Entity, E::Code)).eq(code))
        .and_where(Expr::col((item_draft_editor::Entity, E::AccountId)).eq(approver.account.uuid()));
    let done = item_draft::Entity::update_many()
        .col_expr(C::State, Expr::value(Work::Approved.code()))
        .col_expr(C::ApprovedAt, Expr::value(now))
        .col_expr(C::ApprovedById, Expr::value(approver.account.uuid()))
        .col_expr(C::ApprovedBy, Expr::value(approver.display_name.as_str()))
        .col_expr(C::PublishAt, Expr::value(publish_at))
        .col_expr(C::ExpireAt, Expr::value(expire_at))
        .filter(C::Code.eq(code))
        .filter(C::State.eq(Work::Review.code()))
        .filter(C::Revision.eq(seen))
        .filter(Expr::exists(own).not())
        .exec(transaction)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Removes a draft with all that belongs to it; says whether it still was in this state at this revision.
pub(in crate::publishing) async fn remove(
    transaction: &DatabaseTransaction,
    code: &str,
    state: Work,
    revision: i64,
) -> Result<bool, Fault> {
    let done = item_draft::Entity::delete_many()
        .filter(item_draft::Column::Code.eq(code))
        .filter(item_draft::Column::State.eq(state.code()))
        .filter(item_draft::Column::Revision.eq(revision))
        .exec(transaction)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Codes and revisions of approved texts whose time has come.
pub(in crate::publishing) async fn due(
    connection: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<(String, i64)>, Fault> {
    use item_draft::Column as C;
    Ok(item_draft::Entity::find()
        .select_only()
        .columns([C::Code, C::Revision])
        .filter(C::State.eq(Work::Approved.code()))
        .filter(C::PublishAt.lte(now))
        .order_by_asc(C::PublishAt)
        .order_by_asc(C::Code)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await?)
}

/// Notes that somebody wrote in a draft.
pub(in crate::publishing) async fn add_editor(
    transaction: &DatabaseTransaction,
    code: &str,
    actor: &Actor,
) -> Result<(), Fault> {
    add_editor_of_many(transaction, std::slice::from_ref(&code.to_owned()), actor).await
}

/// Notes that somebody wrote in drafts.
pub(in crate::publishing) async fn add_editor_of_many(
    transaction: &DatabaseTransaction,
    codes: &[String],
    actor: &Actor,
) -> Result<(), Fault> {
    use item_draft_editor::Column as C;
    for chunk in codes.chunks(CHUNK) {
        let rows = chunk.iter().map(|code| item_draft_editor::ActiveModel {
            code: Set(code.clone()),
            account_id: Set(actor.account.uuid()),
            display_name: Set(actor.display_name.clone()),
        });
        item_draft_editor::Entity::insert_many(rows)
            .on_conflict(OnConflict::columns([C::Code, C::AccountId]).update_column(C::DisplayName).to_owned())
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(())
}

pub(in crate::publishing) async fn editors(
    connection: &impl ConnectionTrait,
    code: &str,
) -> Result<Vec<Person>, Fault> {
    let rows = item_draft_editor::Entity::find()
        .filter(item_draft_editor::Column::Code.eq(code))
        .order_by_asc(item_draft_editor::Column::DisplayName)
        .order_by_asc(item_draft_editor::Column::AccountId)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| person(Some(row.account_id), row.display_name)).collect())
}

pub(in crate::publishing) fn person(account: Option<Uuid>, display_name: String) -> Person {
    Person { account: account.map(AccountId::from_uuid), display_name }
}

/// Keeps what a save changed, for whoever began before it and saves after it.
pub(in crate::publishing) async fn keep_change(
    transaction: &DatabaseTransaction,
    code: &str,
    revision: i64,
    actor: &Actor,
    change: &Change,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = item_draft_change::ActiveModel {
        code: Set(code.to_owned()),
        revision: Set(revision),
        account_id: Set(actor.account.uuid()),
        at: Set(now),
        fields: Set(document(change)?),
    };
    item_draft_change::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// What changed after a revision, the oldest first.
pub(in crate::publishing) async fn changes_after(
    transaction: &DatabaseTransaction,
    code: &str,
    revision: i64,
) -> Result<Vec<Change>, Fault> {
    let rows = item_draft_change::Entity::find()
        .filter(item_draft_change::Column::Code.eq(code))
        .filter(item_draft_change::Column::Revision.gt(revision))
        .order_by_asc(item_draft_change::Column::Revision)
        .all(transaction)
        .await?;
    rows.iter().map(|row| decode(&row.fields, "item_draft_change", &row.code)).collect()
}
