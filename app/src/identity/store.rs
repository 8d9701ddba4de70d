//! The accounts' table.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

use super::{
    entity::staff_account,
    model::{Role, StaffAccount},
};
use crate::{database::Fault, ids::AccountId};

pub(super) struct NewAccount<'a> {
    pub(super) id: AccountId,
    pub(super) name: &'a str,
    pub(super) display_name: &'a str,
    pub(super) role: Role,
    pub(super) department: Option<&'a str>,
    pub(super) password_hash: &'a str,
    pub(super) now: DateTime<Utc>,
}

/// Adds an account; a name that is taken, or a department that is not there, is a conflict.
pub(super) async fn add(connection: &impl ConnectionTrait, account: &NewAccount<'_>) -> Result<(), Fault> {
    let row = staff_account::ActiveModel {
        id: Set(account.id.uuid()),
        name: Set(account.name.to_owned()),
        display_name: Set(account.display_name.to_owned()),
        role: Set(account.role.code().to_owned()),
        department_id: Set(account.department.map(str::to_owned)),
        password_hash: Set(account.password_hash.to_owned()),
        created_at: Set(account.now),
        disabled_at: Set(None),
    };
    staff_account::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// Accounts after a name, in the order of names.
pub(super) async fn list_after(
    connection: &impl ConnectionTrait,
    after: &str,
    limit: u64,
) -> Result<Vec<StaffAccount>, Fault> {
    let rows = staff_account::Entity::find()
        .filter(staff_account::Column::Name.gt(after))
        .order_by_asc(staff_account::Column::Name)
        .limit(limit)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(decode).collect())
}

/// The hash of an account that may sign in.
pub(super) async fn password_hash(connection: &impl ConnectionTrait, name: &str) -> Result<Option<String>, Fault> {
    let row = staff_account::Entity::find()
        .filter(staff_account::Column::Name.eq(name))
        .filter(staff_account::Column::DisabledAt.is_null())
        .one(connection)
        .await?;
    Ok(row.map(|row| row.password_hash))
}

/// Sets a password; tells whether there is such an account.
pub(super) async fn set_password(connection: &impl ConnectionTrait, name: &str, hash: &str) -> Result<bool, Fault> {
    let done = staff_account::Entity::update_many()
        .col_expr(staff_account::Column::PasswordHash, Expr::value(hash))
        .filter(staff_account::Column::Name.eq(name))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends an account; one that ended before keeps its day. Tells whether there is such an account.
pub(super) async fn disable(connection: &impl ConnectionTrait, name: &str, now: DateTime<Utc>) -> Result<bool, Fault> {
    let known = staff_account::Entity::find().filter(staff_account::Column::Name.eq(name)).one(connection).await?;
    staff_account::Entity::update_many()
        .col_expr(staff_account::Column::DisabledAt, Expr::value(now))
        .filter(staff_account::Column::Name.eq(name))
        .filter(staff_account::Column::DisabledAt.is_null())
        .exec(connection)
        .await?;
    Ok(known.is_some())
}

fn decode(row: staff_account::Model) -> Option<StaffAccount> {
    let staff_account::Model {
        id: _,
        name,
        display_name,
        role,
        department_id,
        password_hash: _,
        created_at,
        disabled_at,
    } = row;
    // The column's CHECK admits no other role.
    let role = Role::parse(&role)?;
    Some(StaffAccount { name, display_name, role, department: department_id, created_at, disabled_at })
}
