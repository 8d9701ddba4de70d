//! Something told to somebody: `due_at` is set while it is still to be sent.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Option<Uuid>,
    pub channel: String,
    pub address: String,
    pub reason: String,
    pub language: String,
    pub subject: String,
    pub body: Option<Vec<u8>>,
    pub secret: bool,
    pub created_at: DateTimeUtc,
    pub due_at: Option<DateTimeUtc>,
    pub tries: i32,
    pub delivered_at: Option<DateTimeUtc>,
    pub failed_at: Option<DateTimeUtc>,
    pub failure: String,
    pub read_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
