//! The tables of other providers. What happens once is decided here, by conditional updates and keys.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::entity::{upstream_assertion, upstream_attempt, upstream_identity};
use foundation::{
    database::Fault,
    ids::{AccountId, AttemptId},
};

/// A way to a provider that begins.
pub(super) struct NewAttempt {
    pub(super) id: AttemptId,
    pub(super) provider: String,
    pub(super) state_hash: String,
    pub(super) browser_hash: String,
    pub(super) return_to: String,
    pub(super) secrets: Vec<u8>,
    pub(super) ends_at: DateTime<Utc>,
}

/// A way that came back.
pub(super) struct Returned {
    pub(super) id: AttemptId,
    pub(super) return_to: String,
    pub(super) secrets: Vec<u8>,
}

/// A way that came back with a subject nobody has yet.
pub(super) struct Pending {
    pub(super) return_to: String,
    pub(super) asserted: Vec<u8>,
}

/// Whom a provider knows.
pub(super) struct Known {
    pub(super) provider: String,
    pub(super) linked_at: DateTime<Utc>,
    pub(super) used_at: DateTime<Utc>,
    pub(super) level: i16,
}

pub(super) async fn begin(connection: &impl ConnectionTrait, new: NewAttempt) -> Result<(), Fault> {
    let row = upstream_attempt::Model {
        id: new.id.uuid(),
        provider: new.provider,
        state_hash: new.state_hash,
        browser_hash: new.browser_hash,
        return_to: new.return_to,
        secrets: new.secrets,
        ends_at: new.ends_at,
        answered_at: None,
        asserted: None,
        settled_at: None,
    };
    upstream_attempt::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// Takes a way back: once, by the browser it began in, in time.
pub(super) async fn answer(
    connection: &impl ConnectionTrait,
    provider: &str,
    state_hash: &str,
    browser_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Returned>, Fault> {
    let done = upstream_attempt::Entity::update_many()
        .col_expr(upstream_attempt::Column::AnsweredAt, Expr::value(Some(now)))
        .filter(upstream_attempt::Column::StateHash.eq(state_hash))
        .filter(upstream_attempt::Column::BrowserHash.eq(browser_hash))
        .filter(upstream_attempt::Column::Provider.eq(provider))
        .filter(upstream_attempt::Column::AnsweredAt.is_null())
        .filter(upstream_attempt::Column::EndsAt.gt(now))
        .exec(connection)
        .await?;
    if done.rows_affected != 1 {
        return Ok(None);
    }
    let row = upstream_attempt::Entity::find()
        .filter(upstream_attempt::Column::StateHash.eq(state_hash))
        .one(connection)
        .await?;
    Ok(row.map(|row| Returned { id: AttemptId::from_uuid(row.id), return_to: row.return_to, secrets: row.secrets }))
}

/// Keeps what was asserted until the person says whose it is.
pub(super) async fn keep_asserted(
    connection: &impl ConnectionTrait,
    id: AttemptId,
    asserted: Vec<u8>,
) -> Result<(), Fault> {
    upstream_attempt::Entity::update_many()
        .col_expr(upstream_attempt::Column::Asserted, Expr::value(Some(asserted)))
        .filter(upstream_attempt::Column::Id.eq(id.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

fn open(provider: &str, id: AttemptId, browser_hash: &str, now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(upstream_attempt::Column::Id.eq(id.uuid()))
        .add(upstream_attempt::Column::Provider.eq(provider))
        .add(upstream_attempt::Column::BrowserHash.eq(browser_hash))
        .add(upstream_attempt::Column::Asserted.is_not_null())
        .add(upstream_attempt::Column::SettledAt.is_null())
        .add(upstream_attempt::Column::EndsAt.gt(now))
}

/// What waits for the person to say whose it is: in the browser it came to, in time.
pub(super) async fn pending(
    connection: &impl ConnectionTrait,
    provider: &str,
    id: AttemptId,
    browser_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Pending>, Fault> {
    let query = upstream_attempt::Entity::find().filter(open(provider, id, browser_hash, now));
    let row = query.one(connection).await?;
    Ok(row.and_then(|row| Some(Pending { return_to: row.return_to, asserted: row.asserted? })))
}

/// Uses up what waits, and forgets it; tells whether it still waited.
pub(super) async fn settle(
    connection: &impl ConnectionTrait,
    provider: &str,
    id: AttemptId,
    browser_hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = upstream_attempt::Entity::update_many()
        .col_expr(upstream_attempt::Column::SettledAt, Expr::value(Some(now)))
        .col_expr(upstream_attempt::Column::Asserted, Expr::value(Option::<Vec<u8>>::None))
        .filter(open(provider, id, browser_hash, now))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Whose a subject is.
pub(super) async fn owner(
    connection: &impl ConnectionTrait,
    provider: &str,
    subject_hash: &str,
) -> Result<Option<AccountId>, Fault> {
    let key = (provider.to_owned(), subject_hash.to_owned());
    let row = upstream_identity::Entity::find_by_id(key).one(connection).await?;
    Ok(row.map(|row| AccountId::from_uuid(row.account_id)))
}

/// Writes down that a subject was used; tells whether it still is the account's.
pub(super) async fn use_identity(
    connection: &impl ConnectionTrait,
    provider: &str,
    subject_hash: &str,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = upstream_identity::Entity::update_many()
        .col_expr(upstream_identity::Column::UsedAt, Expr::value(now))
        .filter(upstream_identity::Column::Provider.eq(provider))
        .filter(upstream_identity::Column::SubjectHash.eq(subject_hash))
        .filter(upstream_identity::Column::AccountId.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives a subject to an account; one that is somebody's, or a second one of a provider, is a conflict.
pub(super) async fn link(
    connection: &impl ConnectionTrait,
    provider: &str,
    subject_hash: &str,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = upstream_identity::ActiveModel {
        provider: Set(provider.to_owned()),
        subject_hash: Set(subject_hash.to_owned()),
        account_id: Set(account.uuid()),
        linked_at: Set(now),
        used_at: Set(now),
    };
    upstream_identity::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// Takes a provider from an account; tells whether it was there.
pub(super) async fn unlink(
    connection: &impl ConnectionTrait,
    provider: &str,
    account: AccountId,
) -> Result<bool, Fault> {
    upstream_assertion::Entity::delete_by_id((account.uuid(), provider.to_owned())).exec(connection).await?;
    let done = upstream_identity::Entity::delete_many()
        .filter(upstream_identity::Column::AccountId.eq(account.uuid()))
        .filter(upstream_identity::Column::Provider.eq(provider))
        .exec(connection)
        .await?;
    Ok(done.rows_affected > 0)
}

/// The providers that know an account.
pub(super) async fn of(connection: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Known>, Fault> {
    let rows = upstream_identity::Entity::find()
        .filter(upstream_identity::Column::AccountId.eq(account.uuid()))
        .order_by_asc(upstream_identity::Column::Provider)
        .all(connection)
        .await?;
    let levels: Vec<(String, i16)> = upstream_assertion::Entity::find()
        .select_only()
        .column(upstream_assertion::Column::Provider)
        .column(upstream_assertion::Column::Level)
        .filter(upstream_assertion::Column::AccountId.eq(account.uuid()))
        .into_tuple()
        .all(connection)
        .await?;
    let level = |provider: &str| levels.iter().find(|(known, _)| known == provider).map_or(1, |(_, level)| *level);
    Ok(rows
        .into_iter()
        .map(|row| Known {
            level: level(&row.provider),
            provider: row.provider,
            linked_at: row.linked_at,
            used_at: row.used_at,
        })
        .collect())
}

/// Keeps what a provider said of an account's holder, in place of what it said before.
pub(super) async fn assert(
    connection: &impl ConnectionTrait,
    account: AccountId,
    provider: &str,
    level: i16,
    asserted: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = upstream_assertion::ActiveModel {
        account_id: Set(account.uuid()),
        provider: Set(provider.to_owned()),
        level: Set(level),
        asserted: Set(asserted),
        asserted_at: Set(now),
    };
    let again = OnConflict::columns([upstream_assertion::Column::AccountId, upstream_assertion::Column::Provider])
        .update_columns([
            upstream_assertion::Column::Level,
            upstream_assertion::Column::Asserted,
            upstream_assertion::Column::AssertedAt,
        ])
        .to_owned();
    upstream_assertion::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Removes ways whose time is long over.
pub(crate) async fn sweep(connection: &impl ConnectionTrait, until: DateTime<Utc>) -> Result<(), Fault> {
    upstream_attempt::Entity::delete_many()
        .filter(upstream_attempt::Column::EndsAt.lte(until))
        .exec(connection)
        .await?;
    Ok(())
}

/// Forgets what providers said of an account's holder.
pub(crate) async fn forget(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    upstream_assertion::Entity::delete_many()
        .filter(upstream_assertion::Column::AccountId.eq(account.uuid()))
        .exec(connection)
        .await?;
    upstream_identity::Entity::delete_many()
        .filter(upstream_identity::Column::AccountId.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}
