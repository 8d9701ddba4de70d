use std::sync::Arc;

use chrono::TimeDelta;
use sea_orm::DatabaseTransaction;

use super::store;
use crate::{
    Identity, IdentityError, Token,
    model::OpenSession,
    service::{tell, to},
    store::{accounts::Held, contacts},
};
use foundation::keyring::Keyring;
use notifications::{Channel, Message};

/// How long the link of a message works.
pub(super) const LINK_LASTS: TimeDelta = TimeDelta::days(7);

/// The device a session begins on, with what is needed to tell of it.
pub(crate) struct Device {
    /// The hash of its browser's secret; none for what keeps no secrets, and is new every time.
    browser_hash: Option<String>,
    keyring: Keyring,
    origin: Arc<str>,
}

impl Identity {
    /// The device of a browser that is known by a secret.
    pub(crate) fn device(&self, browser: Option<&Token>) -> Device {
        Device { browser_hash: browser.map(Token::hash), keyring: self.keyring.clone(), origin: self.origin.clone() }
    }
}

impl Device {
    /// Writes down that an account is used on this device, in the transaction in which a session is whole; tells its holder
    /// where it never was before. The first device of all is no news.
    pub(crate) async fn seen(
        &self,
        transaction: &DatabaseTransaction,
        account: &Held,
        opened: &OpenSession,
    ) -> Result<(), IdentityError> {
        let now = opened.created_at;
        let first = !store::has_device(transaction, account.id).await?;
        let known = match &self.browser_hash {
            Some(hash) => store::touch_device(transaction, account.id, hash, now).await?,
            None => false,
        };
        if known {
            return Ok(());
        }
        if let Some(hash) = &self.browser_hash {
            store::add_device(transaction, account.id, hash, now).await?;
        }
        if first {
            return Ok(());
        }
        let link = Token::new()?;
        store::add_link(transaction, account.id, &link.hash(), now + LINK_LASTS).await?;
        let (language, texts) = (account.language, account.language.texts());
        let device = device_words(&opened.device).unwrap_or_else(|| texts.device_unknown().to_owned());
        let address = format!("{}/not-me?link={}", self.origin, link.as_str());
        let (subject, network) = (texts.new_device_subject().to_owned(), opened.network.clone());
        let body = texts.new_device_body(device.clone(), address, network.clone());
        for contact in contacts::of(transaction, account.id).await? {
            let message = to(&contact, Some(account.id), "new-device", language, subject.clone(), body.clone());
            // It holds a link that works once: sealed, and erased once it is sent.
            tell(transaction, &self.keyring, &Message { secret: true, ..message }, now).await?;
        }
        let inbox = Message {
            account: Some(account.id),
            channel: Channel::Inbox,
            reason: "new-device",
            language,
            subject,
            body: texts.new_device_inbox(device, network),
            secret: false,
        };
        tell(transaction, &self.keyring, &inbox, now).await?;
        Ok(())
    }
}

/// Browser and system by their names, as far as the browser tells; the order matters, for many call themselves by several.
pub fn device_words(device: &str) -> Option<String> {
    const BROWSERS: [(&str, &str); 7] = [
        ("MicroMessenger", "WeChat"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
        ("curl", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let named =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| device.contains(mark)).map(|(_, name)| *name);
    let parts: Vec<&str> = [named(&BROWSERS), named(&SYSTEMS)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::device_words;

    #[test]
    fn a_device_is_called_what_people_call_it() {
        let words = |device: &str| device_words(device).unwrap_or_default();
        assert_eq!(
            words("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/1 Safari/537.36 Edg/1"),
            "Edge · Windows"
        );
        assert_eq!(
            words("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604.1"),
            "Safari · iPhone"
        );
        assert_eq!(words("something else"), "");
    }
}
