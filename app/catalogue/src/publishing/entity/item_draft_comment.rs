//! What a reviewer said about a field.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "item_draft_comment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub field: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub account_id: Option<Uuid>,
    pub display_name: String,
    pub at: DateTimeUtc,
    pub done_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
