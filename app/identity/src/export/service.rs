use serde_json::{Value, json};

use super::{gather, iso};
use crate::{Identity, error::IdentityError, holder::Holder, throttle::EXPORT};
use foundation::{
    audit::{self, Audit, Filter},
    context::Client,
    database::Fault,
};

/// Pages of acts taken along: what a person did in years, and not what a machine did in their name for a day.
const PAGES: usize = 100;

impl Identity {
    /// Everything the city holds about the holder from this product, as JSON of a documented shape. Written down, counted, and
    /// for those who proved just before to be there.
    pub async fn own_data(&self, holder: &Holder, client: &Client) -> Result<String, IdentityError> {
        let now = self.clock.now();
        if !holder.is_fresh(now) {
            return Err(IdentityError::NotFresh);
        }
        self.begin_try(EXPORT, &holder.name, &client.network()).await?;
        let document = gather(self, holder).await?;
        self.database
            .write(&(holder, now), |transaction, (holder, now)| {
                Box::pin(async move {
                    audit::append(transaction, &holder.did("account.export"), *now).await?;
                    Ok::<_, IdentityError>(())
                })
            })
            .await?;
        Ok(format!("{document:#}"))
    }
}

/// What the holder did, the newest first. Who else was part of it is theirs and left out.
pub(super) async fn acts(identity: &Identity, holder: &Holder) -> Result<Vec<Value>, Fault> {
    let audit = Audit::new(identity.database.clone());
    let filter = Filter { account: holder.name.clone(), ..Filter::default() };
    let (mut acts, mut before) = (Vec::new(), None);
    for _ in 0..PAGES {
        let page = audit.search(&filter, before).await?;
        let Some(last) = page.last() else { break };
        before = Some(last.number);
        acts.extend(page.iter().filter(|entry| entry.account == Some(holder.account)).map(|entry| {
            // Whose account it was done to is their own affair, unless it is this one.
            let subject =
                if entry.subject_kind == "account" && entry.subject != holder.name { "" } else { &entry.subject };
            json!({ "at": iso(entry.at), "act": entry.act, "subject": subject, "network": entry.origin })
        }));
    }
    Ok(acts)
}
