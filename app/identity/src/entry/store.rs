use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter, sea_query::Expr};

use super::super::entity::account;
use foundation::{database::Fault, ids::AccountId, text::Language};

/// What an account is called.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) display_name: String,
}

/// What an account is called.
pub(super) async fn named(connection: &impl ConnectionTrait, account: AccountId) -> Result<Option<Named>, Fault> {
    let row = account::Entity::find_by_id(account.uuid()).one(connection).await?;
    Ok(row.map(|row| Named { name: row.name, display_name: row.display_name }))
}

/// The language an account is written to in, where it said.
pub(super) async fn language(connection: &impl ConnectionTrait, account: AccountId) -> Result<Option<Language>, Fault> {
    let row = account::Entity::find_by_id(account.uuid()).one(connection).await?;
    Ok(row.and_then(|row| Language::parse(&row.language)))
}

/// Sets the password of an account that has none; tells whether it had none.
pub(super) async fn set_first_password(
    connection: &impl ConnectionTrait,
    account: AccountId,
    hash: &str,
) -> Result<bool, Fault> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .filter(account::Column::Id.eq(account.uuid()))
        .filter(account::Column::PasswordHash.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Whether an account has a password.
pub(super) async fn has_password(connection: &impl ConnectionTrait, account: AccountId) -> Result<bool, Fault> {
    let with_one = account::Entity::find_by_id(account.uuid())
        .filter(account::Column::PasswordHash.is_not_null())
        .count(connection)
        .await?;
    Ok(with_one == 1)
}
