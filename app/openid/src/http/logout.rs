use axum::{
    Form,
    extract::{Query, State},
    http::header,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{
    KeyFault, OpenId,
    logout::{Requested, carried},
    pages::logout as page,
};
use foundation::{
    context::{Client, Cx},
    error::AppError,
};
use identity::{Awaits, Holder, Identity, ShownToken, session_cookie_dropped};

impl From<KeyFault> for AppError {
    fn from(fault: KeyFault) -> Self {
        match fault {
            KeyFault::Fault(fault) => fault.into(),
            fault => {
                tracing::error!(%fault, "signing keys not read");
                Self::Internal { reference: String::new() }
            }
        }
    }
}

/// `GET /oauth/logout`: signs out of the portal and of every application (OpenID Connect RP-Initiated Logout 1.0).
///
/// With a hint that speaks of the session shown, at once; else the person is asked, so that no site can sign somebody out by a
/// picture (§6).
pub async fn logout(
    cx: Cx,
    client: Client,
    ShownToken(token): ShownToken,
    State(openid): State<OpenId>,
    State(identity): State<Identity>,
    Query(asked): Query<Requested>,
) -> Result<Response, AppError> {
    let way = match openid.read_logout(&asked).await? {
        Ok(way) => way,
        Err(unled) => return Ok(page::unled(&cx, unled).into_response()),
    };
    let holder = shown(&identity, token.as_ref(), &client).await?;
    match (&way.session, &way.client, holder) {
        (Some(session), Some(application), holder) if holder.as_ref().is_none_or(|holder| way.is_of(holder)) => {
            identity.end_session_on_word(session.0, session.1, &application.client_id, &client.origin()).await?;
            Ok(signed_out(&cx, way.back.as_deref(), holder.is_some()))
        }
        (_, application, Some(holder)) => {
            let fields = carried(&asked, application.as_ref());
            Ok(page::asked(&cx, &holder, application.as_ref(), fields).into_response())
        }
        // Nobody is signed in here any more: as good as done.
        (_, _, None) => Ok(signed_out(&cx, way.back.as_deref(), false)),
    }
}

/// `POST /oauth/logout`: the same as a form. It comes from another site, so without the session's cookie: what the hint proves is
/// done, else the person is led to where they are asked.
pub async fn logout_by_form(
    cx: Cx,
    client: Client,
    State(openid): State<OpenId>,
    State(identity): State<Identity>,
    Form(asked): Form<Requested>,
) -> Result<Response, AppError> {
    let way = match openid.read_logout(&asked).await? {
        Ok(way) => way,
        Err(unled) => return Ok(page::unled(&cx, unled).into_response()),
    };
    if let (Some(session), Some(application)) = (way.session, &way.client) {
        identity.end_session_on_word(session.0, session.1, &application.client_id, &client.origin()).await?;
        return Ok(page::left(&cx, way.back.as_deref()).into_response());
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(carried(&asked, way.client.as_ref()).into_iter().filter(|(_, value)| !value.is_empty()))
        .finish();
    Ok(Redirect::to(&cx.href(&format!("/oauth/logout?{query}"))).into_response())
}

/// `POST /oauth/logout/confirm`: signs out the person who was asked.
pub async fn confirm_logout(
    cx: Cx,
    client: Client,
    ShownToken(token): ShownToken,
    State(openid): State<OpenId>,
    State(identity): State<Identity>,
    Form(asked): Form<Requested>,
) -> Result<Response, AppError> {
    let way = match openid.read_logout(&asked).await? {
        Ok(way) => way,
        Err(unled) => return Ok(page::unled(&cx, unled).into_response()),
    };
    if let Some(token) = token
        && let Some((holder, _)) = identity.seen(&token, &client).await?
    {
        identity.sign_out(&holder.actor(), &token).await?;
    }
    // Where a form leads may be no other site (form-action), so a page leads on.
    let mut response = page::left(&cx, way.back.as_deref()).into_response();
    response.headers_mut().insert(header::SET_COOKIE, session_cookie_dropped(&cx.site));
    Ok(response)
}

async fn shown(
    identity: &Identity,
    token: Option<&identity::Token>,
    client: &Client,
) -> Result<Option<Holder>, AppError> {
    let Some(token) = token else { return Ok(None) };
    let seen = identity.seen(token, client).await?;
    Ok(seen.filter(|(_, awaits)| *awaits == Awaits::Nothing).map(|(holder, _)| holder))
}

/// Leads back at once, or says that it is done where there is nowhere to lead to.
fn signed_out(cx: &Cx, back: Option<&str>, had_session: bool) -> Response {
    let mut response = match back {
        Some(back) => Redirect::to(back).into_response(),
        None => page::left(cx, None).into_response(),
    };
    if had_session {
        response.headers_mut().insert(header::SET_COOKIE, session_cookie_dropped(&cx.site));
    }
    response
}
