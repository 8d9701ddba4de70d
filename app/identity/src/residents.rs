use data_encoding::BASE32_NOPAD;
use sea_orm::DatabaseTransaction;

use super::{
    Identity,
    contact::Contact,
    error::IdentityError,
    model::DisplayName,
    password::Password,
    store::{accounts, contacts},
};
use foundation::{
    audit::{self, Entry, Who},
    context::Client,
    ids::AccountId,
    text::Language,
};

/// What account numbers of residents begin with; no name of staff does.
pub(super) const NUMBER_PREFIX: &str = "r-";

/// A resident's account to be made.
pub(super) struct NewResident<'a> {
    pub(super) contact: &'a Contact,
    /// What the person is called on pages, where they said so; else the address, masked.
    pub(super) display_name: Option<&'a DisplayName>,
    pub(super) password_hash: Option<&'a str>,
    pub(super) language: Language,
    pub(super) origin: &'a str,
}

/// Makes a resident's account in a transaction. An address that is somebody's already is [`IdentityError::Conflict`]: of many
/// at once the database lets one through.
pub(super) async fn add(
    transaction: &DatabaseTransaction,
    new: &NewResident<'_>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<AccountId, IdentityError> {
    let (id, name) = (AccountId::new(), number()?);
    let masked = new.contact.masked();
    let row = accounts::NewRow {
        id,
        name: &name,
        display_name: new.display_name.map_or(&masked, DisplayName::as_str),
        password_hash: new.password_hash,
        language: new.language.tag(),
        now,
    };
    accounts::add(transaction, &row).await?;
    contacts::add(transaction, id, new.contact, now).await?;
    let who = Who { account: Some(id), name: name.clone(), origin: new.origin.to_owned() };
    let entry = Entry::new(who, "account.sign_up", "account", name)
        .after(serde_json::json!({ "by": new.contact.kind().code() }));
    audit::append(transaction, &entry, now).await?;
    Ok(id)
}

/// A new account number: `r-` and 16 letters and digits of 80 random bits.
pub(super) fn number() -> Result<String, IdentityError> {
    let mut bytes = [0u8; 10];
    getrandom::fill(&mut bytes).map_err(|_| IdentityError::Unhashed)?;
    Ok(format!("{NUMBER_PREFIX}{}", BASE32_NOPAD.encode(&bytes).to_lowercase()))
}

impl Identity {
    /// Gives an account of the demonstration a phone.
    pub(super) async fn add_phone(&self, account: AccountId, phone: &Contact) -> Result<(), IdentityError> {
        self.database
            .write(&(account, phone, self.clock.now()), |transaction, (account, phone, now)| {
                Box::pin(
                    async move { contacts::add(transaction, *account, phone, *now).await.map_err(IdentityError::from) },
                )
            })
            .await
    }

    /// Makes the account of somebody whose address was seen to be theirs by other means: the demonstration's residents.
    pub(super) async fn add_resident(
        &self,
        contact: &Contact,
        display_name: &DisplayName,
        password: Password,
    ) -> Result<AccountId, IdentityError> {
        let (hash, origin) = (password.hash().await?, Client::default().origin());
        let given = (contact, display_name, hash, origin, self.clock.now());
        self.database
            .write(&given, |transaction, (contact, display_name, hash, origin, now)| {
                Box::pin(async move {
                    let new = NewResident {
                        contact,
                        display_name: Some(display_name),
                        password_hash: Some(hash),
                        language: Language::FIRST,
                        origin,
                    };
                    add(transaction, &new, *now).await
                })
            })
            .await
    }
}
