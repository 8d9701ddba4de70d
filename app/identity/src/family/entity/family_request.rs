//! What somebody asks a relative to agree to.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "family_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub helper_id: Uuid,
    pub kind: String,
    pub address: String,
    pub relation: String,
    pub powers: String,
    pub state: String,
    pub code_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub decided_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
