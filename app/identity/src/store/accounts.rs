use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait as _, LikeExpr},
};
use uuid::Uuid;

use super::super::{
    actor::Grant,
    contact::Contact,
    entity::{account, account_contact, role_grant},
    model::{Account, Role},
    service_accounts::SERVICE_PREFIX,
};
use foundation::{database::Fault, ids::AccountId, text::Language};

/// By what somebody says which account is theirs.
#[derive(Clone, Copy)]
pub(crate) enum Whose<'a> {
    Named(&'a str),
    ReachedAt(&'a Contact),
}

pub(crate) struct NewRow<'a> {
    pub(crate) id: AccountId,
    pub(crate) name: &'a str,
    pub(crate) display_name: &'a str,
    pub(crate) password_hash: Option<&'a str>,
    pub(crate) language: &'a str,
    pub(crate) now: DateTime<Utc>,
}

/// Adds an account; a name that is taken is a conflict.
pub(crate) async fn add(connection: &impl ConnectionTrait, new: &NewRow<'_>) -> Result<(), Fault> {
    let row = account::ActiveModel {
        id: Set(new.id.uuid()),
        name: Set(new.name.to_owned()),
        display_name: Set(new.display_name.to_owned()),
        password_hash: Set(new.password_hash.map(str::to_owned)),
        language: Set(new.language.to_owned()),
        created_at: Set(new.now),
        disabled_at: Set(None),
        ..account::ActiveModel::default()
    };
    account::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// Gives a role; one that is held already is a conflict.
pub(crate) async fn grant(
    connection: &impl ConnectionTrait,
    account: AccountId,
    grant: &Grant,
    granted_by: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = role_grant::ActiveModel {
        account_id: Set(account.uuid()),
        role: Set(grant.role.code().to_owned()),
        department_id: Set(grant.department.clone().unwrap_or_default()),
        granted_by: Set(granted_by.to_owned()),
        granted_at: Set(now),
    };
    role_grant::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// Takes a role; tells whether it was held.
pub(crate) async fn revoke(
    connection: &impl ConnectionTrait,
    account: AccountId,
    grant: &Grant,
) -> Result<bool, Fault> {
    let key = (account.uuid(), grant.role.code().to_owned(), grant.department.clone().unwrap_or_default());
    Ok(role_grant::Entity::delete_by_id(key).exec(connection).await?.rows_affected == 1)
}

/// An account with its roles.
pub(crate) async fn by_name(connection: &impl ConnectionTrait, name: &str) -> Result<Option<Account>, Fault> {
    let row = account::Entity::find().filter(account::Column::Name.eq(name)).one(connection).await?;
    match row {
        Some(row) => Ok(with_grants(connection, vec![row]).await?.pop()),
        None => Ok(None),
    }
}

/// An account with its roles, held until the transaction ends: who changes it next waits.
pub(crate) async fn hold_by_name(connection: &impl ConnectionTrait, name: &str) -> Result<Option<Account>, Fault> {
    let row = account::Entity::find().filter(account::Column::Name.eq(name)).lock_exclusive().one(connection).await?;
    match row {
        Some(row) => Ok(with_grants(connection, vec![row]).await?.pop()),
        None => Ok(None),
    }
}

/// Accounts of people after a name, in the order of names, whose name or display name holds `text`; where departments are
/// given, those who have roles in these and in no others.
pub(crate) async fn list_after(
    connection: &impl ConnectionTrait,
    within: Option<&[String]>,
    text: &str,
    after: &str,
    limit: u64,
) -> Result<Vec<Account>, Fault> {
    let mut condition = Condition::all()
        .add(account::Column::Name.gt(after))
        .add(account::Column::Name.starts_with(SERVICE_PREFIX).not());
    if !text.is_empty() {
        let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = LikeExpr::new(format!("%{escaped}%")).escape('\\');
        condition = condition.add(
            Condition::any()
                .add(Expr::col((account::Entity, account::Column::Name)).like(like.clone()))
                .add(Expr::col((account::Entity, account::Column::DisplayName)).like(like)),
        );
    }
    if let Some(departments) = within {
        let inside = role_grant::Column::DepartmentId.is_in(departments.iter().map(String::as_str));
        let holders = |condition| {
            role_grant::Entity::find()
                .select_only()
                .column(role_grant::Column::AccountId)
                .filter(condition)
                .into_query()
        };
        condition = condition
            .add(account::Column::Id.in_subquery(holders(inside.clone())))
            .add(account::Column::Id.not_in_subquery(holders(inside.not())));
    }
    let rows = account::Entity::find()
        .filter(condition)
        .order_by_asc(account::Column::Name)
        .limit(limit)
        .all(connection)
        .await?;
    with_grants(connection, rows).await
}

/// The key, the name and the hash of an account that may sign in with a password.
pub(crate) async fn password_hash(
    connection: &impl ConnectionTrait,
    whose: Whose<'_>,
) -> Result<Option<(AccountId, String, String)>, Fault> {
    let query = match whose {
        Whose::Named(name) => account::Entity::find().filter(account::Column::Name.eq(name)),
        Whose::ReachedAt(contact) => account::Entity::find().filter(
            account::Column::Id.in_subquery(
                account_contact::Entity::find()
                    .select_only()
                    .column(account_contact::Column::AccountId)
                    .filter(account_contact::Column::Kind.eq(contact.kind().code()))
                    .filter(account_contact::Column::Address.eq(contact.address()))
                    .into_query(),
            ),
        ),
    };
    let row = query.filter(account::Column::DisabledAt.is_null()).one(connection).await?;
    Ok(row.and_then(|row| Some((AccountId::from_uuid(row.id), row.name, row.password_hash?))))
}

/// Whether the account may still sign in with this hash; held until the transaction ends.
pub(crate) async fn hold_hash(
    connection: &impl ConnectionTrait,
    account: AccountId,
    hash: &str,
) -> Result<bool, Fault> {
    let row = account::Entity::find_by_id(account.uuid()).lock_exclusive().one(connection).await?;
    Ok(row.is_some_and(|row| row.disabled_at.is_none() && row.password_hash.as_deref() == Some(hash)))
}

/// An account that may be used, as a session needs to know it.
pub(crate) struct Held {
    pub(crate) id: AccountId,
    pub(crate) name: String,
    pub(crate) second_factor: bool,
    /// Whether it can sign in with a password.
    pub(crate) has_password: bool,
    /// Whether it has a role.
    pub(crate) staff: bool,
    pub(crate) language: Language,
}

/// An account that may be used, held until the transaction ends.
pub(crate) async fn hold(connection: &impl ConnectionTrait, account: AccountId) -> Result<Option<Held>, Fault> {
    let row = account::Entity::find_by_id(account.uuid()).lock_exclusive().one(connection).await?;
    known(connection, row).await
}

/// As [`hold`], as it stands.
pub(crate) async fn look(connection: &impl ConnectionTrait, account: AccountId) -> Result<Option<Held>, Fault> {
    let row = account::Entity::find_by_id(account.uuid()).one(connection).await?;
    known(connection, row).await
}

async fn known(connection: &impl ConnectionTrait, row: Option<account::Model>) -> Result<Option<Held>, Fault> {
    let Some(row) = row.filter(|row| row.disabled_at.is_none() && row.closed_at.is_none()) else { return Ok(None) };
    let role = role_grant::Entity::find().filter(role_grant::Column::AccountId.eq(row.id)).one(connection).await?;
    Ok(Some(Held {
        id: AccountId::from_uuid(row.id),
        name: row.name,
        second_factor: row.second_factor,
        has_password: row.password_hash.is_some(),
        staff: role.is_some(),
        language: Language::parse(&row.language).unwrap_or(Language::FIRST),
    }))
}

/// Says whether signing in needs a second factor, beside what roles ask for.
pub(crate) async fn set_second_factor(
    connection: &impl ConnectionTrait,
    account: AccountId,
    needed: bool,
) -> Result<(), Fault> {
    account::Entity::update_many()
        .col_expr(account::Column::SecondFactor, Expr::value(needed))
        .filter(account::Column::Id.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

/// Takes the password away: the account has no way in by one until another is set.
pub(crate) async fn void_password(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(Option::<String>::None))
        .filter(account::Column::Id.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

/// What an account's holder chose, and since when there is an account.
pub(crate) struct Settings {
    pub(crate) display_name: String,
    /// A language's tag; empty where nobody said.
    pub(crate) language: String,
    /// As the cookie `display` says it.
    pub(crate) display: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) closes_at: Option<DateTime<Utc>>,
}

/// What an account's holder chose.
pub(crate) async fn settings(connection: &impl ConnectionTrait, account: AccountId) -> Result<Option<Settings>, Fault> {
    let row = account::Entity::find_by_id(account.uuid()).one(connection).await?;
    Ok(row.map(|row| Settings {
        display_name: row.display_name,
        language: row.language,
        display: row.display,
        created_at: row.created_at,
        closes_at: row.closes_at.filter(|_| row.closed_at.is_none()),
    }))
}

/// Sets what a person is called; where a language is given, also that.
pub(crate) async fn set_name_and_language(
    connection: &impl ConnectionTrait,
    account: AccountId,
    display_name: &str,
    language: Option<&str>,
) -> Result<(), Fault> {
    let mut update = account::Entity::update_many()
        .col_expr(account::Column::DisplayName, Expr::value(display_name))
        .filter(account::Column::Id.eq(account.uuid()));
    if let Some(language) = language {
        update = update.col_expr(account::Column::Language, Expr::value(language));
    }
    update.exec(connection).await?;
    Ok(())
}

/// Sets how pages are shown; where a language is given, also that of messages.
pub(crate) async fn set_display(
    connection: &impl ConnectionTrait,
    account: AccountId,
    display: &str,
    language: Option<&str>,
) -> Result<(), Fault> {
    let mut update = account::Entity::update_many()
        .col_expr(account::Column::Display, Expr::value(display))
        .filter(account::Column::Id.eq(account.uuid()));
    if let Some(language) = language {
        update = update.col_expr(account::Column::Language, Expr::value(language));
    }
    update.exec(connection).await?;
    Ok(())
}

/// Sets a password.
pub(crate) async fn set_password(
    connection: &impl ConnectionTrait,
    account: AccountId,
    hash: &str,
) -> Result<(), Fault> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .filter(account::Column::Id.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

/// Says since when an account cannot be used; `None` where it can.
pub(crate) async fn set_disabled(
    connection: &impl ConnectionTrait,
    account: AccountId,
    since: Option<DateTime<Utc>>,
) -> Result<(), Fault> {
    account::Entity::update_many()
        .col_expr(account::Column::DisabledAt, Expr::value(since))
        .filter(account::Column::Id.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

/// Puts roles beside accounts; two queries, however many accounts.
async fn with_grants(connection: &impl ConnectionTrait, rows: Vec<account::Model>) -> Result<Vec<Account>, Fault> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut grants = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.is_in(ids))
        .order_by_asc(role_grant::Column::Role)
        .order_by_asc(role_grant::Column::DepartmentId)
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let (own, others) = grants.drain(..).partition(|grant| grant.account_id == row.id);
            grants = others;
            let own: Vec<role_grant::Model> = own;
            Account {
                id: AccountId::from_uuid(row.id),
                name: row.name,
                display_name: row.display_name,
                grants: own.iter().filter_map(|grant| decode(&grant.role, &grant.department_id)).collect(),
                created_at: row.created_at,
                disabled_at: row.disabled_at,
            }
        })
        .collect())
}

/// The column's CHECK admits no other role.
pub(super) fn decode(role: &str, department: &str) -> Option<Grant> {
    let department = (!department.is_empty()).then(|| department.to_owned());
    Role::parse(role).map(|role| Grant { role, department })
}
