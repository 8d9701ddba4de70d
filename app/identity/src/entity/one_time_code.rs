//! Codes sent to somebody; of each, the keyed hash.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_code")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub purpose: String,
    pub kind: String,
    pub address: String,
    pub account_id: Option<Uuid>,
    pub browser_hash: String,
    pub code_hash: String,
    pub created_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub tries: i32,
    pub redeemed_at: Option<DateTimeUtc>,
    pub proven_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
