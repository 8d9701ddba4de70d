use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::Expr};

use super::super::{entity::signing_key, keys::SigningKeyHead, model::SigningAlgorithm};
use foundation::database::Fault;

/// A key as it is stored.
pub(crate) struct Row {
    pub(crate) kid: String,
    pub(crate) algorithm: SigningAlgorithm,
    pub(crate) generation: i32,
    pub(crate) sealed: Vec<u8>,
    pub(crate) public_jwk: String,
    pub(crate) signs_from: DateTime<Utc>,
    pub(crate) published_until: Option<DateTime<Utc>>,
}

impl Row {
    pub(crate) fn head(&self) -> SigningKeyHead {
        SigningKeyHead {
            kid: self.kid.clone(),
            algorithm: self.algorithm,
            signs_from: self.signs_from,
            published_until: self.published_until,
        }
    }
}

/// The place a key is sealed for.
pub(crate) fn place(kid: &str) -> String {
    format!("signing_key {kid}")
}

/// Every key there ever was; a handful a year.
pub(crate) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<Row>, Fault> {
    let rows = signing_key::Entity::find().order_by_asc(signing_key::Column::SignsFrom).all(connection).await?;
    Ok(rows.into_iter().filter_map(row).collect())
}

/// The youngest key of an algorithm.
pub(crate) async fn newest(
    connection: &impl ConnectionTrait,
    algorithm: SigningAlgorithm,
) -> Result<Option<Row>, Fault> {
    let found = signing_key::Entity::find()
        .filter(signing_key::Column::Algorithm.eq(algorithm.name()))
        .order_by_desc(signing_key::Column::Generation)
        .one(connection)
        .await?;
    Ok(found.and_then(row))
}

/// Adds a key; a conflict where its generation is there.
pub(crate) async fn add(connection: &impl ConnectionTrait, row: &Row, now: DateTime<Utc>) -> Result<(), Fault> {
    let model = signing_key::Model {
        kid: row.kid.clone(),
        algorithm: row.algorithm.name().to_owned(),
        generation: row.generation,
        sealed: row.sealed.clone(),
        public_jwk: row.public_jwk.clone(),
        created_at: now,
        signs_from: row.signs_from,
        published_until: row.published_until,
    };
    signing_key::Entity::insert(model.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// Says of all keys before a generation that still have no end until when they are published.
pub(crate) async fn end_before(
    connection: &impl ConnectionTrait,
    algorithm: SigningAlgorithm,
    generation: i32,
    until: DateTime<Utc>,
) -> Result<(), Fault> {
    signing_key::Entity::update_many()
        .col_expr(signing_key::Column::PublishedUntil, Expr::value(until))
        .filter(signing_key::Column::Algorithm.eq(algorithm.name()))
        .filter(signing_key::Column::Generation.lt(generation))
        .filter(signing_key::Column::PublishedUntil.is_null())
        .exec(connection)
        .await?;
    Ok(())
}

fn row(model: signing_key::Model) -> Option<Row> {
    let signing_key::Model {
        kid,
        algorithm,
        generation,
        sealed,
        public_jwk,
        created_at: _,
        signs_from,
        published_until,
    } = model;
    let algorithm = SigningAlgorithm::parse(&algorithm)?;
    Some(Row { kid, algorithm, generation, sealed, public_jwk, signs_from, published_until })
}
