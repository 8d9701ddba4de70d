use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::store::{self, Undo};
use crate::{
    Identity, Token,
    codes::{CodeFor, Purpose},
    contact::{Contact, ContactKind},
    error::IdentityError,
    holder::Holder,
    service::{tell, to},
    store::{accounts, codes, contacts, sessions},
    throttle::{self, NEW_CONTACT},
};
use foundation::{
    audit::{self, Entry, Who},
    context::Client,
    database::Fault,
    ids::{AccountId, CodeId},
    text::Language,
};
use notifications::{Channel, Message};

/// For how long whoever has an old address may put it back.
pub const UNDO_LASTS: TimeDelta = TimeDelta::days(7);

/// An address that was taken away and can still be put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The address that was taken away.
    pub old: Contact,
    /// What came in its place; none where it was removed.
    pub new: Option<Contact>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
}

/// What people are told of a change.
struct News<'a> {
    old: Option<&'a Contact>,
    new: Option<&'a Contact>,
    /// The link that puts the old address back.
    link: Option<String>,
    language: Language,
}

impl Identity {
    /// The addresses of an account, the phone first.
    pub async fn contacts(&self, holder: &Holder) -> Result<Vec<Contact>, Fault> {
        contacts::of(self.database.reader(), holder.account).await
    }

    /// Sends a code to an address somebody wants to make their own, whether or not it is another's: that is said only to
    /// whoever reads the code there. The holder proved to be there just before, by the old address or otherwise.
    pub async fn ask_contact(
        &self,
        holder: &Holder,
        contact: &Contact,
        browser: &Token,
        client: &Client,
        language: Language,
    ) -> Result<CodeId, IdentityError> {
        if !holder.is_fresh(self.clock.now()) {
            return Err(IdentityError::NotFresh);
        }
        if self.contacts(holder).await?.contains(contact) {
            return Err(IdentityError::OwnAddress);
        }
        self.begin_try(NEW_CONTACT, &holder.name, &client.network()).await?;
        let account = Some(holder.account);
        self.send_code(CodeFor { purpose: Purpose::NewContact, contact, account, browser, client, language }).await
    }

    /// The address a code of the holder's went to.
    pub async fn asked_contact(&self, holder: &Holder, id: CodeId) -> Result<Contact, IdentityError> {
        let kept = codes::by_id(self.database.reader(), id).await?;
        let own = kept.filter(|kept| {
            kept.purpose == Purpose::NewContact.code() && kept.account == Some(holder.account) && !kept.redeemed
        });
        own.map(|kept| kept.contact).ok_or(IdentityError::Unknown)
    }

    /// Makes an address the holder's own, in place of the one of its kind they had, with the code that went there. The old
    /// address is told how to object; `origin` is where the link leads. An address of another account is
    /// [`IdentityError::Taken`]: of many at once the database lets one through.
    pub async fn confirm_contact(
        &self,
        holder: &Holder,
        id: CodeId,
        browser: &Token,
        typed: &str,
        client: &Client,
        origin: &str,
    ) -> Result<Contact, IdentityError> {
        let counted = self.begin_code(id, client).await?;
        let redeemed = self.check_code(id, Purpose::NewContact, browser, typed).await?;
        if redeemed.account != Some(holder.account) {
            return Err(IdentityError::Wrong);
        }
        let new = redeemed.contact;
        let way_back = Token::new()?;
        let given = (self, holder, &new, &way_back, origin, (id, &counted));
        self.database
            .write(&given, |transaction, (identity, holder, new, way_back, origin, (id, counted))| {
                Box::pin(async move {
                    identity.redeem(transaction, *id).await?;
                    accounts::hold(transaction, holder.account).await?.ok_or(IdentityError::Unknown)?;
                    match contacts::owner(transaction, new).await? {
                        Some(account) if account == holder.account => return Err(IdentityError::OwnAddress),
                        Some(_) => return Err(IdentityError::Taken),
                        None => {}
                    }
                    let had = contacts::of(transaction, holder.account).await?;
                    let old = had.iter().find(|contact| contact.kind() == new.kind());
                    contacts::remove(transaction, holder.account, new.kind()).await?;
                    let now = identity.clock.now();
                    contacts::add(transaction, holder.account, new, now).await.map_err(taken)?;
                    let link = match old {
                        Some(old) => {
                            Some(identity.keep_way_back(transaction, holder, old, Some(new), way_back, origin).await?)
                        }
                        None => None,
                    };
                    let language = language_of(transaction, holder.account).await?;
                    let news = News { old, new: Some(new), link, language };
                    identity.tell_of_change(transaction, holder.account, &had, &news, now).await?;
                    throttle::forget(transaction, counted).await?;
                    let entry = holder.did("account.contact").before(shown(old)).after(shown(Some(new)));
                    audit::append(transaction, &entry, now).await?;
                    Ok(())
                })
            })
            .await?;
        Ok(new)
    }

