//! Numbers in the lines of halls.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "queue_ticket")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub stay_id: Uuid,
    pub step: i32,
    pub office_code: String,
    pub day: Date,
    pub letter: String,
    pub number: i32,
    pub group_id: Uuid,
    pub matter_code: String,
    pub appointment_id: Option<Uuid>,
    pub is_booked: bool,
    pub priority: String,
    pub line: i32,
    pub ready_at: DateTimeUtc,
    pub order_at: DateTimeUtc,
    pub state: String,
    pub counter_id: Option<Uuid>,
    pub counter_label: Option<String>,
    pub token_hash: String,
    pub kiosk_id: Option<Uuid>,
    pub request_key: Option<String>,
    pub issued_at: DateTimeUtc,
    pub first_called_at: Option<DateTimeUtc>,
    pub called_at: Option<DateTimeUtc>,
    pub calls: i32,
    pub served_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
