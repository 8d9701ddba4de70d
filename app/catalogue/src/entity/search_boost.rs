//! Items an editor lifts or lowers.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "search_boost")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_code: String,
    pub factor: f64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
