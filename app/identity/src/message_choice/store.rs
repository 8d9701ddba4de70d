use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::{
    entity::message_choice::{ActiveModel, Column, Entity, Model},
    model::{Channels, MessageKind},
};
use foundation::{database::Fault, ids::AccountId};

fn channels(row: &Model) -> Channels {
    Channels { phone: row.phone, email: row.email }
}

/// What an account's holder chose for a kind of message; none where they did not.
pub(super) async fn of(
    connection: &impl ConnectionTrait,
    account: AccountId,
    kind: MessageKind,
) -> Result<Option<Channels>, Fault> {
    let row = Entity::find_by_id((account.uuid(), kind.code().to_owned())).one(connection).await?;
    Ok(row.as_ref().map(channels))
}

/// Everything an account's holder chose.
pub(crate) async fn kept(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<(MessageKind, Channels)>, Fault> {
    let rows = Entity::find().filter(Column::AccountId.eq(account.uuid())).all(connection).await?;
    Ok(rows.iter().filter_map(|row| Some((MessageKind::parse(&row.kind)?, channels(row)))).collect())
}

/// Keeps what an account's holder chose for a kind of message, in place of what they chose before.
pub(super) async fn choose(
    connection: &impl ConnectionTrait,
    account: AccountId,
    kind: MessageKind,
    chosen: Channels,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = ActiveModel {
        account_id: Set(account.uuid()),
        kind: Set(kind.code().to_owned()),
        phone: Set(chosen.phone),
        email: Set(chosen.email),
        changed_at: Set(now),
    };
    let again = OnConflict::columns([Column::AccountId, Column::Kind])
        .update_columns([Column::Phone, Column::Email, Column::ChangedAt])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Forgets everything an account's holder chose.
pub(crate) async fn forget(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    Entity::delete_many().filter(Column::AccountId.eq(account.uuid())).exec(connection).await?;
    Ok(())
}
