use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    model::{Side, Whom},
    service::{Binding, Family, bind},
    store::requests::{self, Request, State},
};
use crate::{
    Browser,
    codes::{CodeFor, Purpose},
    holder::Holder,
    kin_error::KinError,
    store::{contacts, people},
    throttle,
};
use foundation::{
    audit::{self, Entry},
    context::Client,
    ids::{AccountId, CodeId, FamilyRequestId, FamilyTieId},
    text::Language,
};

impl Family {
    /// Agrees to be helped: by whoever is reached at the address that was asked, in their own account.
    pub async fn agree(&self, holder: &Holder, id: FamilyRequestId) -> Result<FamilyTieId, KinError> {
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(&(self, holder, id, now), |transaction, (family, holder, id, now)| {
                Box::pin(async move {
                    let request = asked_of(transaction, holder, *id, *now).await?;
                    // Whoever found a browser open must not give away what its owner may do.
                    if !holder.is_fresh(*now) {
                        return Err(KinError::NotFresh);
                    }
                    family.agreed(transaction, &request, holder.account, holder, "account", *now).await
                })
            })
            .await
    }

    /// Says no to a request.
    pub async fn refuse(&self, holder: &Holder, id: FamilyRequestId) -> Result<(), KinError> {
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(&(self, holder, id, now), |transaction, (family, holder, id, now)| {
                Box::pin(async move {
                    let request = asked_of(transaction, holder, *id, *now).await?;
                    if !requests::decide(transaction, *id, State::Refused, *now).await? {
                        return Err(KinError::Over);
                    }
                    let masked = request.contact.masked();
                    let words = |texts: &'static foundation::text::Texts| {
                        (texts.family_refused_subject().to_owned(), texts.family_refused_body(masked.clone()))
                    };
                    family.identity.tell_holder(transaction, request.helper, "family", &words, *now).await?;
                    let entry = Entry::new(holder.who(), "family.refuse", "family_request", id.to_string());
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Sends a code to the address that was asked: a relative who sits beside the helper agrees by reading it out.
    pub async fn send_consent_code(
        &self,
        holder: &Holder,
        id: FamilyRequestId,
        browser: &Browser,
        client: &Client,
        language: Language,
    ) -> Result<CodeId, KinError> {
        let identity = &self.identity;
        let now = identity.clock.now();
        let request = requests::by_id(identity.database.reader(), id).await?;
        let request = request.filter(|request| request.helper == holder.account).ok_or(KinError::Unknown)?;
        if request.state != State::Open || request.ends_at <= now {
            return Err(KinError::Over);
        }
        let code_for = CodeFor {
            purpose: Purpose::Consent,
            contact: &request.contact,
            account: None,
            browser: &browser.token,
            client,
            language,
        };
        let code = identity.send_code(code_for).await?;
        identity
            .database
            .write(&(id, code), |transaction, (id, code)| {
                Box::pin(async move { Ok::<_, KinError>(requests::set_code(transaction, *id, *code).await?) })
            })
            .await?;
        Ok(code)
    }

    /// Agrees with the code that was sent to the address for this very request.
    pub async fn agree_by_code(
        &self,
        holder: &Holder,
        id: FamilyRequestId,
        (code, typed): (CodeId, &str),
        browser: &Browser,
        client: &Client,
    ) -> Result<FamilyTieId, KinError> {
        let identity = &self.identity;
        let counted = identity.begin_code(code, client).await?;
        let redeemed = identity.check_code(code, Purpose::Consent, &browser.token, typed).await?;
        let now = identity.clock.now();
        let given = (self, holder, id, code, redeemed.contact, counted, now);
        identity
            .database
            .write(&given, |transaction, (family, holder, id, code, contact, counted, now)| {
                Box::pin(async move {
                    let request = waiting(transaction, *id, *now).await?;
                    if request.helper != holder.account {
                        return Err(KinError::Unknown);
                    }
                    // A code sent for one request says nothing about another, which may ask for more.
                    if request.code != Some(*code) || request.contact != *contact {
                        return Err(crate::IdentityError::Wrong.into());
                    }
                    family.identity.redeem(transaction, *code).await?;
                    throttle::forget(transaction, counted).await?;
                    let owner = contacts::owner(transaction, contact).await?.ok_or(KinError::NoAccount)?;
                    family.agreed(transaction, &request, owner, holder, "code", *now).await
                })
            })
            .await
    }

    /// Binds, says so to both, and writes it down.
    async fn agreed(
        &self,
        transaction: &DatabaseTransaction,
        request: &Request,
        relative: AccountId,
        actor: &Holder,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<FamilyTieId, KinError> {
        let Request { helper, relation, ref powers, .. } = *request;
        let binding =
            Binding { helper, whom: Whom::Account(relative), relation, powers, until: None, by: Side::Relative };
        let tie = bind(transaction, &binding, now).await?;
        if !requests::decide(transaction, request.id, State::Agreed, now).await? {
            return Err(KinError::Over);
        }
        let named = people::named(transaction, [helper, relative]).await?;
        let called =
            |account: AccountId| named.get(&account).map(|named| named.display_name.clone()).unwrap_or_default();
        let (of_helper, of_relative) = (called(helper), called(relative));
        let words = |texts: &'static foundation::text::Texts| {
            (texts.family_bound_helper_subject().to_owned(), texts.family_bound_helper_body(of_relative.clone()))
        };
        self.identity.tell_holder(transaction, helper, "family", &words, now).await?;
        let words = |texts: &'static foundation::text::Texts| {
            (texts.family_bound_relative_subject().to_owned(), texts.family_bound_relative_body(of_helper.clone()))
        };
        self.identity.tell_holder(transaction, relative, "family", &words, now).await?;
        let number = |account: AccountId| named.get(&account).map(|named| named.name.clone()).unwrap_or_default();
        let entry = Entry::new(actor.who(), "family.bind", "family", tie.to_string()).after(json!({
            "helper": number(helper), "relative": number(relative), "by": by,
            "relation": relation.code(), "powers": powers.stored(),
        }));
        audit::append(transaction, &entry, now).await?;
        Ok(tie)
    }
}

/// A request that still waits for whoever is reached at the address that was asked, held; for everybody else there is none.
async fn asked_of(
    transaction: &DatabaseTransaction,
    holder: &Holder,
    id: FamilyRequestId,
    now: DateTime<Utc>,
) -> Result<Request, KinError> {
    let request = waiting(transaction, id, now).await?;
    if contacts::owner(transaction, &request.contact).await? == Some(holder.account) {
        Ok(request)
    } else {
        Err(KinError::Unknown)
    }
}

/// A request that still waits, held.
async fn waiting(
    transaction: &DatabaseTransaction,
    id: FamilyRequestId,
    now: DateTime<Utc>,
) -> Result<Request, KinError> {
    let request = requests::hold(transaction, id).await?.ok_or(KinError::Unknown)?;
    if request.state == State::Open && request.ends_at > now { Ok(request) } else { Err(KinError::Over) }
}
