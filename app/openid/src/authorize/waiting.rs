use chrono::{DateTime, TimeDelta, Utc};

use super::Asked;
use crate::{
    OpenId,
    model::Client,
    store::{clients, requests},
};
use foundation::{database::Fault, ids::AccountId};
use identity::{Holder, IdentityError, Token};

/// How long somebody may take to sign in and answer.
const LASTS: TimeDelta = TimeDelta::minutes(30);

/// What was asked and waits for the person.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) id_hash: String,
    pub(crate) client: Client,
    pub(crate) asked: Asked,
    pub(crate) created_at: DateTime<Utc>,
    /// Whose it is, once somebody said with which account to go on.
    pub(crate) account: Option<AccountId>,
}

impl OpenId {
    /// Keeps what was asked until the person signed in and answered; gives the path where it goes on.
    pub(crate) async fn keep(&self, client: &Client, asked: &Asked) -> Result<String, IdentityError> {
        let (id, now) = (Token::new()?, self.clock.now());
        let waiting = requests::New { id_hash: id.hash(), client: client.id, pushed: false, asked };
        requests::add(self.database.writer(), &waiting, now, now + LASTS).await?;
        Ok(format!("/oauth/continue/{}", id.as_str()))
    }

    /// What waits under an id; none where there is nothing, it was answered or is over, or the application is served no more.
    pub(crate) async fn waiting(&self, id: &str) -> Result<Option<Waiting>, Fault> {
        let Some(id) = Token::parse(id) else { return Ok(None) };
        let id_hash = id.hash();
        let Some(kept) = requests::waiting(self.database.reader(), &id_hash, self.clock.now()).await? else {
            return Ok(None);
        };
        let client = clients::by_id(self.database.reader(), kept.client).await?;
        let client = client.filter(|client| client.state.is_served());
        Ok(client.map(|client| Waiting {
            id_hash,
            client,
            asked: kept.asked,
            created_at: kept.created_at,
            account: kept.account,
        }))
    }

    /// Somebody goes on with this account; tells whether it still waited, for them.
    pub(crate) async fn choose_account(&self, waiting: &Waiting, holder: &Holder) -> Result<bool, Fault> {
        requests::bind(self.database.writer(), &waiting.id_hash, holder.account).await
    }

    /// Somebody goes on with another account than this one.
    pub(crate) async fn leave_account(&self, waiting: &Waiting, holder: &Holder) -> Result<(), Fault> {
        requests::unbind(self.database.writer(), &waiting.id_hash, holder.account).await
    }

    /// Ends what waits without granting anything; tells whether it still waited.
    pub(crate) async fn give_up(&self, waiting: &Waiting) -> Result<bool, Fault> {
        requests::finish(self.database.writer(), &waiting.id_hash, self.clock.now()).await
    }
}
