use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::super::city_time,
    authority, named, path_of, revision,
    show::{Before, page},
    told::Problem,
};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::AppError,
    ui::{ButtonKind, Card, ChoiceOption, Choices, Notice, SubmitButton, Tone},
};
use identity::SignedIn;
use openid::{
    OpenId,
    registry::{Application, Overlap},
};

/// What is asked for with a new secret.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    revision: String,
    #[serde(default)]
    at_once: String,
}

/// `POST /desk/applications/{client_id}/secret`: makes another secret and shows it, this once. It stands in the answer itself:
/// an address would keep it.
pub async fn new_application_secret(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(openid): State<OpenId>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, AppError> {
    let client_id = named(&name)?;
    let overlap = if asked.at_once == "yes" { Overlap::None } else { Overlap::Day };
    let authority = authority(&actor, &catalogue);
    let (status, before) =
        match openid.new_secret(&authority, client_id.as_str(), revision(&asked.revision), overlap).await {
            Ok(secret) => (StatusCode::OK, Before { secret: Some(secret.as_str().to_owned()), ..Before::default() }),
            Err(error) => match Problem::of(&error) {
                Some(problem) => (StatusCode::CONFLICT, Before { problem: Some(problem), ..Before::default() }),
                None => return Err(error.into()),
            },
        };
    let page = page(&cx, &actor, &openid, &catalogue, &name, before).await?;
    Ok(page.status(status).into_response())
}

/// The secret that was just made, and the form for another; nothing where the application has none.
pub(super) fn secret_card(cx: &Cx, application: &Application, secret: Option<String>) -> Option<AnyView> {
    let texts = cx.texts;
    let client = &application.client;
    let has_one = application.may_keep && client.state.is_served() && client.definition.authentication.is_by_secret();
    if !has_one {
        return None;
    }
    let shown = secret.map(|secret| {
        view! {
            <div role="status">
                <Notice tone=Tone::Ok>
                    <p>{texts.application_secret_shown()}</p>
                    <p><code>{secret}</code></p>
                </Notice>
            </div>
        }
    });
    let now = match (application.has_secret, application.former_secret_until) {
        (false, _) => texts.application_secret_none().to_owned(),
        (true, None) => texts.application_secret_there().to_owned(),
        (true, Some(until)) => texts.application_secret_former(city_time::when(cx, until)),
    };
    let action = format!("{}/secret", path_of(cx, &client.client_id));
    let at_once = application.has_secret.then(|| {
        let option = ChoiceOption {
            value: "yes".to_owned(),
            label: texts.application_secret_at_once().to_owned(),
            ..ChoiceOption::default()
        };
        view! { <Choices id="at_once" name="at_once" legend=texts.application_secret_before() options=vec![option] several=true /> }
    });
    let revision = client.revision;
    let card = view! {
        <Card title=texts.application_secret() id="secret" note=now>
            {shown}
            <form method="post" action=action class="stack">
                <input type="hidden" name="revision" value=revision />
                {at_once}
                <SubmitButton label=texts.application_secret_new() kind=ButtonKind::Quiet />
            </form>
        </Card>
    };
    Some(card.into_any())
}
