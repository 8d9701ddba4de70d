use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use super::{
    Contact, Identity, message_choice,
    service::{tell, to},
    store::{contacts, people},
};
use foundation::{
    database::Fault,
    ids::AccountId,
    text::{Language, Texts},
};
use notifications::{Channel, Message};

/// What somebody is told: a line, and all of it.
pub type Words = (String, String);

impl Identity {
    /// Tells the holder of an account, in their language: in the inbox, and where they chose to be told such
    /// things, else at the address they are reached at first.
    pub async fn tell_holder(
        &self,
        transaction: &DatabaseTransaction,
        account: AccountId,
        reason: &'static str,
        words: &(dyn Fn(&'static Texts) -> Words + Sync),
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let own = contacts::of(transaction, account).await?;
        let reached = message_choice::reached(transaction, account, reason, own).await?;
        self.tell_at(transaction, account, &reached, reason, words, now).await
    }

    /// As [`tell_holder`](Self::tell_holder), at every address: what may have been done by somebody else.
    pub(super) async fn tell_everywhere(
        &self,
        transaction: &DatabaseTransaction,
        account: AccountId,
        reason: &'static str,
        words: &(dyn Fn(&'static Texts) -> Words + Sync),
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let all = contacts::of(transaction, account).await?;
        self.tell_at(transaction, account, &all, reason, words, now).await
    }

    async fn tell_at(
        &self,
        transaction: &DatabaseTransaction,
        account: AccountId,
        addresses: &[Contact],
        reason: &'static str,
        words: &(dyn Fn(&'static Texts) -> Words + Sync),
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let language = people::language(transaction, account).await?.unwrap_or(Language::FIRST);
        let (subject, body) = words(language.texts());
        let inbox = Message {
            account: Some(account),
            channel: Channel::Inbox,
            reason,
            language,
            subject: subject.clone(),
            body: body.clone(),
            secret: false,
        };
        tell(transaction, &self.keyring, &inbox, now).await?;
        for contact in addresses {
            let message = to(contact, Some(account), reason, language, subject.clone(), body.clone());
            tell(transaction, &self.keyring, &message, now).await?;
        }
        Ok(())
    }
}
