use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::{
        super::{Place, desk_page},
        forms::refused,
    },
    PATH, authority, done_of,
    fields::{fields, sent, taken},
    named, path_of, revision,
    told::Problem,
};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{Crumb, DeskHead, ErrorSummary, Notice, SubmitButton},
};
use identity::{Actor, SignedIn};
use openid::{
    OpenId,
    model::{ClientState, Definition},
    registry::{Application, RegistryError, Typed},
};

/// What the form begins with: what waits for approval, or else what holds.
fn newest(application: &Application) -> &Definition {
    application.change.as_ref().map_or(&application.client.definition, |change| &change.definition)
}

/// What became of a form.
#[derive(Default)]
struct Outcome {
    errors: Vec<FieldError>,
    problem: Option<Problem>,
}

/// `GET /desk/applications/{client_id}/edit`: the description as a form.
pub async fn application_form(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(openid): State<OpenId>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
) -> Result<Page, AppError> {
    let application = kept(&openid, &actor, &catalogue, &name).await?;
    let typed = Typed::of(newest(&application));
    let revision = application.client.revision;
    Ok(draw(&cx, &actor, &application, &typed, revision, &Outcome::default()))
}

/// `POST /desk/applications/{client_id}/edit`: describes it otherwise; what people use waits for approval.
pub async fn change_application(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(openid): State<OpenId>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let application = kept(&openid, &actor, &catalogue, &name).await?;
    let client_id = &application.client.client_id;
    // What the city alone decides is no part of the form and stays as it is.
    let held = Typed::of(&application.client.definition);
    let typed = Typed {
        subject: held.subject,
        full_real_name: application.client.definition.full_real_name && sends_real_name(&pairs),
        pkce_exempt: held.pkce_exempt && sent(&pairs, "authentication") != "none",
        ..taken(&pairs)
    };
    let seen = revision(sent(&pairs, "revision"));
    let outcome = match typed.read() {
        Err(errors) => Outcome { errors, problem: None },
        Ok(definition) => {
            let authority = authority(&actor, &catalogue);
            match openid.change_application(&authority, client_id, seen, &definition).await {
                Ok(saved) => {
                    let target = format!("{}?done={}", path_of(&cx, client_id), done_of(saved));
                    return Ok(Redirect::to(&target).into_response());
                }
                Err(RegistryError::Changed) => Outcome { errors: Vec::new(), problem: Some(Problem::Changed) },
                Err(error) => match AppError::from(error) {
                    AppError::Invalid(errors) => Outcome { errors, problem: None },
                    error => return Err(error),
                },
            }
        }
    };
    let status = if outcome.problem.is_some() { StatusCode::CONFLICT } else { StatusCode::BAD_REQUEST };
    Ok(draw(&cx, &actor, &application, &typed, seen, &outcome).status(status).into_response())
}

fn sends_real_name(pairs: &[(String, String)]) -> bool {
    pairs.iter().any(|(field, value)| field == "scopes" && value == "realname")
}

/// An application this person describes.
async fn kept(openid: &OpenId, actor: &Actor, catalogue: &Catalogue, name: &str) -> Result<Application, AppError> {
    let application = openid.application(&authority(actor, catalogue), named(name)?.as_str()).await?;
    if application.may_keep { Ok(application) } else { Err(AppError::Forbidden) }
}

fn draw(cx: &Cx, actor: &Actor, application: &Application, typed: &Typed, seen: i32, outcome: &Outcome) -> Page {
    let texts = cx.texts;
    let refused = refused(cx, &outcome.errors);
    let name = application.client.definition.name.text(cx.language()).to_owned();
    let (shown, typed, problem) = (cx.clone(), typed.clone(), outcome.problem);
    let (client_id, state) = (application.client.client_id.clone(), application.client.state);
    let title = texts.application_edit_title(name.clone());
    desk_page(cx, actor, Place::Applications, title.clone(), move || {
        let cx = shown;
        let crumbs = vec![
            Crumb { href: cx.href(PATH), label: texts.desk_applications().to_owned() },
            Crumb { href: path_of(&cx, &client_id), label: name },
        ];
        let waits = matches!(state, ClientState::Live | ClientState::Suspended)
            .then(|| view! { <Notice><p>{texts.application_edit_waits()}</p></Notice> });
        let action = format!("{}/edit", path_of(&cx, &client_id));
        let (summary, items) = (refused.title(&cx), refused.items());
        let problem = problem.map(|problem| problem.view(&cx));
        let fields = fields(&cx, &typed, &refused);
        view! {
            <DeskHead title=title crumbs=crumbs crumbs_label=texts.breadcrumbs() />
            <ErrorSummary title=summary items=items />
            {problem}
            {waits}
            <form method="post" action=action class="stack">
                <input type="hidden" name="revision" value=seen />
                {fields}
                <SubmitButton label=texts.application_save() />
            </form>
        }
        .into_any()
    })
}
