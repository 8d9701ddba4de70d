use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter, sea_query::Expr,
};

use super::{
    super::{
        contact::{Contact, ContactKind},
        method::{Method, Methods},
        passkeys,
        store::contacts,
    },
    entity::{recovery_code, totp},
};
use foundation::{database::Fault, ids::AccountId};

/// The second factors an account has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Factors {
    /// Since when an authenticator app.
    pub(crate) totp: Option<DateTime<Utc>>,
    /// A phone that takes codes.
    pub(crate) phone: Option<Contact>,
    /// Passkeys.
    pub(crate) passkeys: u64,
    /// Recovery codes that were not used.
    pub(crate) recovery: u64,
}

impl Factors {
    /// The ways that are left beside those shown: each something the person has, and the password where they began with
    /// something they have.
    pub(crate) fn left(&self, shown: &Methods, has_password: bool) -> Vec<Method> {
        let began_with_having = shown.iter().any(Method::is_second_factor);
        [
            (Method::Passkey, self.passkeys > 0),
            (Method::Totp, self.totp.is_some()),
            (Method::PhoneCode, self.phone.is_some()),
            (Method::Password, has_password && began_with_having),
            (Method::RecoveryCode, self.recovery > 0),
        ]
        .into_iter()
        .filter(|(method, there)| *there && !shown.contain(*method))
        .map(|(method, _)| method)
        .collect()
    }

    /// Whether there is a way beside those shown.
    pub(crate) fn is_any_left(&self, shown: &Methods, has_password: bool) -> bool {
        !self.left(shown, has_password).is_empty()
    }
}

/// The second factors of an account.
pub(crate) async fn of(connection: &impl ConnectionTrait, account: AccountId) -> Result<Factors, Fault> {
    let app = totp::Entity::find_by_id(account.uuid()).one(connection).await?;
    let contacts = contacts::of(connection, account).await?;
    let recovery = recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(account.uuid()))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(connection)
        .await?;
    Ok(Factors {
        totp: app.map(|row| row.created_at),
        passkeys: passkeys::count(connection, account).await?,
        phone: contacts.into_iter().find(|contact| contact.kind() == ContactKind::Phone),
        recovery,
    })
}

/// The sealed secret of an account's app.
pub(super) async fn secret(connection: &impl ConnectionTrait, account: AccountId) -> Result<Option<Vec<u8>>, Fault> {
    Ok(totp::Entity::find_by_id(account.uuid()).one(connection).await?.map(|row| row.secret))
}

/// Adds an app, with the step of the code it was confirmed by; a second one of an account is a conflict.
pub(super) async fn add_totp(
    connection: &impl ConnectionTrait,
    account: AccountId,
    secret: &[u8],
    step: i64,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = totp::ActiveModel {
        account_id: Set(account.uuid()),
        secret: Set(secret.to_vec()),
        last_step: Set(step),
        created_at: Set(now),
    };
    totp::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// Uses the code of a step of the secret that was looked at; tells whether it still could be: no step is used twice, and none
/// before one that was used.
pub(super) async fn use_step(
    connection: &impl ConnectionTrait,
    account: AccountId,
    secret: &[u8],
    step: i64,
) -> Result<bool, Fault> {
    let done = totp::Entity::update_many()
        .col_expr(totp::Column::LastStep, Expr::value(step))
        .filter(totp::Column::AccountId.eq(account.uuid()))
        .filter(totp::Column::Secret.eq(secret))
        .filter(totp::Column::LastStep.lt(step))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes an account's app away; tells whether there was one.
pub(super) async fn remove_totp(connection: &impl ConnectionTrait, account: AccountId) -> Result<bool, Fault> {
    let done = totp::Entity::delete_by_id(account.uuid()).exec(connection).await?;
    Ok(done.rows_affected == 1)
}

/// Puts recovery codes in the place of those before.
pub(super) async fn replace_recovery_codes(
    connection: &impl ConnectionTrait,
    account: AccountId,
    hashes: &[String],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    remove_recovery_codes(connection, account).await?;
    let rows = hashes.iter().map(|hash| recovery_code::ActiveModel {
        account_id: Set(account.uuid()),
        code_hash: Set(hash.clone()),
        created_at: Set(now),
        used_at: Set(None),
    });
    recovery_code::Entity::insert_many(rows).exec_without_returning(connection).await?;
    Ok(())
}

/// Takes every recovery code away.
pub(super) async fn remove_recovery_codes(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::AccountId.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

/// Whether a recovery code could be used.
pub(super) async fn is_recovery_code(
    connection: &impl ConnectionTrait,
    account: AccountId,
    hash: &str,
) -> Result<bool, Fault> {
    let key = (account.uuid(), hash.to_owned());
    Ok(recovery_code::Entity::find_by_id(key).one(connection).await?.is_some_and(|row| row.used_at.is_none()))
}

/// Uses a recovery code; tells whether it still could be.
pub(super) async fn use_recovery_code(
    connection: &impl ConnectionTrait,
    account: AccountId,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = recovery_code::Entity::update_many()
        .col_expr(recovery_code::Column::UsedAt, Expr::value(Some(now)))
        .filter(recovery_code::Column::AccountId.eq(account.uuid()))
        .filter(recovery_code::Column::CodeHash.eq(hash))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes every second factor that is no address away; tells how many ways there were.
pub(crate) async fn remove_all(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    remove_totp(connection, account).await?;
    passkeys::remove_all(connection, account).await?;
    remove_recovery_codes(connection, account).await
}
