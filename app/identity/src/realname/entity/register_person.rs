//! People of the built-in register: the number as keyed hash, the name sealed.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "register_person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_index: String,
    pub name: Vec<u8>,
    pub household: String,
    pub role: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