    /// Takes an address of the holder's away. One stays: [`IdentityError::LastAddress`].
    pub async fn remove_contact(&self, holder: &Holder, kind: ContactKind, origin: &str) -> Result<(), IdentityError> {
        if !holder.is_fresh(self.clock.now()) {
            return Err(IdentityError::NotFresh);
        }
        let way_back = Token::new()?;
        self.database
            .write(&(self, holder, way_back, origin), |transaction, (identity, holder, way_back, origin)| {
                Box::pin(async move {
                    // Held: two that each remove another one would leave none.
                    accounts::hold(transaction, holder.account).await?.ok_or(IdentityError::Unknown)?;
                    let had = contacts::of(transaction, holder.account).await?;
                    let old = had.iter().find(|contact| contact.kind() == kind).ok_or(IdentityError::Unknown)?;
                    if had.len() < 2 {
                        return Err(IdentityError::LastAddress);
                    }
                    contacts::remove(transaction, holder.account, kind).await?;
                    let link = identity.keep_way_back(transaction, holder, old, None, way_back, origin).await?;
                    let (now, language) = (identity.clock.now(), language_of(transaction, holder.account).await?);
                    let news = News { old: Some(old), new: None, link: Some(link), language };
                    identity.tell_of_change(transaction, holder.account, &had, &news, now).await?;
                    let entry = holder.did("account.contact_remove").before(shown(Some(old)));
                    audit::append(transaction, &entry, now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// What a link sent to an old address would put back.
    pub async fn objection(&self, token: &Token) -> Result<Objection, IdentityError> {
        let undo = store::open(self.database.reader(), &self.way_back_hash(token), self.clock.now()).await?;
        let Undo { old, new, ends_at, .. } = undo.ok_or(IdentityError::Unknown)?;
        Ok(Objection { old, new, ends_at })
    }

    /// Puts an old address back and ends every session of the account; once. Where the address has become another
    /// account's meanwhile, it stays there: [`IdentityError::Taken`].
    pub async fn object(&self, token: &Token, client: &Client) -> Result<Contact, IdentityError> {
        let hash = self.way_back_hash(token);
        let (origin, now) = (client.origin(), self.clock.now());
        self.database
            .write(&(hash, origin, now), |transaction, (hash, origin, now)| {
                Box::pin(async move {
                    let undo = store::open(transaction, hash, *now).await?.ok_or(IdentityError::Unknown)?;
                    let held = accounts::hold(transaction, undo.account).await?.ok_or(IdentityError::Unknown)?;
                    if !store::take(transaction, &undo, *now).await? {
                        return Err(IdentityError::Unknown);
                    }
                    match contacts::owner(transaction, &undo.old).await? {
                        Some(account) if account == undo.account => {}
                        Some(_) => return Err(IdentityError::Taken),
                        None => {
                            contacts::remove(transaction, undo.account, undo.old.kind()).await?;
                            contacts::add(transaction, undo.account, &undo.old, *now).await.map_err(taken)?;
                        }
                    }
                    let ended = sessions::end_all(transaction, undo.account).await?;
                    let who = Who { account: Some(held.id), name: held.name.clone(), origin: origin.clone() };
                    let entry = Entry::new(who, "account.contact_undo", "account", held.name)
                        .before(shown(undo.new.as_ref()))
                        .after(json!({ "address": undo.old.masked(), "sessions_ended": ended }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(undo.old)
                })
            })
            .await
    }

    /// Keeps the way back to an address; gives the link that leads there.
    async fn keep_way_back(
        &self,
        transaction: &DatabaseTransaction,
        holder: &Holder,
        old: &Contact,
        new: Option<&Contact>,
        token: &Token,
        origin: &str,
    ) -> Result<String, IdentityError> {
        let now = self.clock.now();
        let undo = Undo {
            token_hash: self.way_back_hash(token),
            account: holder.account,
            old: old.clone(),
            new: new.cloned(),
            created_at: now,
            ends_at: now + UNDO_LASTS,
        };
        store::add(transaction, &undo).await?;
        Ok(format!("{origin}/contacts/undo/{}", token.as_str()))
    }

    fn way_back_hash(&self, token: &Token) -> String {
        self.keyring.index("contact undo", token.as_str())
    }

    /// Tells the addresses that were there, and the inbox, what changed. Only the address that was taken away gets the link: an
    /// inbox is open to whoever is signed in.
    async fn tell_of_change(
        &self,
        transaction: &DatabaseTransaction,
        account: AccountId,
        had: &[Contact],
        news: &News<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), IdentityError> {
        let texts = news.language.texts();
        let masked = |contact: Option<&Contact>| contact.map(Contact::masked).unwrap_or_default();
        let what = match (news.old, news.new) {
            (Some(old), Some(new)) => texts.contact_news_replaced(new.masked(), old.masked()),
            (Some(old), None) => texts.contact_news_removed(old.masked()),
            (None, new) => texts.contact_news_added(masked(new)),
        };
        let subject = texts.contact_news_subject().to_owned();
        for contact in had {
            let (body, secret) = match &news.link {
                // The link is as good as a key: it is sealed and erased as codes are.
                Some(link) if news.old == Some(contact) => {
                    (texts.contact_news_object(UNDO_LASTS.num_days(), link.clone(), what.clone()), true)
                }
                _ => (texts.contact_news_check(what.clone()), false),
            };
            let mut message = to(contact, Some(account), "contact-changed", news.language, subject.clone(), body);
            message.secret = secret;
            tell(transaction, &self.keyring, &message, now).await?;
        }
        let inbox = Message {
            account: Some(account),
            channel: Channel::Inbox,
            reason: "contact-changed",
            language: news.language,
            subject,
            body: texts.contact_news_check(what),
            secret: false,
        };
        tell(transaction, &self.keyring, &inbox, now).await?;
        Ok(())
    }
}

/// The language an account is written to in.
async fn language_of(transaction: &DatabaseTransaction, account: AccountId) -> Result<Language, Fault> {
    let kept = accounts::settings(transaction, account).await?;
    Ok(kept.and_then(|kept| Language::parse(&kept.language)).unwrap_or(Language::FIRST))
}

fn taken(fault: Fault) -> IdentityError {
    match fault {
        Fault::Conflict(_) => IdentityError::Taken,
        fault => fault.into(),
    }
}

/// An address as the audit may tell it.
fn shown(contact: Option<&Contact>) -> serde_json::Value {
    contact.map_or(
        serde_json::Value::Null,
        |contact| json!({ "kind": contact.kind().code(), "address": contact.masked() }),
    )
}
