use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{RecoveryCode, Secret, store};
use crate::{
    Identity, Token,
    codes::Purpose,
    error::IdentityError,
    holder::Holder,
    method::Method,
    password::{DECOY, Password},
    store::accounts::{self, Whose},
    throttle::{self, FACTOR, PASSWORD, Try},
};
use foundation::{audit, context::Client, ids::CodeId};

/// What somebody who has a session proves with.
#[derive(Clone)]
pub(crate) enum Proof {
    /// Their password.
    Password(String),
    /// A code that was sent to them.
    Sent(CodeId, String),
    /// A code of their authenticator app.
    Totp(String),
    /// A recovery code.
    Recovery(String),
}

/// A proof that is right, until it is spent.
pub(crate) struct Checked {
    pub(super) method: Method,
    counted: Try,
    spent_by: Spent,
}

enum Spent {
    Password(String),
    Sent(CodeId),
    Totp(Vec<u8>, i64),
    Recovery(String),
}

/// For what the sealed secret of an app is.
fn place(holder: &Holder) -> String {
    format!("authenticator secret of {}", holder.account)
}

impl Identity {
    /// Whether a proof is right. A wrong one is counted, written down, and [`IdentityError::Wrong`].
    pub(crate) async fn check_proof(
        &self,
        holder: &Holder,
        purpose: Purpose,
        proof: &Proof,
        browser: &Token,
        client: &Client,
    ) -> Result<Checked, IdentityError> {
        let checked = self.look_at_proof(holder, purpose, proof, browser, client).await;
        if let Err(IdentityError::Wrong) = checked {
            let entry = holder.did("session.refused").after(json!({ "device": client.device.clone() }));
            self.database
                .write(&(entry, self.clock.now()), |transaction, (entry, now)| {
                    Box::pin(async move { audit::append(transaction, entry, *now).await.map_err(IdentityError::from) })
                })
                .await?;
        }
        checked
    }

    async fn look_at_proof(
        &self,
        holder: &Holder,
        purpose: Purpose,
        proof: &Proof,
        browser: &Token,
        client: &Client,
    ) -> Result<Checked, IdentityError> {
        let reader = self.database.reader();
        match proof {
            Proof::Password(typed) => {
                // Whoever found a browser open must not guess faster than whoever found none.
                let counted = self.begin_try(PASSWORD, &holder.name, &client.network()).await?;
                let known = accounts::password_hash(reader, Whose::Named(&holder.name)).await?;
                let hash = known.map_or_else(|| DECOY.to_owned(), |(.., hash)| hash);
                if !Password::as_typed(typed).matches(hash.clone()).await {
                    return Err(IdentityError::Wrong);
                }
                Ok(Checked { method: Method::Password, counted, spent_by: Spent::Password(hash) })
            }
            Proof::Sent(id, typed) => {
                let counted = self.begin_code(*id, client).await?;
                let redeemed = self.check_code(*id, purpose, browser, typed).await?;
                if redeemed.account != Some(holder.account) {
                    return Err(IdentityError::Wrong);
                }
                Ok(Checked { method: redeemed.contact.method(), counted, spent_by: Spent::Sent(*id) })
            }
            Proof::Totp(typed) => {
                let counted = self.begin_try(FACTOR, &holder.name, &client.network()).await?;
                let sealed = store::secret(reader, holder.account).await?.ok_or(IdentityError::Wrong)?;
                let secret = self.keyring.open(&place(holder), &sealed).ok().and_then(|bytes| Secret::of(&bytes));
                let step = secret.and_then(|secret| secret.step_of(typed, self.clock.now()));
                let step = step.ok_or(IdentityError::Wrong)?;
                Ok(Checked { method: Method::Totp, counted, spent_by: Spent::Totp(sealed, step) })
            }
            Proof::Recovery(typed) => {
                let counted = self.begin_try(FACTOR, &holder.name, &client.network()).await?;
                let code = RecoveryCode::parse(typed).ok_or(IdentityError::Wrong)?;
                let hash = code.hash(&self.keyring, holder.account);
                if !store::is_recovery_code(reader, holder.account, &hash).await? {
                    return Err(IdentityError::Wrong);
                }
                Ok(Checked { method: Method::RecoveryCode, counted, spent_by: Spent::Recovery(hash) })
            }
        }
    }

    /// How many more proofs of this kind are taken if they are wrong. None where what was sent is no code of this browser's.
    pub(crate) async fn proof_tries_left(
        &self,
        holder: &Holder,
        purpose: Purpose,
        proof: &Proof,
        browser: &Token,
    ) -> Result<Option<i64>, IdentityError> {
        match proof {
            Proof::Password(_) => self.tries_left(PASSWORD, &holder.name).await.map(Some),
            Proof::Totp(_) | Proof::Recovery(_) => self.tries_left(FACTOR, &holder.name).await.map(Some),
            Proof::Sent(id, _) => Ok(self.sent_code(*id, purpose, browser).await?.map(|sent| sent.tries_left)),
        }
    }

    /// Spends a proof in the transaction of what it was shown for: of many at once one succeeds.
    pub(crate) async fn spend(
        &self,
        transaction: &DatabaseTransaction,
        holder: &Holder,
        checked: &Checked,
    ) -> Result<(), IdentityError> {
        throttle::forget(transaction, &checked.counted).await?;
        let still_good = match &checked.spent_by {
            Spent::Password(hash) => accounts::hold_hash(transaction, holder.account, hash).await?,
            Spent::Sent(id) => {
                self.redeem(transaction, *id).await?;
                true
            }
            Spent::Totp(sealed, step) => store::use_step(transaction, holder.account, sealed, *step).await?,
            Spent::Recovery(hash) => {
                store::use_recovery_code(transaction, holder.account, hash, self.clock.now()).await?
            }
        };
        if still_good { Ok(()) } else { Err(IdentityError::Wrong) }
    }

    /// Seals the secret of a holder's app.
    pub(super) fn seal_secret(&self, holder: &Holder, secret: &Secret) -> Vec<u8> {
        self.keyring.seal(&place(holder), secret.bytes())
    }
}
