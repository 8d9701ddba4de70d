use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use super::{
    super::{
        entity::{oauth_client, oauth_client_change, oauth_client_event},
        model::{ClientState, Definition},
        registry::{ApplicationAct, ApplicationEvent, WaitingChange},
    },
    registrations::written,
};
use foundation::{
    database::Fault,
    ids::{ApplicationEventId, ApplicationId},
};

/// The most events read of one application.
const MOST_EVENTS: u64 = 200;

/// Writes down what happened to an application.
pub(crate) async fn add_event(
    connection: &impl ConnectionTrait,
    application: ApplicationId,
    event: &ApplicationEvent,
) -> Result<(), Fault> {
    let row = oauth_client_event::ActiveModel {
        id: Set(ApplicationEventId::new().uuid()),
        client_id: Set(application.uuid()),
        act: Set(event.act.code().to_owned()),
        by_name: Set(event.by.clone()),
        note: Set(event.note.clone()),
        at: Set(event.at),
    };
    oauth_client_event::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// What happened to an application, the newest first.
pub(crate) async fn events(
    connection: &impl ConnectionTrait,
    application: ApplicationId,
) -> Result<Vec<ApplicationEvent>, Fault> {
    let rows = oauth_client_event::Entity::find()
        .filter(oauth_client_event::Column::ClientId.eq(application.uuid()))
        .order_by_desc(oauth_client_event::Column::Id)
        .limit(MOST_EVENTS)
        .all(connection)
        .await?;
    let event = |row: oauth_client_event::Model| {
        let act = ApplicationAct::parse(&row.act)?;
        Some(ApplicationEvent { act, by: row.by_name, note: row.note, at: row.at })
    };
    Ok(rows.into_iter().filter_map(event).collect())
}

/// Whether something ever happened to an application.
pub(crate) async fn has_happened(
    connection: &impl ConnectionTrait,
    application: ApplicationId,
    act: ApplicationAct,
) -> Result<bool, Fault> {
    let found = oauth_client_event::Entity::find()
        .filter(oauth_client_event::Column::ClientId.eq(application.uuid()))
        .filter(oauth_client_event::Column::Act.eq(act.code()))
        .one(connection)
        .await?;
    Ok(found.is_some())
}

/// What waits to be changed of an application.
pub(crate) async fn change(
    connection: &impl ConnectionTrait,
    application: ApplicationId,
) -> Result<Option<WaitingChange>, Fault> {
    let row = oauth_client_change::Entity::find_by_id(application.uuid()).one(connection).await?;
    row.map(|row| {
        let definition = serde_json::from_str(&row.definition)
            .map_err(|error| Fault::Other(sea_orm::DbErr::Custom(format!("change of {application}: {error}"))))?;
        Ok(WaitingChange { definition, by: row.proposed_by, at: row.proposed_at })
    })
    .transpose()
}

/// Keeps a change until it is decided; one that waits already is replaced.
pub(crate) async fn propose(
    connection: &impl ConnectionTrait,
    application: ApplicationId,
    definition: &Definition,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    drop_change(connection, application).await?;
    let row = oauth_client_change::ActiveModel {
        client_id: Set(application.uuid()),
        definition: Set(written(definition)?),
        proposed_by: Set(by.to_owned()),
        proposed_at: Set(now),
    };
    oauth_client_change::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// Takes a change away.
pub(crate) async fn drop_change(connection: &impl ConnectionTrait, application: ApplicationId) -> Result<(), Fault> {
    oauth_client_change::Entity::delete_by_id(application.uuid()).exec(connection).await?;
    Ok(())
}

/// How many applications wait for somebody's decision, all of the city or of some departments: asked for, or with a change.
pub(crate) async fn count_waiting(
    connection: &impl ConnectionTrait,
    departments: Option<&[String]>,
) -> Result<u64, Fault> {
    let changed = oauth_client_change::Entity::find().select_only().column(oauth_client_change::Column::ClientId);
    let waits = Condition::any()
        .add(oauth_client::Column::State.eq(ClientState::Requested.code()))
        .add(oauth_client::Column::Id.in_subquery(changed.into_query()));
    let mut query = oauth_client::Entity::find().filter(waits);
    if let Some(departments) = departments {
        query = query.filter(oauth_client::Column::DepartmentId.is_in(departments.iter().map(String::as_str)));
    }
    Ok(query.count(connection).await?)
}

/// Which applications a change waits for: all of the city, or of some departments.
pub(crate) async fn with_changes(
    connection: &impl ConnectionTrait,
    departments: Option<&[String]>,
) -> Result<Vec<ApplicationId>, Fault> {
    let mut query = oauth_client_change::Entity::find();
    if let Some(departments) = departments {
        let inside = oauth_client::Entity::find()
            .select_only()
            .column(oauth_client::Column::Id)
            .filter(oauth_client::Column::DepartmentId.is_in(departments.iter().map(String::as_str)))
            .into_query();
        query = query.filter(oauth_client_change::Column::ClientId.in_subquery(inside));
    }
    let rows = query.all(connection).await?;
    Ok(rows.into_iter().map(|row| ApplicationId::from_uuid(row.client_id)).collect())
}
