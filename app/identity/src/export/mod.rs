//! 本人数据: everything the city holds about a person from this product, as JSON of a documented shape.
//!
//! Only what is the person's own: never a secret by which somebody could be them (passwords, keys and tokens are left out, not
//! even as hashes), never what is another's. Whatever else keeps something about an account adds its own part to [`gather`].

mod service;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::{
    Identity, addresses, family,
    holder::Holder,
    legal, message_choice,
    profile::{Profiles, unread},
    realname::person_of,
};
use crate::{
    error::IdentityError,
    store::{accounts, contacts, sessions},
};

/// The shape of the document; another shape has another name.
const FORMAT: &str = "yitong-account-1";

/// The document:
///
/// - `format`, `exported_at`
/// - `account`: `number`, `display_name`, `real_name_level` (1 to 4), `language`, `display`, `created_at`
/// - `addresses`: each `kind`, `address`; `former_addresses`: each `kind`, `address`, `until`
/// - `real_name`: `level`, `name`, `id_number` (whole: whoever reads this proved just before whose it is), `changed_at`; `null`
///   where nothing was said
/// - `profile`: fields by their names
/// - `sessions`: each `began_at`, `used_at`, `network`, `device`
/// - `family`: each `side` (`helper`, `relative`), `relation`, `powers`, `begun_at`, `ended_at`
/// - `companies`: each `uscc`, `name`, `represented`, `powers`
/// - `message_choices`: which messages also go out, where the person said, each `kind`, `phone`, `email`
/// - `messages`: what stands in the inbox, the newest first, each `at`, `subject`, `body`
/// - `acts`: what the account did, the newest first, each `at`, `act`, `subject`, `network`
/// - `applications`: each `client_id`, `name`, `scopes`, `agreed_at`, `used_at`, from the room that connects them
///
/// Moments are ISO 8601 in UTC, days `2026-11-22`.
async fn gather(identity: &Identity, holder: &Holder) -> Result<Value, IdentityError> {
    let reader = identity.database.reader();
    let (account, now) = (holder.account, identity.clock.now());
    let settings = accounts::settings(reader, account).await?.ok_or(IdentityError::Unknown)?;
    let own = contacts::of(reader, account).await?;
    let former = addresses::store::former(reader, account).await?;
    let sheet = Profiles::new(identity.clone()).of(holder).await?;
    let told: serde_json::Map<_, _> =
        sheet.profile.pairs().map(|(field, value)| (field.code().to_owned(), value.into())).collect();
    let sessions = sessions::list(reader, account, !holder.grants.is_empty(), now).await?;
    let person = person_of(reader, &identity.keyring, account).await.map_err(unread)?;
    let choices = message_choice::kept(reader, account).await?;
    let messages = notifications::kept(reader, &identity.keyring, account).await?;
    let mut document = json!({
        "format": FORMAT,
        "exported_at": iso(now),
        "account": {
            "number": holder.name,
            "display_name": settings.display_name,
            "real_name_level": holder.level.number(),
            "language": settings.language,
            "display": settings.display,
            "created_at": iso(settings.created_at),
        },
        "addresses": own.iter().map(|contact| json!({
            "kind": contact.kind().code(),
            "address": contact.address(),
        })).collect::<Vec<_>>(),
        "former_addresses": former.iter().map(|(contact, until)| json!({
            "kind": contact.kind().code(),
            "address": contact.address(),
            "until": iso(*until),
        })).collect::<Vec<_>>(),
        "real_name": person.map(|person| json!({
            "level": person.level.number(),
            "name": person.name.as_str(),
            "id_number": person.number.as_str(),
            "changed_at": iso(person.changed_at),
        })),
        "profile": told,
        "sessions": sessions.iter().map(|session| json!({
            "began_at": iso(session.opened.created_at),
            "used_at": iso(session.opened.seen_at),
            "network": session.opened.network,
            "device": session.opened.device,
        })).collect::<Vec<_>>(),
        "family": family::told(identity, account).await?,
        "companies": legal::told(identity, account).await?,
        "message_choices": choices.iter().map(|(kind, channels)| json!({
            "kind": kind.code(),
            "phone": channels.phone,
            "email": channels.email,
        })).collect::<Vec<_>>(),
        "messages": messages.iter().map(|message| json!({
            "at": iso(message.told_at),
            "subject": message.subject,
            "body": message.body,
        })).collect::<Vec<_>>(),
        "acts": service::acts(identity, holder).await?,
    });
    for (member, gathers) in &identity.gathers {
        document[*member] = gathers(&identity.database, account).await?;
    }
    Ok(document)
}

/// A moment as the document writes it.
fn iso(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}
