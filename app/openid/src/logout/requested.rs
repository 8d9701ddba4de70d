use std::collections::HashMap;

use serde::Deserialize;

use crate::{
    KeyFault, OpenId,
    model::{Client, RedirectUri},
    store::logouts,
};
use foundation::ids::SessionId;
use identity::Holder;

/// The longest parameter taken.
const MAX_BYTES: usize = 8_000;

/// What an application says when it sends somebody to sign out (OpenID Connect RP-Initiated Logout 1.0 §2).
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Requested {
    #[serde(default)]
    pub(crate) id_token_hint: String,
    #[serde(default)]
    pub(crate) client_id: String,
    #[serde(default)]
    pub(crate) post_logout_redirect_uri: String,
    #[serde(default)]
    pub(crate) state: String,
}

/// Why nobody is led anywhere: said on a page, to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unled {
    /// The application is unknown, or is another than the one the hint was given to.
    Client,
    /// The hint is none this provider gave.
    Hint,
    /// The address is none the application registered for this.
    Address,
    /// A parameter is too long or holds what no text holds.
    Parameter,
}

/// What is to be done.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    /// Which application sent the person.
    pub(crate) client: Option<Client>,
    /// The session the hint proves, by which the application was signed in to.
    pub(crate) session: Option<(foundation::ids::AccountId, SessionId)>,
    /// Where the person is led afterwards.
    pub(crate) back: Option<String>,
}

impl Way {
    /// Whether the hint speaks of the session that somebody shows: then nobody has to be asked (§2).
    pub(crate) fn is_of(&self, holder: &Holder) -> bool {
        self.session.is_some_and(|(_, session)| session == holder.session)
    }
}

/// The claims of an ID token that a hint is read by. It may be long over.
#[derive(Deserialize)]
struct Hint {
    aud: String,
    sid: Option<String>,
}

impl OpenId {
    /// Reads what an application says when it sends somebody to sign out.
    pub(crate) async fn read_logout(&self, asked: &Requested) -> Result<Result<Way, Unled>, KeyFault> {
        let all = [&asked.id_token_hint, &asked.client_id, &asked.post_logout_redirect_uri, &asked.state];
        if all.iter().any(|text| text.len() > MAX_BYTES || text.chars().any(char::is_control)) {
            return Ok(Err(Unled::Parameter));
        }
        let hint = match asked.id_token_hint.as_str() {
            "" => None,
            token => match self.verify::<Hint>("JWT", token).await? {
                Some(hint) => Some(hint),
                None => return Ok(Err(Unled::Hint)),
            },
        };
        let reader = self.database.reader();
        let named = match (&hint, asked.client_id.as_str()) {
            (Some(hint), "") => Some(hint.aud.as_str()),
            (Some(hint), named) if hint.aud != named => return Ok(Err(Unled::Client)),
            (_, "") => None,
            (_, named) => Some(named),
        };
        let client = match named {
            None => None,
            // Nobody is led where a department wants them before the city approved that, or after it took it back.
            Some(named) => match self.served(Some(named)).await? {
                Some(client) => Some(client),
                None => return Ok(Err(Unled::Client)),
            },
        };
        let session = match (&client, hint.and_then(|hint| hint.sid)) {
            (Some(client), Some(sid)) => {
                let login = logouts::login(reader, &sid).await?;
                login
                    .filter(|login| login.client == client.id && !login.ended)
                    .map(|login| (login.account, login.session))
            }
            _ => None,
        };
        let back = match (asked.post_logout_redirect_uri.as_str(), &client) {
            ("", _) => None,
            (address, Some(client)) => match client.definition.post_logout_redirect_uri(address) {
                Some(address) => Some(led_back(address, &asked.state)),
                None => return Ok(Err(Unled::Address)),
            },
            (_, None) => return Ok(Err(Unled::Address)),
        };
        Ok(Ok(Way { client, session, back }))
    }
}

fn led_back(address: &RedirectUri, state: &str) -> String {
    if state.is_empty() { address.as_str().to_owned() } else { address.with([("state", state)]) }
}

/// The parameters of a page that asks, carried on by its form: all but the hint, which was read.
pub(crate) fn carried(asked: &Requested, client: Option<&Client>) -> HashMap<&'static str, String> {
    HashMap::from([
        ("client_id", client.map_or_else(String::new, |client| client.client_id.clone())),
        ("post_logout_redirect_uri", asked.post_logout_redirect_uri.clone()),
        ("state", asked.state.clone()),
    ])
}
