use data_encoding::HEXLOWER;
use sea_orm::DatabaseTransaction;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use webauthn_rs::prelude::{DiscoverableAuthentication, PublicKeyCredential};

use super::{
    error::PasskeyError,
    model::Ceremony,
    registrations::{backed_up, refused},
    service::{Challenge, Passkeys, credential_ids, stored_id},
    store::{self, Kept},
};
use crate::{
    Awaits, Begun, Holder, IdentityError, Method, Methods, Token,
    sessions::{self as opened, Opening},
    store::accounts,
    throttle::{self, PASSKEY_SHOWN},
};
use foundation::{
    audit::{self, Entry, Who},
    context::Client,
    ids::{AccountId, CeremonyId},
};

/// What a browser answered to a challenge.
pub(super) struct Shown<'a> {
    pub(super) ceremony: CeremonyId,
    pub(super) credential: &'a PublicKeyCredential,
    pub(super) browser: &'a Token,
}

impl Passkeys {
    /// Begins a sign-in: the device finds the key, so nobody says who they are.
    pub(super) async fn begin_sign_in(&self, browser: &Token, client: &Client) -> Result<Challenge, PasskeyError> {
        self.ask(Ceremony::SignIn, None, browser, client, &[]).await
    }

    /// Begins to ask somebody who is signed in, wholly or with one factor, for a passkey of theirs.
    pub(super) async fn begin_step_up(
        &self,
        holder: &Holder,
        browser: &Token,
        client: &Client,
    ) -> Result<Challenge, PasskeyError> {
        let known = credential_ids(self, holder.account).await?;
        if known.is_empty() {
            return Err(PasskeyError::NoneKept);
        }
        self.ask(Ceremony::StepUp, Some(holder.account), browser, client, &known).await
    }

    async fn ask(
        &self,
        purpose: Ceremony,
        account: Option<AccountId>,
        browser: &Token,
        client: &Client,
        known: &[Vec<u8>],
    ) -> Result<Challenge, PasskeyError> {
        // Whose keys may answer is asked of the database when the answer comes, so that one removed meanwhile does not.
        let (options, state) = self.judge()?.start_discoverable_authentication().map_err(refused)?;
        let mut options = serde_json::to_value(options.public_key).map_err(|_| IdentityError::Unhashed)?;
        options["allowCredentials"] =
            known.iter().map(|id| json!({ "type": "public-key", "id": stored_id(id) })).collect::<Value>();
        let ceremony = self.begin(purpose, account, browser, client, &state).await?;
        Ok(Challenge { ceremony, options })
    }

    /// Signs in whoever showed a passkey; `stays` says whether they asked to stay signed in on this device. One that nobody has is refused as a wrong one is.
    pub(super) async fn finish_sign_in(
        &self,
        shown: &Shown<'_>,
        stays: bool,
        client: &Client,
        old: Option<&Token>,
    ) -> Result<Begun, PasskeyError> {
        self.judge()?;
        let credential_id = stored_id(&shown.credential.raw_id);
        let counted_as = HEXLOWER.encode(&Sha256::digest(credential_id.as_bytes()));
        let counted = self.identity.begin_try(PASSKEY_SHOWN, &counted_as, &client.network()).await?;
        let state: DiscoverableAuthentication =
            self.finish(shown.ceremony, Ceremony::SignIn, None, shown.browser).await?;
        let account = store::owner(self.identity.database.reader(), &credential_id).await?;
        // The key says whose it is; it is nobody else's.
        let named = shown.credential.get_user_unique_id();
        let account = account.filter(|account| named == Some(account.uuid().as_bytes().as_slice()));
        let account = account.ok_or(IdentityError::Wrong)?;
        let opening = Opening {
            account,
            methods: Methods::one(Method::Passkey),
            stays,
            opened: self.identity.opening(client),
            token: Token::new()?,
            old: old.cloned(),
            device: self.identity.device(Some(shown.browser)),
        };
        let given = (self, shown, &state, &opening, &counted);
        let begun = self
            .identity
            .database
            .write(&given, |transaction, (passkeys, shown, state, opening, counted)| {
                Box::pin(async move {
                    let now = opening.opened.created_at;
                    let held = accounts::hold(transaction, opening.account).await?.ok_or(IdentityError::Wrong)?;
                    if !passkeys.accept(transaction, opening.account, shown, state).await? {
                        let who =
                            Who { account: None, name: held.name.clone(), origin: opening.opened.network.clone() };
                        let entry = Entry::new(who, "session.refused", "account", held.name)
                            .after(json!({ "device": opening.opened.device.clone(), "by": Method::Passkey.code() }));
                        audit::append(transaction, &entry, now).await?;
                        return Ok(None);
                    }
                    throttle::forget(transaction, counted).await?;
                    Ok::<_, PasskeyError>(Some(opened::begin(transaction, opening).await?))
                })
            })
            .await?;
        Ok(begun.ok_or(IdentityError::Wrong)?)
    }

    /// Makes a session fresh, and whole where it waited for a second factor, by a passkey of its holder. It goes on under the
    /// token that is answered.
    pub(super) async fn finish_step_up(
        &self,
        holder: &Holder,
        awaits: Awaits,
        shown: &Shown<'_>,
        client: &Client,
    ) -> Result<Token, PasskeyError> {
        self.judge()?;
        let counted = self.identity.begin_try(PASSKEY_SHOWN, &holder.name, &client.network()).await?;
        let state: DiscoverableAuthentication =
            self.finish(shown.ceremony, Ceremony::StepUp, Some(holder.account), shown.browser).await?;
        let given = (self, holder, awaits, shown, &state, client, &counted);
        self.identity
            .database
            .write(&given, |transaction, (passkeys, holder, awaits, shown, state, client, counted)| {
                Box::pin(async move {
                    let identity = &passkeys.identity;
                    let held = accounts::hold(transaction, holder.account).await?;
                    held.ok_or(IdentityError::Wrong)?;
                    if !passkeys.accept(transaction, holder.account, shown, state).await? {
                        return Err(IdentityError::Wrong.into());
                    }
                    throttle::forget(transaction, counted).await?;
                    if *awaits == Awaits::Nothing {
                        return Ok(identity.prove_again(transaction, holder, Method::Passkey).await?);
                    }
                    let (device, now) = (identity.device(Some(shown.browser)), identity.clock.now());
                    let token = opened::complete(transaction, holder, Method::Passkey, &device, client, now).await?;
                    Ok::<_, PasskeyError>(token)
                })
            })
            .await
    }

    /// Judges an answer by the key as it stands, and writes down what the key says of itself; tells whether it is right.
    async fn accept(
        &self,
        transaction: &DatabaseTransaction,
        account: AccountId,
        shown: &Shown<'_>,
        state: &DiscoverableAuthentication,
    ) -> Result<bool, PasskeyError> {
        let credential_id = stored_id(&shown.credential.raw_id);
        let Some(kept) = store::hold(transaction, account, &credential_id).await? else { return Ok(false) };
        let Some(mut passkey) = self.open(&kept) else { return Ok(false) };
        let judged = self.judge()?.finish_discoverable_authentication_v2(shown.credential, state.clone(), &passkey);
        let Ok(result) = judged.inspect_err(|error| tracing::debug!(?error, "a passkey is refused")) else {
            return Ok(false);
        };
        passkey.update_credential(&result);
        let Kept { id, account, .. } = kept;
        let sealed = self.seal(account, id, &passkey)?;
        store::used(transaction, id, sealed, backed_up(&passkey), self.identity.clock.now()).await?;
        Ok(true)
    }
}
