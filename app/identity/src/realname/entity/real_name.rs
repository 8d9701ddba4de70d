//! Who the city knows an account's holder to be; name and number sealed.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "real_name")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    pub level: i16,
    pub name: Vec<u8>,
    pub id_number: Vec<u8>,
    pub id_index: String,
    pub changed_at: DateTimeUtc,
    pub paper: String,
    pub paper_until: Option<Date>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
