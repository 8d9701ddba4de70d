use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};

use super::{
    super::{
        entity::{oauth_client, oauth_grant},
        model::{Client, ClientState, Definition},
    },
    clients::{Secrets, client},
};
use foundation::{database::Fault, ids::ApplicationId};

/// Adds an application; a name that is taken is a conflict.
pub(crate) async fn add(
    connection: &impl ConnectionTrait,
    new: &Client,
    secret_hash: Option<&str>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = oauth_client::ActiveModel {
        id: Set(new.id.uuid()),
        client_id: Set(new.client_id.clone()),
        department_id: Set(new.department.clone()),
        state: Set(new.state.code().to_owned()),
        definition: Set(written(&new.definition)?),
        secret_hash: Set(secret_hash.map(str::to_owned)),
        former_secret_hash: Set(None),
        former_secret_until: Set(None),
        service_account_id: Set(new.service_account.map(foundation::ids::AccountId::uuid)),
        revision: Set(new.revision),
        created_at: Set(now),
        created_by: Set(by.to_owned()),
        changed_at: Set(now),
    };
    oauth_client::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// An application, held until the transaction ends: who changes it next waits.
pub(crate) async fn hold(
    connection: &impl ConnectionTrait,
    client_id: &str,
) -> Result<Option<(Client, Secrets)>, Fault> {
    let row = oauth_client::Entity::find()
        .filter(oauth_client::Column::ClientId.eq(client_id))
        .lock_exclusive()
        .one(connection)
        .await?;
    row.map(client).transpose()
}

/// Applications after a name, in the order of names: of these departments where some are given, in a state where one is.
pub(crate) async fn list_after(
    connection: &impl ConnectionTrait,
    departments: Option<&[String]>,
    state: Option<ClientState>,
    after: &str,
    limit: u64,
) -> Result<Vec<Client>, Fault> {
    let mut query = oauth_client::Entity::find().filter(oauth_client::Column::ClientId.gt(after));
    if let Some(departments) = departments {
        query = query.filter(oauth_client::Column::DepartmentId.is_in(departments.iter().map(String::as_str)));
    }
    if let Some(state) = state {
        query = query.filter(oauth_client::Column::State.eq(state.code()));
    }
    let rows = query.order_by_asc(oauth_client::Column::ClientId).limit(limit).all(connection).await?;
    rows.into_iter().map(|row| client(row).map(|(client, _)| client)).collect()
}

/// Writes what may change of an application, where it still has the revision that was seen; tells whether it had.
pub(crate) async fn change(
    connection: &impl ConnectionTrait,
    changed: &Client,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let service_account = changed.service_account.map(foundation::ids::AccountId::uuid);
    let done = oauth_client::Entity::update_many()
        .col_expr(oauth_client::Column::State, Expr::value(changed.state.code()))
        .col_expr(oauth_client::Column::Definition, Expr::value(written(&changed.definition)?))
        .col_expr(oauth_client::Column::ServiceAccountId, Expr::value(service_account))
        .col_expr(oauth_client::Column::Revision, Expr::col(oauth_client::Column::Revision).add(1))
        .col_expr(oauth_client::Column::ChangedAt, Expr::value(now))
        .filter(oauth_client::Column::Id.eq(changed.id.uuid()))
        .filter(oauth_client::Column::Revision.eq(changed.revision))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives an application another secret, where it still has the revision that was seen; tells whether it had.
pub(crate) async fn set_secret(
    connection: &impl ConnectionTrait,
    client: &Client,
    hash: &str,
    former: Option<&(String, DateTime<Utc>)>,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let (former_hash, former_until) = former.cloned().unzip();
    let done = oauth_client::Entity::update_many()
        .col_expr(oauth_client::Column::SecretHash, Expr::value(hash))
        .col_expr(oauth_client::Column::FormerSecretHash, Expr::value(former_hash))
        .col_expr(oauth_client::Column::FormerSecretUntil, Expr::value(former_until))
        .col_expr(oauth_client::Column::Revision, Expr::col(oauth_client::Column::Revision).add(1))
        .col_expr(oauth_client::Column::ChangedAt, Expr::value(now))
        .filter(oauth_client::Column::Id.eq(client.id.uuid()))
        .filter(oauth_client::Column::Revision.eq(client.revision))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends everything that was granted to an application.
pub(crate) async fn end_grants(
    connection: &impl ConnectionTrait,
    application: ApplicationId,
    now: DateTime<Utc>,
) -> Result<u64, Fault> {
    let done = oauth_grant::Entity::update_many()
        .col_expr(oauth_grant::Column::RevokedAt, Expr::value(now))
        .filter(oauth_grant::Column::ClientId.eq(application.uuid()))
        .filter(oauth_grant::Column::RevokedAt.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected)
}

/// As a definition is stored.
pub(super) fn written(definition: &Definition) -> Result<String, Fault> {
    serde_json::to_string(definition).map_err(|error| Fault::Other(sea_orm::DbErr::Custom(error.to_string())))
}
