//! Applications of departments.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "oauth_client")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub client_id: String,
    pub department_id: String,
    pub state: String,
    pub definition: String,
    pub secret_hash: Option<String>,
    pub former_secret_hash: Option<String>,
    pub former_secret_until: Option<DateTimeUtc>,
    pub service_account_id: Option<Uuid>,
    pub revision: i32,
    pub created_at: DateTimeUtc,
    pub created_by: String,
    pub changed_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
