use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    model::{Channels, MessageKind},
    store,
};
use crate::{
    Contact, Holder, Identity, IdentityError,
    store::{accounts, contacts},
};
use foundation::{audit, database::Fault, ids::AccountId};

/// The addresses at which the holder of an account is told something, beside their inbox; `own` are all of theirs, the first the
/// one they are reached at first.
pub(crate) async fn reached(
    transaction: &DatabaseTransaction,
    account: AccountId,
    reason: &str,
    mut own: Vec<Contact>,
) -> Result<Vec<Contact>, Fault> {
    let chosen = match MessageKind::of(reason) {
        Some(kind) => store::of(transaction, account, kind).await?,
        None => None,
    };
    let channels = Channels::reaching(&own, chosen);
    own.retain(|contact| channels.include(contact.kind()));
    Ok(own)
}

impl Identity {
    /// By which ways messages of each kind reach a person.
    pub async fn message_choices(&self, holder: &Holder) -> Result<Vec<(MessageKind, Channels)>, Fault> {
        let reader = self.database.reader();
        let own = contacts::of(reader, holder.account).await?;
        let kept = store::kept(reader, holder.account).await?;
        let chosen = |kind| kept.iter().find(|(kept, _)| *kept == kind).map(|(_, channels)| *channels);
        Ok(MessageKind::ALL.map(|kind| (kind, Channels::reaching(&own, chosen(kind)))).into())
    }

    /// Keeps by which ways messages of some kinds reach a person.
    pub async fn choose_messages(
        &self,
        holder: &Holder,
        choices: &[(MessageKind, Channels)],
    ) -> Result<(), IdentityError> {
        self.database
            .write(&(holder, choices, self.clock.now()), |transaction, (holder, choices, now)| {
                Box::pin(async move {
                    // Held: an account that closes meanwhile keeps nothing.
                    accounts::hold(transaction, holder.account).await?.ok_or(IdentityError::Unknown)?;
                    let mut after = serde_json::Map::new();
                    for (kind, channels) in *choices {
                        store::choose(transaction, holder.account, *kind, *channels, *now).await?;
                        let said = json!({ "phone": channels.phone, "email": channels.email });
                        after.insert(kind.code().to_owned(), said);
                    }
                    audit::append(transaction, &holder.did("account.messages").after(after.into()), *now).await?;
                    Ok(())
                })
            })
            .await
    }
}
