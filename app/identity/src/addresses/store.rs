use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QuerySelect, sea_query::Expr,
};

use super::{
    super::contact::{Contact, ContactKind},
    entity::contact_undo::{self, Column},
};
use foundation::{database::Fault, ids::AccountId};

/// A way back, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Undo {
    pub(super) token_hash: String,
    pub(super) account: AccountId,
    /// The address that was taken away.
    pub(super) old: Contact,
    /// What came in its place; none where it was removed.
    pub(super) new: Option<Contact>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
}

/// Adds a way back.
pub(super) async fn add(connection: &impl ConnectionTrait, undo: &Undo) -> Result<(), Fault> {
    let row = contact_undo::Model {
        token_hash: undo.token_hash.clone(),
        account_id: undo.account.uuid(),
        kind: undo.old.kind().code().to_owned(),
        address: undo.old.address().to_owned(),
        replaced_by: undo.new.as_ref().map(|new| new.address().to_owned()).unwrap_or_default(),
        created_at: undo.created_at,
        ends_at: undo.ends_at,
        used_at: None,
    };
    contact_undo::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// A way back that can still be gone.
pub(super) async fn open(
    connection: &impl ConnectionTrait,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Undo>, Fault> {
    let row = contact_undo::Entity::find_by_id(token_hash)
        .filter(Column::UsedAt.is_null())
        .filter(Column::EndsAt.gt(now))
        .one(connection)
        .await?;
    Ok(row.and_then(|row| {
        let kind = ContactKind::parse(&row.kind)?;
        Some(Undo {
            token_hash: row.token_hash,
            account: AccountId::from_uuid(row.account_id),
            old: Contact::stored(kind, row.address),
            new: (!row.replaced_by.is_empty()).then(|| Contact::stored(kind, row.replaced_by)),
            created_at: row.created_at,
            ends_at: row.ends_at,
        })
    }))
}

/// Goes a way back; tells whether it was still open. With it end those of addresses that came later: who took the address away
/// must not take it again by a link of their own.
pub(super) async fn take(connection: &impl ConnectionTrait, undo: &Undo, now: DateTime<Utc>) -> Result<bool, Fault> {
    let mark = || {
        contact_undo::Entity::update_many()
            .col_expr(Column::UsedAt, Expr::value(Some(now)))
            .filter(Column::UsedAt.is_null())
    };
    let done = mark().filter(Column::TokenHash.eq(&undo.token_hash)).exec(connection).await?;
    if done.rows_affected == 1 {
        mark()
            .filter(Column::AccountId.eq(undo.account.uuid()))
            .filter(Column::Kind.eq(undo.old.kind().code()))
            .filter(Column::CreatedAt.gte(undo.created_at))
            .exec(connection)
            .await?;
    }
    Ok(done.rows_affected == 1)
}

/// The addresses an account had lately, with the moment each was taken away.
pub(crate) async fn former(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<(Contact, DateTime<Utc>)>, Fault> {
    let rows =
        contact_undo::Entity::find().filter(Column::AccountId.eq(account.uuid())).limit(100).all(connection).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((Contact::stored(ContactKind::parse(&row.kind)?, row.address), row.created_at)))
        .collect())
}

/// Removes ways back whose time is over.
pub(crate) async fn sweep(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), Fault> {
    contact_undo::Entity::delete_many().filter(Column::EndsAt.lte(now)).exec(connection).await?;
    Ok(())
}

/// Forgets an account's.
pub(crate) async fn forget(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    contact_undo::Entity::delete_many().filter(Column::AccountId.eq(account.uuid())).exec(connection).await?;
    Ok(())
}
