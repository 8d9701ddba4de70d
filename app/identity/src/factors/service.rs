use sea_orm::DatabaseTransaction;

use super::{Factors, Proof, RecoveryCode, Secret, store};
use crate::{
    Identity, IdentityError, Token,
    codes::{CodeFor, Purpose},
    contact::{Contact, ContactKind},
    holder::Holder,
    method::Method,
    sessions::complete,
    store::{accounts, contacts},
};
use foundation::{audit, context::Client, ids::CodeId, text::Language};

/// The ways by which the holder of a session could prove themselves now.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each way is there or not")]
pub(crate) struct Ways {
    pub(crate) passkey: bool,
    pub(crate) password: bool,
    /// Addresses that take codes.
    pub(crate) contacts: Vec<Contact>,
    pub(crate) totp: bool,
    pub(crate) recovery: bool,
    /// Whether a password set anew by a code would be one more.
    pub(crate) by_new_password: bool,
}

impl Ways {
    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        !self.passkey && self.is_empty_without_passkey()
    }

    /// Whether there is none but a passkey: where a browser runs no scripts, none at all.
    pub(crate) fn is_empty_without_passkey(&self) -> bool {
        !self.password && self.contacts.is_empty() && !self.totp && !self.recovery
    }
}

/// What the page of second factors shows.
#[derive(Debug, Clone)]
pub(crate) struct FactorsShown {
    pub(crate) factors: Factors,
    /// Whether signing in asks for one.
    pub(crate) on: bool,
    /// Whether the account has a password.
    pub(crate) has_password: bool,
}

impl FactorsShown {
    /// Whether signing in may ask for one: there is a way left whatever somebody began with.
    pub(crate) fn may_be_on(&self) -> bool {
        self.factors.passkeys > 0 || self.factors.totp.is_some() || (self.factors.phone.is_some() && self.has_password)
    }
}

/// An app that counts from now on.
pub(crate) struct Given {
    /// What the browser is given in the place of its token.
    pub(crate) token: Token,
    /// Recovery codes, to be shown once.
    pub(crate) codes: Vec<RecoveryCode>,
}

impl Identity {
    /// How the holder of a session may prove again to be there.
    pub(crate) async fn ways_to_step_up(&self, holder: &Holder) -> Result<Ways, IdentityError> {
        let reader = self.database.reader();
        let account = accounts::look(reader, holder.account).await?.ok_or(IdentityError::Unknown)?;
        let factors = store::of(reader, holder.account).await?;
        Ok(Ways {
            passkey: factors.passkeys > 0,
            password: account.has_password,
            contacts: contacts::of(reader, holder.account).await?,
            totp: factors.totp.is_some(),
            recovery: false,
            by_new_password: false,
        })
    }

    /// How the holder of a session that waits may finish signing in.
    pub(crate) async fn ways_to_finish(&self, holder: &Holder) -> Result<Ways, IdentityError> {
        let reader = self.database.reader();
        let account = accounts::look(reader, holder.account).await?.ok_or(IdentityError::Unknown)?;
        let factors = store::of(reader, holder.account).await?;
        let left = factors.left(&holder.methods, account.has_password);
        let phone = factors.phone.filter(|_| left.contains(&Method::PhoneCode));
        Ok(Ways {
            passkey: left.contains(&Method::Passkey),
            password: left.contains(&Method::Password),
            contacts: phone.into_iter().collect(),
            totp: left.contains(&Method::Totp),
            recovery: left.contains(&Method::RecoveryCode),
            // Behind a code to the phone a password counts; behind one by mail it does not.
            by_new_password: !account.has_password && holder.methods.contain(Method::PhoneCode),
        })
    }

