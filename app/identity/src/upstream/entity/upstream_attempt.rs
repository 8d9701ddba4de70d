//! A way to a provider and back.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "upstream_attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub provider: String,
    pub state_hash: String,
    pub browser_hash: String,
    pub return_to: String,
    pub secrets: Vec<u8>,
    pub ends_at: DateTimeUtc,
    pub answered_at: Option<DateTimeUtc>,
    pub asserted: Option<Vec<u8>>,
    pub settled_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
