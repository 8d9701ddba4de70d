//! Whom a company asks to act for it.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "company_invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub uscc: String,
    pub kind: String,
    pub address: String,
    pub powers: String,
    pub invited_by: Uuid,
    pub state: String,
    pub created_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub decided_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