    /// Sends a code to one of the holder's own addresses.
    pub(crate) async fn send_proof_code(
        &self,
        holder: &Holder,
        (purpose, kind): (Purpose, ContactKind),
        browser: &Token,
        client: &Client,
        language: Language,
    ) -> Result<CodeId, IdentityError> {
        let ways = match purpose {
            Purpose::SecondFactor => self.ways_to_finish(holder).await?,
            _ => self.ways_to_step_up(holder).await?,
        };
        let contact = ways.contacts.into_iter().find(|contact| contact.kind() == kind).ok_or(IdentityError::Unknown)?;
        let account = Some(holder.account);
        self.send_code(CodeFor { purpose, contact: &contact, account, browser, client, language }).await
    }

    /// Proves again that the holder of a session is there; answers the session's new token.
    pub(crate) async fn step_up(
        &self,
        holder: &Holder,
        proof: &Proof,
        browser: &Token,
        client: &Client,
    ) -> Result<Token, IdentityError> {
        // A recovery code is for the day everything else is lost.
        if matches!(proof, Proof::Recovery(_)) {
            return Err(IdentityError::Unknown);
        }
        let checked = self.check_proof(holder, Purpose::StepUp, proof, browser, client).await?;
        self.database
            .write(&(self, holder, &checked), |transaction, (identity, holder, checked)| {
                Box::pin(async move {
                    identity.spend(transaction, holder, checked).await?;
                    identity.prove_again(transaction, holder, checked.method).await
                })
            })
            .await
    }

    /// Finishes signing in by a second factor; answers the session's new token.
    pub(crate) async fn finish(
        &self,
        holder: &Holder,
        proof: &Proof,
        browser: &Token,
        client: &Client,
    ) -> Result<Token, IdentityError> {
        let checked = self.check_proof(holder, Purpose::SecondFactor, proof, browser, client).await?;
        let device = self.device(Some(browser));
        let given = (self, holder, &checked, &device, client, self.clock.now());
        self.database
            .write(&given, |transaction, (identity, holder, checked, device, client, now)| {
                Box::pin(async move {
                    identity.spend(transaction, holder, checked).await?;
                    complete(transaction, holder, checked.method, device, client, *now).await
                })
            })
            .await
    }

    /// The second factors of an account.
    pub(crate) async fn factors(&self, holder: &Holder) -> Result<FactorsShown, IdentityError> {
        let reader = self.database.reader();
        let account = accounts::look(reader, holder.account).await?.ok_or(IdentityError::Unknown)?;
        Ok(FactorsShown {
            factors: store::of(reader, holder.account).await?,
            on: account.second_factor || account.staff,
            has_password: account.has_password,
        })
    }

    /// The app's secret that a session is offered.
    pub(crate) fn offered_secret(&self, holder: &Holder, shown: &Token) -> Secret {
        Secret::offered(&self.keyring, holder.account, shown)
    }

    /// Takes the app whose secret was offered, once a code of it is seen, with new recovery codes; signing in asks for it from
    /// now on. Whoever is still signing in is signed in by it, if the account has no other second factor.
    pub(crate) async fn take_app(
        &self,
        holder: &Holder,
        shown: &Token,
        typed: &str,
        signing_in: Option<(&Token, &Client)>,
    ) -> Result<Given, IdentityError> {
        let now = self.clock.now();
        if signing_in.is_none() && !holder.is_fresh(now) {
            return Err(IdentityError::NotFresh);
        }
        let secret = self.offered_secret(holder, shown);
        let step = secret.step_of(typed, now).ok_or(IdentityError::Wrong)?;
        let (codes, sealed) = (RecoveryCode::new_ones()?, self.seal_secret(holder, &secret));
        let hashes: Vec<String> = codes.iter().map(|code| code.hash(&self.keyring, holder.account)).collect();
        let signing_in = signing_in.map(|(browser, client)| (self.device(Some(browser)), client));
        let given = (self, holder, sealed, step, hashes, signing_in, now);
        let token = self
            .database
            .write(&given, |transaction, (identity, holder, sealed, step, hashes, signing_in, now)| {
                Box::pin(async move {
                    let account = accounts::hold(transaction, holder.account).await?.ok_or(IdentityError::Unknown)?;
                    let factors = store::of(transaction, holder.account).await?;
                    if signing_in.is_some() && factors.is_any_left(&holder.methods, account.has_password) {
                        return Err(IdentityError::Unknown);
                    }
                    store::add_totp(transaction, holder.account, sealed, *step, *now).await?;
                    store::replace_recovery_codes(transaction, holder.account, hashes, *now).await?;
                    accounts::set_second_factor(transaction, holder.account, true).await?;
                    let token = match signing_in {
                        Some((device, client)) => {
                            complete(transaction, holder, Method::Totp, device, client, *now).await?
                        }
                        None => identity.prove_again(transaction, holder, Method::Totp).await?,
                    };
                    audit::append(transaction, &holder.did("factor.add"), *now).await?;
                    Ok(token)
                })
            })
            .await?;
        Ok(Given { token, codes })
    }

