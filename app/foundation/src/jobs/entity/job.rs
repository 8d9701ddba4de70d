//! What is to be done, is being done, or was done in the background.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    pub state: String,
    pub stage: String,
    pub done: i64,
    pub total: i64,
    #[sea_orm(column_type = "Text")]
    pub report: String,
    pub account_id: Uuid,
    pub account_name: String,
    pub requested_at: DateTimeUtc,
    pub started_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
    pub lease_until: Option<DateTimeUtc>,
    pub holder: Option<Uuid>,
    pub attempts: i32,
    pub cancel_asked: bool,
    pub input_id: Option<Uuid>,
    pub output_id: Option<Uuid>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
