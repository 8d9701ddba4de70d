//! One thing that was done.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub at: DateTimeUtc,
    pub account_id: Option<Uuid>,
    pub account_name: String,
    pub origin: String,
    pub act: String,
    pub subject_kind: String,
    pub subject: String,
    pub department_id: String,
    pub before: String,
    pub after: String,
    pub previous_hash: String,
    pub hash: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
