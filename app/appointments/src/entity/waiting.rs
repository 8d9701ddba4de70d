//! Who waits in line for a place.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "waiting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub subject: String,
    pub shown_name: String,
    pub office_code: String,
    pub matter_code: String,
    pub item_code: Option<String>,
    pub persons: i32,
    pub from_day: Date,
    pub until_day: Date,
    pub seat: i16,
    pub visit_id: Option<Uuid>,
    pub outcome: Option<String>,
    pub created_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
