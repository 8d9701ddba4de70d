//! What the page's script asks while a passkey is made or shown: JSON in and out.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

use super::{
    Passkeys,
    assertions::Shown,
    error::PasskeyError,
    model::PasskeyName,
    registrations::{Adding, Made},
    service::Challenge,
};
use crate::{Awaits, Browser, Holder, Identity, IdentityError, ShownToken, Token, session_cookie_for};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    ids::CeremonyId,
    page::safe_return,
};

/// The most bytes an answer may have. One without attestation has two thousand.
pub const MAX_CREDENTIAL: usize = 16 << 10;

/// Where the list of one's own passkeys is.
const LIST: &str = "/me/security/passkeys";

/// What a browser answers.
#[derive(Deserialize)]
struct Answered<C> {
    ceremony: String,
    credential: C,
    /// What the person calls a new passkey.
    #[serde(default)]
    name: String,
    #[serde(default, rename = "return")]
    back: String,
    /// Whether the person asked to stay signed in on this device.
    #[serde(default)]
    stays: bool,
}

impl<C: DeserializeOwned> Answered<C> {
    fn read(body: &Bytes) -> Result<(CeremonyId, Self), AppError> {
        let wrong = || AppError::invalid("credential", "passkey-wrong");
        let answered: Self = serde_json::from_slice(body).map_err(|_| wrong())?;
        let ceremony = CeremonyId::parse(&answered.ceremony).ok_or_else(wrong)?;
        Ok((ceremony, answered))
    }
}

/// `POST /passkeys/registration/begin`: what the device is asked to make a key.
pub async fn begin_registration(
    client: Client,
    browser: Browser,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
    State(passkeys): State<Passkeys>,
) -> Result<Response, AppError> {
    let (holder, awaits) = who_may_add(&identity, token.as_ref(), &client).await?;
    let adding = Adding { holder: &holder, awaits, browser: &browser.token };
    challenge(passkeys.begin_registration(&adding, &client).await, &browser)
}

/// `POST /passkeys/registration/finish`: keeps the key the device made.
pub async fn finish_registration(
    cx: Cx,
    client: Client,
    browser: Browser,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
    State(passkeys): State<Passkeys>,
    body: Bytes,
) -> Result<Response, AppError> {
    let (holder, awaits) = who_may_add(&identity, token.as_ref(), &client).await?;
    let (ceremony, answered) = Answered::<RegisterPublicKeyCredential>::read(&body)?;
    let name = match answered.name.trim() {
        "" => cx.texts.passkey_name_given(),
        name => name,
    };
    let name = PasskeyName::parse(name).map_err(|fault| AppError::Invalid(vec![fault]))?;
    let adding = Adding { holder: &holder, awaits, browser: &browser.token };
    let made = Made { ceremony, credential: &answered.credential, name };
    let token = passkeys.finish_registration(&adding, made, &client).await.map_err(AppError::from)?;
    let way_on =
        if answered.back.is_empty() { format!("{LIST}?done=passkey-added") } else { safe_return(&answered.back) };
    Ok(done(&cx, &way_on, token.map(|token| (token, holder.stays)), &browser))
}

/// `POST /passkeys/sign-in/begin`: what the device is asked to sign in.
pub async fn begin_sign_in(
    client: Client,
    browser: Browser,
    State(passkeys): State<Passkeys>,
) -> Result<Response, AppError> {
    challenge(passkeys.begin_sign_in(&browser.token, &client).await, &browser)
}

/// `POST /passkeys/sign-in/finish`: begins a session.
pub async fn finish_sign_in(
    cx: Cx,
    client: Client,
    browser: Browser,
    ShownToken(old): ShownToken,
    State(passkeys): State<Passkeys>,
    body: Bytes,
) -> Result<Response, AppError> {
    let (ceremony, answered) = Answered::<PublicKeyCredential>::read(&body)?;
    let shown = Shown { ceremony, credential: &answered.credential, browser: &browser.token };
    match passkeys.finish_sign_in(&shown, answered.stays, &client, old.as_ref()).await {
        Ok(begun) => Ok(done(&cx, &way_on(&answered.back), Some((begun.token, begun.stays)), &browser)),
        Err(error) => refuse(error),
    }
}

