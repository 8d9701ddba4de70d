use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, sea_query::OnConflict,
};

use super::super::{
    entity::message,
    message::{Channel, Message},
};
use foundation::{database::Fault, ids::MessageId, keyring::Keyring};

/// For what a message's body is sealed.
pub(crate) fn place(id: MessageId) -> String {
    format!("body of message {id}")
}

/// Tells somebody something, in the transaction in which it became true. A message to the inbox is there at once; another is
/// sent by a worker of any process, and stands in the account's inbox too where it is no secret. Told by several ways in one
/// transaction, it stands there once.
pub async fn tell(
    transaction: &impl ConnectionTrait,
    keyring: &Keyring,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<MessageId, Fault> {
    let in_inbox = message.account.is_some() && !message.secret;
    if message.channel == Channel::Inbox || in_inbox {
        let inbox = row(keyring, message, &Channel::Inbox, now);
        let id = MessageId::from_uuid(inbox.id);
        message::Entity::insert(inbox.into_active_model())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(transaction)
            .await?;
        if message.channel == Channel::Inbox {
            return Ok(id);
        }
    }
    let outgoing = row(keyring, message, &message.channel, now);
    let id = MessageId::from_uuid(outgoing.id);
    message::Entity::insert(outgoing.into_active_model()).exec_without_returning(transaction).await?;
    Ok(id)
}

fn row(keyring: &Keyring, message: &Message, channel: &Channel, now: DateTime<Utc>) -> message::Model {
    let id = MessageId::new();
    let inbox = *channel == Channel::Inbox;
    message::Model {
        id: id.uuid(),
        account_id: message.account.map(foundation::ids::AccountId::uuid),
        channel: channel.code().to_owned(),
        address: channel.address().to_owned(),
        reason: message.reason.to_owned(),
        language: message.language.tag().to_owned(),
        subject: message.subject.clone(),
        body: Some(keyring.seal(&place(id), message.body.as_bytes())),
        secret: message.secret,
        created_at: now,
        due_at: (!inbox).then_some(now),
        tries: 0,
        delivered_at: inbox.then_some(now),
        failed_at: None,
        failure: String::new(),
        read_at: None,
    }
}

/// The latest message to an address, and its sealed body where that was not erased.
pub(crate) async fn last_to(
    connection: &impl ConnectionTrait,
    address: &str,
) -> Result<Option<(MessageId, Option<Vec<u8>>)>, Fault> {
    let row = message::Entity::find()
        .filter(message::Column::Address.eq(address))
        .order_by_desc(message::Column::Id)
        .one(connection)
        .await?;
    Ok(row.map(|row| (MessageId::from_uuid(row.id), row.body)))
}
