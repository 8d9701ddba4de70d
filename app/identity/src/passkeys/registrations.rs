use serde_json::{Value, json};
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential};

use super::{
    error::PasskeyError,
    model::{Ceremony, MOST, PasskeyName},
    service::{Challenge, Passkeys, Told, credential_ids, stored_id},
    store::{self, Kept},
};
use crate::{
    Awaits, Holder, IdentityError, Method, Token,
    accounts::department_of,
    sessions::complete,
    store::{accounts, contacts},
};
use foundation::{
    audit,
    context::Client,
    ids::{CeremonyId, PasskeyId},
};

/// Who asks for a passkey to be added, and how far the session has come.
pub(super) struct Adding<'a> {
    pub(super) holder: &'a Holder,
    pub(super) awaits: Awaits,
    pub(super) browser: &'a Token,
}

/// What a browser answered, and what the person calls the key.
pub(super) struct Made<'a> {
    pub(super) ceremony: CeremonyId,
    pub(super) credential: &'a RegisterPublicKeyCredential,
    pub(super) name: PasskeyName,
}

impl Passkeys {
    /// Begins to add a passkey to one's own account.
    pub(super) async fn begin_registration(
        &self,
        adding: &Adding<'_>,
        client: &Client,
    ) -> Result<Challenge, PasskeyError> {
        let judge = self.judge()?;
        let holder = adding.holder;
        if !holder.is_fresh(self.identity.clock.now()) {
            return Err(IdentityError::NotFresh.into());
        }
        let known = credential_ids(self, holder.account).await?;
        if known.len() as u64 >= MOST {
            return Err(PasskeyError::Full);
        }
        // The device shows this name beside the key: what the person knows the account by, and no more of it than needed.
        let contacts = contacts::of(self.identity.database.reader(), holder.account).await?;
        let name = contacts.first().map_or_else(|| holder.name.clone(), crate::Contact::masked);
        let (options, state) = judge
            .start_passkey_registration(holder.account.uuid(), &name, &holder.display_name, Some(known))
            .map_err(refused)?;
        let mut options = serde_json::to_value(options.public_key).map_err(|_| IdentityError::Unhashed)?;
        // A key that only answers to its own id would ask for a name before it; ours are found by the device.
        options["authenticatorSelection"]["residentKey"] = Value::from("required");
        options["authenticatorSelection"]["requireResidentKey"] = Value::from(true);
        let ceremony = self.begin(Ceremony::Registration, Some(holder.account), adding.browser, client, &state).await?;
        Ok(Challenge { ceremony, options })
    }

    /// Adds a passkey; the person is told by message. A session that waited for a second factor to be set up is whole by it,
    /// and goes on under the token that is answered.
    pub(super) async fn finish_registration(
        &self,
        adding: &Adding<'_>,
        made: Made<'_>,
        client: &Client,
    ) -> Result<Option<Token>, PasskeyError> {
        let judge = self.judge()?;
        let holder = adding.holder;
        let now = self.identity.clock.now();
        if !holder.is_fresh(now) {
            return Err(IdentityError::NotFresh.into());
        }
        let state: PasskeyRegistration =
            self.finish(made.ceremony, Ceremony::Registration, Some(holder.account), adding.browser).await?;
        let passkey = judge.finish_passkey_registration(made.credential, &state).map_err(refused)?;
        let id = PasskeyId::new();
        let kept = Kept {
            id,
            account: holder.account,
            credential_id: stored_id(passkey.cred_id()),
            credential: self.seal(holder.account, id, &passkey)?,
            name: made.name.as_str().to_owned(),
            backed_up: backed_up(&passkey),
        };
        let given = (self, adding, &kept, client, now);
        self.identity
            .database
            .write(&given, |transaction, (passkeys, adding, kept, client, now)| {
                Box::pin(async move {
                    let holder = adding.holder;
                    let held = accounts::hold(transaction, holder.account).await?;
                    held.ok_or(IdentityError::Wrong)?;
                    if store::count(transaction, holder.account).await? >= MOST {
                        return Err(PasskeyError::Full);
                    }
                    store::add(transaction, kept, *now).await?;
                    let entry = holder
                        .did("passkey.add")
                        .department(department_of(&holder.grants))
                        .after(json!({ "passkey": kept.id.to_string(), "name": kept.name }));
                    audit::append(transaction, &entry, *now).await?;
                    passkeys.tell_holder(transaction, holder, &Told::Added(kept.name.clone())).await?;
                    if adding.awaits == Awaits::Nothing {
                        return Ok(None);
                    }
                    let device = passkeys.identity.device(Some(adding.browser));
                    let token = complete(transaction, holder, Method::Passkey, &device, client, *now).await?;
                    Ok::<_, PasskeyError>(Some(token))
                })
            })
            .await
    }
}

/// Whether the key says that other devices of its person have it too. Read from its stored form: that is where the flag is.
pub(super) fn backed_up(passkey: &webauthn_rs::prelude::Passkey) -> bool {
    serde_json::to_value(passkey).is_ok_and(|value| value["cred"]["backup_state"] == Value::Bool(true))
}

/// Why an answer is not taken stands in the log; the person is told that it was not.
pub(super) fn refused(error: webauthn_rs::prelude::WebauthnError) -> PasskeyError {
    tracing::debug!(?error, "a passkey is refused");
    IdentityError::Wrong.into()
}
