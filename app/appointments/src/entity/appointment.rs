//! Places that are held or booked.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "appointment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub code: String,
    pub office_code: String,
    pub group_id: Uuid,
    pub matter_code: String,
    pub item_code: Option<String>,
    pub account_id: Uuid,
    pub subject: String,
    pub shown_name: String,
    pub day: Date,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub slots: i32,
    pub slot_minutes: i32,
    pub persons: i32,
    pub state: String,
    pub seat: Option<i16>,
    pub hold_ends_at: Option<DateTimeUtc>,
    pub sequence: i32,
    pub request_key: String,
    pub wished_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub changed_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
