//! A second text for a field, waiting to be chosen or not.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "item_draft_conflict")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub field: String,
    #[sea_orm(column_type = "Text")]
    pub base: String,
    #[sea_orm(column_type = "Text")]
    pub mine: String,
    pub account_id: Uuid,
    pub display_name: String,
    pub at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
