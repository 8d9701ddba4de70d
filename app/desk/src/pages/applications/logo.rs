use axum::{
    extract::{
        Multipart, Path, State,
        multipart::{Field as Part, MultipartError, MultipartRejection},
    },
    http::{HeaderValue, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::forms::Refused,
    authority, done_of, named, path_of, revision,
    show::{Before, page},
    told::Problem,
};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    ui::{AppLogo, ButtonKind, Card, Field, SubmitButton},
};
use identity::SignedIn;
use openid::{
    OpenId,
    http::picture,
    model::{Client, Logo, LogoFault, LogoHash, MOST_LOGO_BYTES},
    registry::Application,
};

/// The longest value of a part that is no file.
const LONGEST_VALUE: usize = 100;

/// What was sent.
#[derive(Default)]
struct Sent {
    revision: String,
    png: Vec<u8>,
    takes_away: bool,
}

/// `GET /desk/applications/{client_id}/logo/{hash}`: a logo that is or waits to be this application's.
pub async fn application_logo(
    SignedIn(actor): SignedIn,
    State(openid): State<OpenId>,
    State(catalogue): State<Catalogue>,
    Path((name, hash)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let hash = LogoHash::parse(&hash).ok_or(AppError::NotFound)?;
    let authority = authority(&actor, &catalogue);
    let png = openid.application_logo(&authority, named(&name)?.as_str(), &hash).await?;
    Ok(picture(png, HeaderValue::from_static("private, max-age=3600")))
}

/// `POST /desk/applications/{client_id}/logo`: gives an application another logo, or takes it away; what people use waits for
/// approval.
pub async fn change_application_logo(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(openid): State<OpenId>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    let (authority, client_id) = (authority(&actor, &catalogue), named(&name)?);
    // Before the first byte of the file is read.
    if !openid.application(&authority, client_id.as_str()).await?.may_keep {
        return Err(AppError::Forbidden);
    }
    let refused =
        |fault: LogoFault| Before { errors: vec![FieldError::new("logo", fault.reason())], ..Before::default() };
    let (status, before) = match read(parts).await {
        Err(fault) => (StatusCode::BAD_REQUEST, refused(fault)),
        Ok((seen, logo)) => match openid.change_logo(&authority, client_id.as_str(), seen, logo.as_ref()).await {
            Ok(saved) => {
                let target = format!("{}?done={}", path_of(&cx, client_id.as_str()), done_of(saved));
                return Ok(Redirect::to(&target).into_response());
            }
            Err(error) => match Problem::of(&error) {
                Some(problem) => (StatusCode::CONFLICT, Before { problem: Some(problem), ..Before::default() }),
                None => return Err(error.into()),
            },
        },
    };
    Ok(page(&cx, &actor, &openid, &catalogue, &name, before).await?.status(status).into_response())
}

async fn read(parts: Result<Multipart, MultipartRejection>) -> Result<(i32, Option<Logo>), LogoFault> {
    let mut parts = parts.map_err(|_| LogoFault::NoPng)?;
    let mut sent = Sent::default();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        match part.name() {
            Some("logo") => sent.png = content(part, MOST_LOGO_BYTES).await?,
            Some("revision") => {
                sent.revision = String::from_utf8_lossy(&content(part, LONGEST_VALUE).await?).into_owned();
            }
            Some("take_away") => sent.takes_away = true,
            _ => {}
        }
    }
    let logo = if sent.takes_away { None } else { Some(Logo::read(&sent.png)?) };
    Ok((revision(&sent.revision), logo))
}

async fn content(mut part: Part<'_>, most: usize) -> Result<Vec<u8>, LogoFault> {
    let mut content = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        if content.len() + chunk.len() > most {
            return Err(LogoFault::Large);
        }
        content.extend_from_slice(&chunk);
    }
    Ok(content)
}

fn broken(error: MultipartError) -> LogoFault {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { LogoFault::Large } else { LogoFault::NoPng }
}

/// A logo as those see it who keep the application: one that waits as well.
pub(super) fn drawn(cx: &Cx, client: &Client, hash: Option<&LogoHash>) -> AnyView {
    let src = hash.map(|hash| format!("{}/logo/{hash}", path_of(cx, &client.client_id)));
    view! { <AppLogo src=src name=client.definition.name.text(cx.language()).to_owned() /> }.into_any()
}

/// The logo, and the forms that change it.
pub(super) fn logo_card(cx: &Cx, application: &Application, refused: &Refused) -> AnyView {
    let texts = cx.texts;
    let client = &application.client;
    let waiting = application.change.as_ref().map(|change| &change.definition.logo);
    let newest = waiting.unwrap_or(&client.definition.logo).clone();
    let forms = application.may_keep.then(|| {
        let (action, seen) = (format!("{}/logo", path_of(cx, &client.client_id)), client.revision);
        let away = newest.is_some().then(|| {
            let action = action.clone();
            view! {
                <form method="post" action=action enctype="multipart/form-data">
                    <input type="hidden" name="revision" value=seen />
                    <SubmitButton label=texts.application_logo_take_away() kind=ButtonKind::Quiet name="take_away" value="yes" />
                </form>
            }
        });
        view! {
            <form method="post" action=action enctype="multipart/form-data" class="stack">
                <input type="hidden" name="revision" value=seen />
                <Field id="logo" name="logo" kind="file" label=texts.application_logo_file() hint=texts.application_logo_hint() error=refused.of("logo") />
                <SubmitButton label=texts.application_logo_send() />
            </form>
            {away}
        }
    });
    let shown = drawn(cx, client, client.definition.logo.as_ref());
    view! {
        <Card title=texts.application_logo() id="application-logo">
            <div class="stack">
                {shown}
                {forms}
            </div>
        </Card>
    }
    .into_any()
}
