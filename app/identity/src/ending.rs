use serde_json::json;

use super::{
    Identity,
    error::IdentityError,
    store::{people, sessions},
};
use foundation::{
    audit::{self, Entry, Who},
    ids::{AccountId, SessionId},
};

impl Identity {
    /// Ends a session on the word of an application that was signed in to by it; one that ended already stays so.
    pub async fn end_session_on_word(
        &self,
        account: AccountId,
        session: SessionId,
        application: &str,
        origin: &str,
    ) -> Result<(), IdentityError> {
        self.database
            .write(&(account, session, application, origin, self.clock.now()), |transaction, given| {
                Box::pin(async move {
                    let (account, session, application, origin, now) = *given;
                    if !sessions::end_one(transaction, account, session).await? {
                        return Ok(());
                    }
                    let named = people::named(transaction, [account]).await?;
                    let name = named.get(&account).map_or_else(|| account.to_string(), |named| named.name.clone());
                    let who = Who { account: Some(account), name: name.clone(), origin: origin.to_owned() };
                    let entry =
                        Entry::new(who, "session.end", "account", name).after(json!({ "on_word_of": application }));
                    audit::append(transaction, &entry, now).await?;
                    Ok(())
                })
            })
            .await
    }
}
