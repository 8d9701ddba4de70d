use serde_json::json;

use super::{
    super::{
        Holder, Identity,
        error::IdentityError,
        password::{Password, PasswordRule},
        store::contacts,
    },
    store,
};
use foundation::{audit, ids::AccountId};

impl Identity {
    /// Takes a password somebody chose for an account, by the rule for its kind; the person's own name and addresses are none.
    pub(crate) async fn chosen_password(&self, account: AccountId, text: &str) -> Result<Password, IdentityError> {
        let reader = self.database.reader();
        let named = store::named(reader, account).await?.ok_or(IdentityError::Unknown)?;
        let rule = PasswordRule::of(&named.name);
        let mut own = vec![named.name, named.display_name];
        own.extend(contacts::of(reader, account).await?.iter().flat_map(crate::Contact::words));
        Ok(Password::by(rule, text, &own)?)
    }

    /// Sets the first password of an account. [`IdentityError::Conflict`] where it has one: that is changed by who knows it.
    pub(crate) async fn set_first_password(&self, holder: &Holder, text: &str) -> Result<(), IdentityError> {
        let now = self.clock.now();
        if !holder.is_fresh(now) {
            return Err(IdentityError::NotFresh);
        }
        let hash = self.chosen_password(holder.account, text).await?.hash().await?;
        self.database
            .write(&(holder, hash, now), |transaction, (holder, hash, now)| {
                Box::pin(async move {
                    if !store::set_first_password(transaction, holder.account, hash).await? {
                        return Err(IdentityError::Conflict);
                    }
                    let entry = holder.did("account.password").after(json!({ "first": true }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Whether an account has a password.
    pub(crate) async fn has_password(&self, account: AccountId) -> Result<bool, IdentityError> {
        Ok(store::has_password(self.database.reader(), account).await?)
    }
}
