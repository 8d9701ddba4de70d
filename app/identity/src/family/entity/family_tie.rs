//! Who helps whom.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "family_tie")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub helper_id: Uuid,
    pub relative_id: Option<Uuid>,
    pub dependant_id: Option<Uuid>,
    pub relation: String,
    pub powers: String,
    pub helper_place: i16,
    pub relative_place: i16,
    pub begun_at: DateTimeUtc,
    pub until: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
