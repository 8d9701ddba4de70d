use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    ApplicationAct, RegistryError,
    acts::{Acting, Outcome, Told, keeps},
};
use crate::{OpenId, store::registrations};
use identity::{Authority, Token};

/// How long a secret works beside the one that follows it.
pub const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// What becomes of the secret before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// It works for [`OVERLAP`], so that nothing stops while the new one is carried to its place.
    Day,
    /// It ends at once, because somebody else may know it.
    None,
}

impl OpenId {
    /// Gives an application another secret. It is told here and never again: what is kept is its hash.
    pub async fn new_secret(
        &self,
        authority: &Authority,
        client_id: &str,
        revision: i32,
        overlap: Overlap,
    ) -> Outcome<Token> {
        let (secret, now) = (Token::new()?, self.clock.now());
        let given = (self, Acting { authority, now }, client_id, revision, overlap, secret.hash());
        self.database
            .write(&given, |transaction, (openid, acting, client_id, revision, overlap, hash)| {
                Box::pin(async move {
                    let (client, secrets) = openid.held(transaction, acting.authority, client_id, *revision).await?;
                    if !keeps(acting.authority, &client.department) {
                        return Err(RegistryError::Forbidden);
                    }
                    if !client.state.is_served() || !client.definition.authentication.is_by_secret() {
                        return Err(RegistryError::State);
                    }
                    let until = acting.now + OVERLAP;
                    let former = secrets.hash.filter(|_| *overlap == Overlap::Day).map(|hash| (hash, until));
                    let changed =
                        registrations::set_secret(transaction, &client, hash, former.as_ref(), acting.now).await?;
                    if !changed {
                        return Err(RegistryError::Changed);
                    }
                    let after = json!({ "former_works_until": former.map(|(_, until)| until) });
                    let told = Told { act: ApplicationAct::Secret, note: "", before: Value::Null, after };
                    openid.write_down(transaction, acting, &client, told).await
                })
            })
            .await?;
        Ok(secret)
    }
}
