use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::Value;

use super::{Asked, WayBack};
use crate::{
    Form, OAuthError, OAuthErrorCode, OpenId,
    model::Client,
    store::{clients, requests},
};
use foundation::database::Fault;
use identity::Token;

/// What begins the address of a request that was pushed (RFC 9126 §2.2).
const PUSHED: &str = "urn:ietf:params:oauth:request_uri:";
/// How long a pushed request waits for the browser.
pub(crate) const PUSHED_LASTS: TimeDelta = TimeDelta::seconds(90);

/// Why nothing is asked.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The application is unknown: nobody is led anywhere, the person is told.
    UnknownApplication,
    /// The address is none it registered: as above.
    UnknownAddress,
    /// A pushed request is over, was used, or is another application's.
    Over,
    /// The application is told by its own address.
    SentBack(String),
    /// The database.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Of an ID token shown as a hint: whose it is, and for whom it was made.
#[derive(Deserialize)]
struct Hint {
    sub: String,
    aud: Value,
}

impl OpenId {
    /// Reads what a browser brought to the authorization endpoint: the parameters, or the address of those that were pushed.
    pub(crate) async fn read_request(&self, encoded: &[u8]) -> Result<(Client, Asked), Refusal> {
        let (sent, fault) = match Form::parse(encoded) {
            Ok(sent) => (sent, None),
            // Also of what cannot be read the application hears (RFC 6749 §4.1.2.1), where that much of it can.
            Err(error) => (Form::parse(&way_alone(encoded)).map_err(|_| Refusal::UnknownApplication)?, Some(error)),
        };
        let client = self.served(sent.get("client_id")).await?.ok_or(Refusal::UnknownApplication)?;
        if let Some(id) = sent.get("request_uri").and_then(|address| address.strip_prefix(PUSHED)) {
            let id = Token::parse(id).ok_or(Refusal::Over)?;
            let taken = requests::take_pushed(self.database.writer(), &id.hash(), client.id, self.clock.now()).await?;
            return taken.map(|asked| (client, asked)).ok_or(Refusal::Over);
        }
        let way = way_back(&sent, &client).ok_or(Refusal::UnknownAddress)?;
        let asked = match fault {
            None => self.read_parameters(&sent, &client, way.clone()).await,
            Some(fault) => Err(fault),
        };
        match asked {
            Ok(asked) => Ok((client, asked)),
            Err(error) => Err(Refusal::SentBack(self.back_with_error(&way, &error))),
        }
    }

    /// Keeps what an application pushes, and gives the address by which a browser brings it (RFC 9126 §2).
    pub(crate) async fn push(&self, sent: &Form, client: &Client) -> Result<String, OAuthError> {
        let invalid = |why| OAuthError::new(OAuthErrorCode::InvalidRequest, why);
        if sent.get("client_id").is_some_and(|id| id != client.client_id) {
            return Err(invalid("client_id is not of the application that proved itself"));
        }
        let way = way_back(sent, client).ok_or(invalid("redirect_uri is none the application registered"))?;
        let asked = self.read_parameters(sent, client, way).await?;
        let id = Token::new()?;
        let now = self.clock.now();
        let waiting = requests::New { id_hash: id.hash(), client: client.id, pushed: true, asked: &asked };
        requests::add(self.database.writer(), &waiting, now, now + PUSHED_LASTS).await?;
        Ok(format!("{PUSHED}{}", id.as_str()))
    }

    /// An application that the provider answers.
    pub(crate) async fn served(&self, client_id: Option<&str>) -> Result<Option<Client>, Fault> {
        let Some(client_id) = client_id else { return Ok(None) };
        let found = clients::named(self.database.reader(), client_id).await?;
        Ok(found.map(|(client, _)| client).filter(|client| client.state.is_served()))
    }

    async fn read_parameters(&self, sent: &Form, client: &Client, way: WayBack) -> Result<Asked, OAuthError> {
        if sent.get("request_uri").is_some() {
            let why = "request_uri is one that /oauth/par gave out";
            return Err(OAuthError::new(OAuthErrorCode::RequestUriNotSupported, why));
        }
        let hinted = match sent.get("id_token_hint") {
            Some(token) => Some(self.hinted(token, client).await?),
            None => None,
        };
        Asked::read(sent, client, way, hinted)
    }

    /// Whose an ID token is that this provider made for this application, however old (OpenID Connect Core 1.0 §3.1.2.1).
    async fn hinted(&self, token: &str, client: &Client) -> Result<String, OAuthError> {
        let hint = self.verify::<Hint>("JWT", token).await?;
        let is_for = |aud: &Value| match aud {
            Value::String(one) => *one == client.client_id,
            Value::Array(several) => several.iter().any(|one| one == client.client_id.as_str()),
            _ => false,
        };
        match hint {
            Some(hint) if is_for(&hint.aud) => Ok(hint.sub),
            _ => Err(OAuthError::new(
                OAuthErrorCode::InvalidRequest,
                "id_token_hint is none of ours for this application",
            )),
        }
    }
}

/// Where the answer goes, if the address is one that was registered (RFC 9700 §2.1).
fn way_back(sent: &Form, client: &Client) -> Option<WayBack> {
    let address = client.definition.redirect_uri(sent.get("redirect_uri")?)?;
    Some(WayBack::new(address.clone(), sent.get("state").map(str::to_owned)))
}

/// Of a request that cannot be read as a whole: whose it is and where its answer goes, if each is there once.
fn way_alone(encoded: &[u8]) -> Vec<u8> {
    let all: Vec<_> = url::form_urlencoded::parse(encoded).collect();
    let mut alone = url::form_urlencoded::Serializer::new(String::new());
    for wanted in ["client_id", "redirect_uri", "state"] {
        let mut values = all.iter().filter(|(name, _)| name == wanted);
        if let (Some((_, value)), None) = (values.next(), values.next()) {
            alone.append_pair(wanted, value);
        }
    }
    alone.finish().into_bytes()
}