/// `POST /passkeys/step-up/begin`: what the device is asked to prove again that its person is there.
pub async fn begin_step_up(
    client: Client,
    browser: Browser,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
    State(passkeys): State<Passkeys>,
) -> Result<Response, AppError> {
    let (holder, _) = whose(&identity, token.as_ref(), &client).await?;
    challenge(passkeys.begin_step_up(&holder, &browser.token, &client).await, &browser)
}

/// `POST /passkeys/step-up/finish`: makes the session fresh, and whole where it waited for a second factor.
pub async fn finish_step_up(
    cx: Cx,
    client: Client,
    browser: Browser,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
    State(passkeys): State<Passkeys>,
    body: Bytes,
) -> Result<Response, AppError> {
    let (holder, awaits) = whose(&identity, token.as_ref(), &client).await?;
    let (ceremony, answered) = Answered::<PublicKeyCredential>::read(&body)?;
    let shown = Shown { ceremony, credential: &answered.credential, browser: &browser.token };
    match passkeys.finish_step_up(&holder, awaits, &shown, &client).await {
        Ok(token) => {
            let home = if holder.grants.is_empty() { "/me" } else { "/desk" };
            let way_on = if answered.back.is_empty() { home.to_owned() } else { safe_return(&answered.back) };
            Ok(done(&cx, &way_on, Some((token, holder.stays)), &browser))
        }
        Err(error) => refuse(error),
    }
}

/// Whose session is shown, also one that waits for more.
async fn whose(identity: &Identity, token: Option<&Token>, client: &Client) -> Result<(Holder, Awaits), AppError> {
    let token = token.ok_or(AppError::Unauthenticated)?;
    identity.seen(token, client).await?.ok_or(AppError::Unauthenticated)
}

/// As [`whose`]; whoever has a second factor shows it before another is added.
async fn who_may_add(
    identity: &Identity,
    token: Option<&Token>,
    client: &Client,
) -> Result<(Holder, Awaits), AppError> {
    let (holder, awaits) = whose(identity, token, client).await?;
    if awaits == Awaits::SecondFactor { Err(AppError::Unauthenticated) } else { Ok((holder, awaits)) }
}

fn way_on(back: &str) -> String {
    if back.is_empty() { "/me".to_owned() } else { safe_return(back) }
}

fn challenge(asked: Result<Challenge, PasskeyError>, browser: &Browser) -> Result<Response, AppError> {
    let Challenge { ceremony, options } = match asked {
        Ok(challenge) => challenge,
        Err(error) => return refuse(error),
    };
    let mut response = Json(json!({ "ceremony": ceremony.to_string(), "publicKey": options })).into_response();
    let headers = response.headers_mut();
    headers.insert(header::SET_COOKIE, browser.cookie.clone());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Leads on, with the session's new token and whether it outlives the browser's window. The browser is one the account is known
/// on from now on, so it keeps its secret.
fn done(cx: &Cx, way_on: &str, session: Option<(Token, bool)>, browser: &Browser) -> Response {
    let mut response = Json(json!({ "location": cx.href(way_on) })).into_response();
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, browser.cookie.clone());
    if let Some((token, stays)) = session {
        headers.append(header::SET_COOKIE, session_cookie_for(&cx.site, &token, stays));
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Says when to come again, where that is what helps.
fn refuse(error: PasskeyError) -> Result<Response, AppError> {
    if let PasskeyError::Identity(IdentityError::TooMany { again_in }) = error {
        let mut response = AppError::TooMany.into_response();
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(again_in.as_secs().max(1)));
        return Ok(response);
    }
    Err(error.into())
}
