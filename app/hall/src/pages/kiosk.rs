use std::sync::Arc;

use axum::{
    Form,
    extract::{FromRef, FromRequestParts, Path, Query, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    kiosk_draw::{Shown, draw},
    kiosk_path,
};
use crate::{Hall, HallError, IssuedTicket, Kiosk, model::Priority};
use appointments::{RequestKey, model::Slug};
use foundation::{
    context::{Cx, Display, Site, cookie},
    error::{AppError, FieldError},
};
use identity::Token;

/// How long a device goes on giving numbers unless it is taken out of use, in seconds: as long as browsers keep a cookie.
const YEAR: u32 = 365 * 24 * 3600;

/// What a device is asked to show.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    matter: String,
    #[serde(default)]
    ticket: String,
}

/// What was pressed on a device.
#[derive(Debug, Default, Deserialize)]
pub struct Pressed {
    #[serde(default)]
    act: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    matter: String,
    #[serde(default)]
    priority: String,
    #[serde(default)]
    key: String,
}

/// The token a device shows. Under TLS its cookie's name makes browsers refuse it from anybody but this very host.
pub struct ShownKiosk(Option<Token>);

fn cookie_name(site: &Site) -> &'static str {
    if site.secure { "__Host-kiosk" } else { "kiosk" }
}

impl<S> FromRequestParts<S> for ShownKiosk
where
    S: Send + Sync,
    Arc<Site>: FromRef<S>,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let site = Arc::<Site>::from_ref(state);
        Ok(Self(cookie(&parts.headers, cookie_name(&site)).and_then(Token::parse)))
    }
}

/// The device that asks, where it gives numbers in this office.
async fn device(hall: &Hall, office: &Slug, ShownKiosk(token): &ShownKiosk) -> Result<Option<Kiosk>, HallError> {
    match token {
        Some(token) => hall.kiosk_of(office, token).await,
        None => Ok(None),
    }
}

/// `GET /hall/{office}/kiosk`: gives numbers on a device that staff opened; on every other one asks for the code that opens it.
pub async fn kiosk(
    cx: Cx,
    State(hall): State<Hall>,
    Path(office): Path<String>,
    token: ShownKiosk,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let office = Slug::parse(&office).ok_or(AppError::NotFound)?;
    let board = hall.board(&office).await?;
    let shown = match device(&hall, &office, &token).await? {
        None => Shown::Closed,
        Some(_) if !asked.ticket.is_empty() => {
            let view = hall.ticket(&asked.ticket).await?;
            if view.ticket.office != office {
                return Err(AppError::NotFound);
            }
            Shown::Number(Box::new(view), asked.ticket)
        }
        Some(_) if !asked.matter.is_empty() => {
            let matter = Slug::parse(&asked.matter).and_then(|code| board.matters.get(&code).cloned());
            Shown::Reasons(matter.ok_or(AppError::NotFound)?)
        }
        Some(_) => Shown::Start,
    };
    Ok(draw(&cx, &board, shown, &[]).into_response())
}

/// `POST /hall/{office}/kiosk`: opens a device by its code, or gives a number on one that is open.
pub async fn press(
    cx: Cx,
    State(hall): State<Hall>,
    Path(office): Path<String>,
    token: ShownKiosk,
    Form(pressed): Form<Pressed>,
) -> Result<Response, AppError> {
    let office = Slug::parse(&office).ok_or(AppError::NotFound)?;
    let board = hall.board(&office).await?;
    let path = kiosk_path(&office);
    if pressed.act == "join" {
        return match hall.join_kiosk(&office, &pressed.code).await {
            Ok(token) => Ok(joined(&cx, &path, &token)),
            Err(error) => refused(&cx, &board, Shown::Closed, error),
        };
    }
    let Some(kiosk) = device(&hall, &office, &token).await? else {
        return Ok(draw(&cx, &board, Shown::Closed, &[]).status(StatusCode::FORBIDDEN).into_response());
    };
    let issued = match pressed.act.as_str() {
        "check-in" => hall.check_in(&kiosk, &pressed.code).await,
        "walk-in" => walk_in(&hall, &kiosk, &pressed).await,
        _ => return Err(AppError::invalid("act", "unknown-choice")),
    };
    match issued {
        Ok(IssuedTicket { token, .. }) => Ok(Redirect::to(&cx.href(&format!("{path}?ticket={token}"))).into_response()),
        Err(error) => refused(&cx, &board, Shown::Start, error),
    }
}

async fn walk_in(hall: &Hall, kiosk: &Kiosk, pressed: &Pressed) -> Result<IssuedTicket, HallError> {
    let matter = Slug::parse(&pressed.matter).ok_or(HallError::invalid("matter", "hall-matter"))?;
    let priority = Priority::parse(&pressed.priority).ok_or(HallError::invalid("matter", "hall-matter"))?;
    let key = RequestKey::parse(&pressed.key).ok_or(HallError::invalid("matter", "hall-matter"))?;
    match hall.walk_in(kiosk, &matter, priority, &key).await {
        Err(HallError::Unknown) => Err(HallError::invalid("matter", "hall-matter")),
        issued => issued,
    }
}

/// The device is open from now on. Who stands before it may be old: its type is large until somebody chooses otherwise.
fn joined(cx: &Cx, path: &str, token: &Token) -> Response {
    let secure = if cx.site.secure { "; Secure" } else { "" };
    let name = cookie_name(&cx.site);
    let kept = format!("{name}={}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Strict{secure}", token.as_str());
    let mut response = Redirect::to(&cx.href(path)).into_response();
    let headers = response.headers_mut();
    if let Ok(kept) = HeaderValue::from_str(&kept) {
        headers.append(header::SET_COOKIE, kept);
    }
    let display = Display { elder: true, ..cx.visitor.display.clone() };
    headers.append(header::SET_COOKIE, display.kept(cx.site.secure));
    response
}

/// The page again with what is wrong; what is no fault of a field is a page of its own.
fn refused(cx: &Cx, board: &crate::model::Board, shown: Shown, error: HallError) -> Result<Response, AppError> {
    let HallError::Invalid { field, reason } = error else { return Err(error.into()) };
    let errors = [FieldError::new(field, reason)];
    Ok(draw(cx, board, shown, &errors).status(StatusCode::BAD_REQUEST).into_response())
}
