use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::super::{
    entity::oauth_client,
    model::{Client, ClientState},
};
use foundation::{
    database::Fault,
    ids::{AccountId, ApplicationId},
};

/// The hashes of an application's secrets: the one of today, and the one before where both are good for a while.
#[derive(Default)]
pub(crate) struct Secrets {
    pub(crate) hash: Option<String>,
    pub(crate) former: Option<(String, DateTime<Utc>)>,
}

/// An application by what it calls itself, with what its secret is compared to.
pub(crate) async fn named(
    connection: &impl ConnectionTrait,
    client_id: &str,
) -> Result<Option<(Client, Secrets)>, Fault> {
    let found =
        oauth_client::Entity::find().filter(oauth_client::Column::ClientId.eq(client_id)).one(connection).await?;
    found.map(client).transpose()
}

/// An application by its row.
pub(crate) async fn by_id(connection: &impl ConnectionTrait, id: ApplicationId) -> Result<Option<Client>, Fault> {
    let found = oauth_client::Entity::find_by_id(id.uuid()).one(connection).await?;
    Ok(found.map(client).transpose()?.map(|(client, _)| client))
}

/// Every application that is in use by everybody.
pub(crate) async fn live(connection: &impl ConnectionTrait) -> Result<Vec<Client>, Fault> {
    let rows = oauth_client::Entity::find().filter(oauth_client::Column::State.eq(ClientState::Live.code()));
    rows.all(connection).await?.into_iter().map(|row| Ok(client(row)?.0)).collect()
}

/// Reads a row.
pub(crate) fn client(row: oauth_client::Model) -> Result<(Client, Secrets), Fault> {
    let unread = |what: &str| Fault::Other(sea_orm::DbErr::Custom(format!("application {}: {what}", row.client_id)));
    let definition = serde_json::from_str(&row.definition).map_err(|error| unread(&error.to_string()))?;
    let state = ClientState::parse(&row.state).ok_or_else(|| unread("state"))?;
    let secrets = Secrets { hash: row.secret_hash, former: row.former_secret_hash.zip(row.former_secret_until) };
    let client = Client {
        id: ApplicationId::from_uuid(row.id),
        client_id: row.client_id,
        department: row.department_id,
        state,
        definition,
        service_account: row.service_account_id.map(AccountId::from_uuid),
        revision: row.revision,
    };
    Ok((client, secrets))
}

/// Those of some applications that want to be told when a session ends.
pub(crate) async fn told_of_logouts(
    connection: &impl ConnectionTrait,
    clients: impl IntoIterator<Item = ApplicationId>,
) -> Result<HashSet<ApplicationId>, Fault> {
    let ids: HashSet<_> = clients.into_iter().map(ApplicationId::uuid).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = oauth_client::Entity::find().filter(oauth_client::Column::Id.is_in(ids)).all(connection).await?;
    let mut told = HashSet::new();
    for row in rows {
        let (client, _) = client(row)?;
        if client.definition.backchannel_logout_uri.is_some() {
            told.insert(client.id);
        }
    }
    Ok(told)
}
