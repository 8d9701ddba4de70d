//! What stands beside a draft: conflicts, comments, and who is there.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel as _, PaginatorTrait as _,
    QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};

use super::{ConflictRow, decode, drafts::person};
use crate::publishing::{
    Sheet,
    entity::{item_draft_comment, item_draft_conflict, item_presence},
    model::{Comment, Conflict, Person, Presence},
};
use foundation::database::Fault;
use identity::Actor;

/// Open conflicts, in the order they came.
pub(in crate::publishing) async fn conflicts(
    connection: &impl ConnectionTrait,
    code: &str,
) -> Result<Vec<ConflictRow>, Fault> {
    Ok(item_draft_conflict::Entity::find()
        .filter(item_draft_conflict::Column::Code.eq(code))
        .order_by_asc(item_draft_conflict::Column::Number)
        .all(connection)
        .await?)
}

pub(in crate::publishing) async fn count_conflicts(
    transaction: &DatabaseTransaction,
    code: &str,
) -> Result<usize, Fault> {
    let count = item_draft_conflict::Entity::find()
        .filter(item_draft_conflict::Column::Code.eq(code))
        .count(transaction)
        .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

pub(in crate::publishing) fn conflict_of(row: ConflictRow, sheet: &Sheet) -> Result<Conflict, Fault> {
    const TABLE: &str = "item_draft_conflict";
    let ConflictRow { code, number, field, base, mine, account_id, display_name, at } = row;
    Ok(Conflict {
        number,
        base: decode(&base, TABLE, &code)?,
        mine: decode(&mine, TABLE, &code)?,
        theirs: sheet.field(&field),
        field,
        by: person(Some(account_id), display_name),
        at,
    })
}

/// Keeps a second text; a person's newer second text for a field takes the place of their older one.
pub(in crate::publishing) async fn keep_conflict(
    transaction: &DatabaseTransaction,
    row: ConflictRow,
) -> Result<(), Fault> {
    use item_draft_conflict::Column as C;
    item_draft_conflict::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([C::Code, C::Field, C::AccountId])
                .update_columns([C::Number, C::Mine, C::DisplayName, C::At])
                .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

pub(in crate::publishing) async fn remove_conflict(
    transaction: &DatabaseTransaction,
    code: &str,
    number: i64,
) -> Result<bool, Fault> {
    let done = item_draft_conflict::Entity::delete_by_id((code.to_owned(), number)).exec(transaction).await?;
    Ok(done.rows_affected == 1)
}

pub(in crate::publishing) async fn comments(
    connection: &impl ConnectionTrait,
    code: &str,
) -> Result<Vec<Comment>, Fault> {
    let rows = item_draft_comment::Entity::find()
        .filter(item_draft_comment::Column::Code.eq(code))
        .order_by_asc(item_draft_comment::Column::Number)
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Comment {
            number: row.number,
            field: row.field,
            text: row.body,
            by: person(row.account_id, row.display_name),
            at: row.at,
            done_at: row.done_at,
        })
        .collect())
}

pub(in crate::publishing) async fn add_comment(
    transaction: &DatabaseTransaction,
    code: &str,
    number: i64,
    by: &Person,
    field: &str,
    text: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = item_draft_comment::ActiveModel {
        code: Set(code.to_owned()),
        number: Set(number),
        field: Set(field.to_owned()),
        body: Set(text.to_owned()),
        account_id: Set(by.account.map(foundation::ids::AccountId::uuid)),
        display_name: Set(by.display_name.clone()),
        at: Set(now),
        done_at: Set(None),
    };
    item_draft_comment::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

/// Marks a comment as done; one that is done keeps its time. Says whether there is such a comment.
pub(in crate::publishing) async fn settle_comment(
    transaction: &DatabaseTransaction,
    code: &str,
    number: i64,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    use item_draft_comment::Column as C;
    let known = item_draft_comment::Entity::find_by_id((code.to_owned(), number)).one(transaction).await?;
    item_draft_comment::Entity::update_many()
        .col_expr(C::DoneAt, Expr::value(now))
        .filter(C::Code.eq(code))
        .filter(C::Number.eq(number))
        .filter(C::DoneAt.is_null())
        .exec(transaction)
        .await?;
    Ok(known.is_some())
}

/// Notes that somebody is there.
pub(in crate::publishing) async fn attend(
    transaction: &DatabaseTransaction,
    code: &str,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    use item_presence::Column as C;
    let row = item_presence::ActiveModel {
        code: Set(code.to_owned()),
        account_id: Set(actor.account.uuid()),
        display_name: Set(actor.display_name.clone()),
        seen_at: Set(now),
    };
    item_presence::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([C::Code, C::AccountId]).update_columns([C::DisplayName, C::SeenAt]).to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// Who else gave a sign since a moment.
pub(in crate::publishing) async fn others(
    transaction: &DatabaseTransaction,
    code: &str,
    actor: &Actor,
    since: DateTime<Utc>,
) -> Result<Vec<Presence>, Fault> {
    use item_presence::Column as C;
    let rows = item_presence::Entity::find()
        .filter(C::Code.eq(code))
        .filter(C::AccountId.ne(actor.account.uuid()))
        .filter(C::SeenAt.gte(since))
        .order_by_asc(C::DisplayName)
        .all(transaction)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Presence { person: person(Some(row.account_id), row.display_name), seen_at: row.seen_at })
        .collect())
}
