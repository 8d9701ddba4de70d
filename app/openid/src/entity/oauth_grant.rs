//! What was granted to applications.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "oauth_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub account_id: Option<Uuid>,
    pub session_id: Option<Uuid>,
    pub sid: Option<String>,
    pub subject: String,
    pub scopes: String,
    pub claims: String,
    pub nonce: Option<String>,
    pub acr: String,
    pub amr: String,
    pub auth_time: DateTimeUtc,
    #[sea_orm(unique)]
    pub code_hash: Option<String>,
    pub code_ends_at: Option<DateTimeUtc>,
    pub code_used_at: Option<DateTimeUtc>,
    pub redirect_uri: Option<String>,
    pub code_challenge: Option<String>,
    pub created_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub revoked_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
