//! Applications somebody is connected with: what they agreed to, and the grants that came of it.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};

use super::{
    super::{
        entity::{oauth_client, oauth_consent, oauth_grant, oauth_refresh_token},
        model::{Client, Scopes},
    },
    clients,
};
use foundation::{
    database::Fault,
    ids::{AccountId, ApplicationId},
};

/// The most applications a page shows; there are not more in a city.
const MOST: u64 = 500;

/// An application somebody is connected with.
pub(crate) struct Connection {
    pub(crate) client: Client,
    pub(crate) scopes: Scopes,
    pub(crate) agreed_at: DateTime<Utc>,
    pub(crate) used_at: DateTime<Utc>,
}

/// Those of an account, the one used last first.
pub(crate) async fn of(connection: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Connection>, Fault> {
    let to_client = oauth_consent::Entity::belongs_to(oauth_client::Entity)
        .from(oauth_consent::Column::ClientId)
        .to(oauth_client::Column::Id)
        .into();
    let rows = oauth_consent::Entity::find()
        .select_also(oauth_client::Entity)
        .join(JoinType::InnerJoin, to_client)
        .filter(oauth_consent::Column::AccountId.eq(account.uuid()))
        .order_by_desc(oauth_consent::Column::UsedAt)
        .limit(MOST)
        .all(connection)
        .await?;
    let with_client = rows.into_iter().filter_map(|(consent, client)| Some((consent, client?)));
    with_client
        .map(|(consent, client)| {
            Ok(Connection {
                client: clients::client(client)?.0,
                scopes: Scopes::parse(&consent.scopes),
                agreed_at: consent.agreed_at,
                used_at: consent.used_at,
            })
        })
        .collect()
}

/// Ends all grants of an account to an application; says how many.
pub(crate) async fn end(
    connection: &impl ConnectionTrait,
    account: AccountId,
    client: ApplicationId,
    now: DateTime<Utc>,
) -> Result<u64, Fault> {
    let ended = oauth_grant::Entity::update_many()
        .col_expr(oauth_grant::Column::RevokedAt, Expr::value(now))
        .filter(oauth_grant::Column::AccountId.eq(account.uuid()))
        .filter(oauth_grant::Column::ClientId.eq(client.uuid()))
        .filter(oauth_grant::Column::RevokedAt.is_null())
        .exec(connection)
        .await?;
    Ok(ended.rows_affected)
}

/// Takes back all an account agreed to, and ends all its grants.
pub(crate) async fn forget(
    connection: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let consents = oauth_consent::Entity::delete_many();
    consents.filter(oauth_consent::Column::AccountId.eq(account.uuid())).exec(connection).await?;
    oauth_grant::Entity::update_many()
        .col_expr(oauth_grant::Column::RevokedAt, Expr::value(now))
        .filter(oauth_grant::Column::AccountId.eq(account.uuid()))
        .filter(oauth_grant::Column::RevokedAt.is_null())
        .exec(connection)
        .await?;
    Ok(())
}

/// Removes grants that ended before a moment, with their refresh tokens; says how many.
pub(crate) async fn sweep(connection: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64, Fault> {
    let over = Query::select()
        .column(oauth_grant::Column::Id)
        .from(oauth_grant::Entity)
        .and_where(oauth_grant::Column::EndsAt.lt(before))
        .to_owned();
    let tokens = oauth_refresh_token::Entity::delete_many();
    tokens.filter(oauth_refresh_token::Column::GrantId.in_subquery(over)).exec(connection).await?;
    let grants = oauth_grant::Entity::delete_many().filter(oauth_grant::Column::EndsAt.lt(before));
    Ok(grants.exec(connection).await?.rows_affected)
}
