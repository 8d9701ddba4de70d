use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, EntityTrait as _, IntoActiveModel as _};

use super::super::{
    entity::{account, session},
    method::{Method, Methods},
    sessions::Awaits,
    token::Token,
};
use foundation::{
    database::Fault,
    ids::{AccountId, SessionId},
};

/// Rows of one statement.
const ROWS: usize = 500;

/// Adds an account that is signed in for each of some sessions' tokens.
pub(crate) async fn signed_in(
    connection: &impl ConnectionTrait,
    tokens: &[Token],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for some in tokens.chunks(ROWS) {
        let rows = some.iter().map(|token| {
            let id = AccountId::new();
            let account = account::Model {
                id: id.uuid(),
                name: format!("r-{id}"),
                display_name: "王小蓉".to_owned(),
                password_hash: None,
                created_at: now,
                disabled_at: None,
                level: 1,
                second_factor: false,
                language: String::new(),
                closes_at: None,
                closed_at: None,
                display: String::new(),
            };
            let session = session::Model {
                id: SessionId::new().uuid(),
                token_hash: token.hash(),
                account_id: id.uuid(),
                created_at: now,
                seen_at: now,
                ends_at: now + TimeDelta::hours(12),
                network: "127.0.0.1".to_owned(),
                device: String::new(),
                methods: Methods::one(Method::PhoneCode).stored(),
                awaits: Awaits::Nothing.code().to_owned(),
                proven_at: Some(now),
                stays: false,
            };
            (account.into_active_model(), session.into_active_model())
        });
        let (accounts, sessions): (Vec<_>, Vec<_>) = rows.unzip();
        account::Entity::insert_many(accounts).exec_without_returning(connection).await?;
        session::Entity::insert_many(sessions).exec_without_returning(connection).await?;
    }
    Ok(())
}