    /// Takes the app away, and the recovery codes with it: they stand in for it. Signing in asks for a second factor no longer
    /// where none is left.
    pub(crate) async fn drop_app(&self, holder: &Holder) -> Result<(), IdentityError> {
        self.change_factors(holder, Change::DropApp).await
    }

    /// Says whether signing in asks for a second factor.
    pub(crate) async fn ask_for_second_factor(&self, holder: &Holder, on: bool) -> Result<(), IdentityError> {
        self.change_factors(holder, Change::Ask(on)).await
    }

    /// Gives new recovery codes; those before are void.
    pub(crate) async fn new_recovery_codes(&self, holder: &Holder) -> Result<Vec<RecoveryCode>, IdentityError> {
        let codes = RecoveryCode::new_ones()?;
        let hashes = codes.iter().map(|code| code.hash(&self.keyring, holder.account)).collect();
        self.change_factors(holder, Change::NewCodes(hashes)).await?;
        Ok(codes)
    }

    async fn change_factors(&self, holder: &Holder, change: Change) -> Result<(), IdentityError> {
        let now = self.clock.now();
        if !holder.is_fresh(now) {
            return Err(IdentityError::NotFresh);
        }
        self.database
            .write(&(holder, change, now), |transaction, (holder, change, now)| {
                Box::pin(async move {
                    let act = change.make(transaction, holder, *now).await?;
                    audit::append(transaction, &holder.did(act), *now).await?;
                    Ok::<_, IdentityError>(())
                })
            })
            .await
    }
}

enum Change {
    DropApp,
    Ask(bool),
    NewCodes(Vec<String>),
}

impl Change {
    /// Makes the change; answers what the audit calls it.
    async fn make(
        &self,
        transaction: &DatabaseTransaction,
        holder: &Holder,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<&'static str, IdentityError> {
        let account = accounts::hold(transaction, holder.account).await?.ok_or(IdentityError::Unknown)?;
        let shown = |factors| FactorsShown { factors, on: account.second_factor, has_password: account.has_password };
        match self {
            Self::DropApp => {
                if !store::remove_totp(transaction, holder.account).await? {
                    return Err(IdentityError::Unknown);
                }
                store::remove_recovery_codes(transaction, holder.account).await?;
                let left = shown(store::of(transaction, holder.account).await?);
                if account.second_factor && !left.may_be_on() {
                    accounts::set_second_factor(transaction, holder.account, false).await?;
                }
                Ok("factor.remove")
            }
            Self::Ask(on) => {
                if *on && !shown(store::of(transaction, holder.account).await?).may_be_on() {
                    return Err(IdentityError::Unknown);
                }
                accounts::set_second_factor(transaction, holder.account, *on).await?;
                Ok(if *on { "factor.on" } else { "factor.off" })
            }
            Self::NewCodes(hashes) => {
                // They stand in for the app: without one they would be a way of their own.
                if store::of(transaction, holder.account).await?.totp.is_none() {
                    return Err(IdentityError::Unknown);
                }
                store::replace_recovery_codes(transaction, holder.account, hashes, now).await?;
                Ok("factor.codes")
            }
        }
    }
}
