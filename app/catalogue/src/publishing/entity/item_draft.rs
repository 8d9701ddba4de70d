//! A text being written.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "item_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    #[sea_orm(column_type = "Text")]
    pub sheet: String,
    pub first_revision: i64,
    pub revision: i64,
    pub serial: i64,
    pub base_version: Option<i32>,
    pub state: String,
    pub changed_at: DateTimeUtc,
    pub changed_by_id: Option<Uuid>,
    pub changed_by: String,
    pub submitted_at: Option<DateTimeUtc>,
    pub submitted_by_id: Option<Uuid>,
    pub submitted_by: String,
    pub note: String,
    pub approved_at: Option<DateTimeUtc>,
    pub approved_by_id: Option<Uuid>,
    pub approved_by: String,
    pub publish_at: Option<DateTimeUtc>,
    pub expire_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
