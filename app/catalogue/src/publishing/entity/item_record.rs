//! An item whatever its state: a line of the desk's list.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "item_record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub department_id: String,
    pub name_zh: String,
    pub name_en: String,
    pub live: String,
    pub work: String,
    pub version: Option<i32>,
    pub last_revision: i64,
    pub publish_at: Option<DateTimeUtc>,
    pub expire_at: Option<DateTimeUtc>,
    pub changed_at: DateTimeUtc,
    pub changed_by: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
