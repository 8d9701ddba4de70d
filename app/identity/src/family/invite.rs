use chrono::TimeDelta;
use serde_json::json;

use super::{
    model::Relation,
    service::Family,
    store::requests::{self, Request, State},
};
use crate::{
    contact::Contact,
    holder::Holder,
    kin_error::KinError,
    powers::Powers,
    service::{tell, to},
    store::contacts,
    throttle::{KIN_ADDRESS, KIN_ASKED},
};
use foundation::{
    audit::{self, Entry},
    context::Client,
    ids::FamilyRequestId,
    text::Language,
};

/// How long a request waits for an answer.
pub(super) const REQUEST_LASTS: TimeDelta = TimeDelta::days(7);

impl Family {
    /// Asks whoever is reached at an address to be helped. Whether somebody has an account there is not looked up, so neither
    /// answer nor time tells. `base` is the beginning of links in the message: scheme, host and language.
    pub async fn invite(
        &self,
        holder: &Holder,
        contact: &Contact,
        relation: Relation,
        powers: &Powers,
        client: &Client,
        (language, base): (Language, &str),
    ) -> Result<FamilyRequestId, KinError> {
        let identity = &self.identity;
        let own = contacts::of(identity.database.reader(), holder.account).await?;
        if own.contains(contact) {
            return Err(KinError::Own);
        }
        identity.begin_try(KIN_ASKED, &holder.name, &client.network()).await?;
        identity.begin_try(KIN_ADDRESS, &contact.counted_as(), &client.network()).await?;
        let now = identity.clock.now();
        let request = Request {
            id: FamilyRequestId::new(),
            helper: holder.account,
            contact: contact.clone(),
            relation,
            powers: powers.clone(),
            state: State::Open,
            code: None,
            created_at: now,
            ends_at: now + REQUEST_LASTS,
        };
        let texts = language.texts();
        // No word of the asker's stands in what strangers are sent: only where they themselves are reached, in part.
        let from = own.first().map(Contact::masked).unwrap_or_default();
        let link = format!("{base}/me/family/requests/{}", request.id);
        let message = to(
            contact,
            None,
            "family-request",
            language,
            texts.family_request_subject().to_owned(),
            texts.family_request_body(REQUEST_LASTS.num_days(), from, link),
        );
        let entry = Entry::new(holder.who(), "family.invite", "family_request", request.id.to_string())
            .after(json!({ "by": contact.kind().code(), "relation": relation.code(), "powers": powers.stored() }));
        identity
            .database
            .write(&(identity, &request, message, entry), |transaction, (identity, request, message, entry)| {
                Box::pin(async move {
                    requests::add(transaction, request).await?;
                    tell(transaction, &identity.keyring, message, request.created_at).await?;
                    audit::append(transaction, entry, request.created_at).await?;
                    Ok::<_, KinError>(())
                })
            })
            .await?;
        Ok(request.id)
    }

    /// Takes a request back.
    pub async fn withdraw(&self, holder: &Holder, id: FamilyRequestId) -> Result<(), KinError> {
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(&(holder, id, now), |transaction, (holder, id, now)| {
                Box::pin(async move {
                    let request = requests::hold(transaction, *id).await?.ok_or(KinError::Unknown)?;
                    if request.helper != holder.account {
                        return Err(KinError::Unknown);
                    }
                    if !requests::decide(transaction, *id, State::Withdrawn, *now).await? {
                        return Err(KinError::Over);
                    }
                    let entry = Entry::new(holder.who(), "family.withdraw", "family_request", id.to_string());
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }
}
