use chrono::{DateTime, Utc};

use crate::{
    OpenId,
    model::Client,
    store::{clients, logouts},
};
use foundation::database::Fault;
use identity::Holder;

/// How many are shown.
const SHOWN: u64 = 50;

/// What became of telling an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It confirmed.
    Yes,
    /// It is being told.
    Trying,
    /// It did not answer and was given up.
    No,
}

/// An application somebody signed in to by way of the portal.
#[derive(Debug, Clone)]
pub struct ApplicationLogin {
    /// Which.
    pub client: Client,
    /// When.
    pub began_at: DateTime<Utc>,
    /// When that ended, if it did.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether the application was told of the end; none where it asked for nothing of the kind.
    pub told: Option<Told>,
}

impl OpenId {
    /// The applications somebody signed in to lately, the newest first, and what became of signing out there.
    pub async fn application_logins(&self, holder: &Holder) -> Result<Vec<ApplicationLogin>, Fault> {
        let listed = logouts::of_account(self.database.reader(), holder.account, SHOWN).await?;
        listed
            .into_iter()
            .map(|listed| {
                let (client, _) = clients::client(listed.client)?;
                let logouts::Listed { began_at, ended_at, told, .. } = listed;
                Ok(ApplicationLogin { client, began_at, ended_at, told })
            })
            .collect()
    }
}
