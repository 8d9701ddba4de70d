//! When counters are open, week by week.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "opening")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub group_id: Uuid,
    pub weekdays: i16,
    pub from_day: Date,
    pub until_day: Option<Date>,
    pub begins: i16,
    pub ends: i16,
    pub counters: i16,
    pub walk_in: i16,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
