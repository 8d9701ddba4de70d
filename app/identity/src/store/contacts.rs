use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::{
    contact::{Contact, ContactKind},
    entity::account_contact,
};
use foundation::{database::Fault, ids::AccountId};

/// Adds an address to an account; one that is another's, or a second one of its kind, is a conflict.
pub(crate) async fn add(
    connection: &impl ConnectionTrait,
    account: AccountId,
    contact: &Contact,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = account_contact::ActiveModel {
        kind: Set(contact.kind().code().to_owned()),
        address: Set(contact.address().to_owned()),
        account_id: Set(account.uuid()),
        verified_at: Set(now),
    };
    account_contact::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// Takes an account's address of a kind away; tells whether there was one.
pub(crate) async fn remove(
    connection: &impl ConnectionTrait,
    account: AccountId,
    kind: ContactKind,
) -> Result<bool, Fault> {
    let done = account_contact::Entity::delete_many()
        .filter(account_contact::Column::AccountId.eq(account.uuid()))
        .filter(account_contact::Column::Kind.eq(kind.code()))
        .exec(connection)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Whose address it is.
pub(crate) async fn owner(connection: &impl ConnectionTrait, contact: &Contact) -> Result<Option<AccountId>, Fault> {
    let key = (contact.kind().code().to_owned(), contact.address().to_owned());
    let row = account_contact::Entity::find_by_id(key).one(connection).await?;
    Ok(row.map(|row| AccountId::from_uuid(row.account_id)))
}

/// The addresses of an account, the phone first.
pub(crate) async fn of(connection: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Contact>, Fault> {
    let rows = account_contact::Entity::find()
        .filter(account_contact::Column::AccountId.eq(account.uuid()))
        .order_by_desc(account_contact::Column::Kind)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some(Contact::stored(ContactKind::parse(&row.kind)?, row.address))).collect())
}
