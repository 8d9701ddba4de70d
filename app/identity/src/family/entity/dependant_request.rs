//! People without an account whom a clerk has to see the papers of.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dependant_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub helper_id: Uuid,
    pub name: Vec<u8>,
    pub id_number: Option<Vec<u8>>,
    pub id_number_index: String,
    pub born_on: Date,
    pub relation: String,
    pub powers: String,
    pub state: String,
    pub paper: String,
    pub reason: String,
    pub created_at: DateTimeUtc,
    pub decided_at: Option<DateTimeUtc>,
    pub decided_by: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
