use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    authority,
    decisions::code,
    fields::sent,
    named, path_of, revision,
    show::{Before, page},
    told::Problem,
};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
};
use identity::SignedIn;
use openid::{
    OpenId,
    registry::{Checked, Decision, Exemptions, Reason, Review},
};

/// `POST /desk/applications/{client_id}`: decides about an application.
pub async fn decide_application(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(openid): State<OpenId>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let client_id = named(&name)?;
    let authority = authority(&actor, &catalogue);
    // Whoever may not see it is told nothing of the form.
    openid.application(&authority, client_id.as_str()).await?;
    let seen = revision(sent(&pairs, "revision"));
    let (status, before) = match read(&pairs)? {
        Err(error) => (StatusCode::BAD_REQUEST, Before { errors: vec![error], ..Before::default() }),
        Ok((act, decision)) => match openid.decide_application(&authority, client_id.as_str(), seen, &decision).await {
            Ok(()) => {
                let target = format!("{}?done={act}", path_of(&cx, client_id.as_str()));
                return Ok(Redirect::to(&target).into_response());
            }
            Err(error) => match Problem::of(&error) {
                Some(problem) => (StatusCode::CONFLICT, Before { problem: Some(problem), ..Before::default() }),
                None => match AppError::from(error) {
                    AppError::Invalid(errors) => (StatusCode::BAD_REQUEST, Before { errors, ..Before::default() }),
                    error => return Err(error),
                },
            },
        },
    };
    let page = page(&cx, &actor, &openid, &catalogue, &name, before).await?;
    Ok(page.status(status).into_response())
}

type Read = Result<(&'static str, Decision), FieldError>;

/// What a form decides, or the one field that is wrong.
fn read(pairs: &[(String, String)]) -> Result<Read, AppError> {
    let all = |field: &str| {
        pairs.iter().filter(|(name, _)| name == field).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let checked = |review: Review, decision: fn(Checked) -> Decision| {
        let act = code(review);
        let checked = Checked::of(review, &all("check"));
        let fault = || FieldError::new(format!("check-{act}"), "app-checklist");
        checked.map(|checked| (act, decision(checked))).ok_or_else(fault)
    };
    let reasoned = |act: &'static str, decision: fn(Reason) -> Decision| {
        let reason = Reason::parse(sent(pairs, "reason"));
        let fault = |why| FieldError::new(format!("reason-{act}"), why);
        reason.map(|reason| (act, decision(reason))).map_err(fault)
    };
    Ok(match sent(pairs, "act") {
        "approve" => checked(Review::Try, Decision::Try),
        "go-live" => checked(Review::GoLive, Decision::GoLive),
        "accept-change" => checked(Review::Change, Decision::AcceptChange),
        "refuse" => reasoned("refuse", Decision::Refuse),
        "suspend" => reasoned("suspend", Decision::Suspend),
        "refuse-change" => reasoned("refuse-change", Decision::RefuseChange),
        "resume" => Ok(("resume", Decision::Resume)),
        "exempt" => {
            let given = all("exempt");
            let has = |name: &str| given.iter().any(|given| given == name);
            let exemptions = Exemptions {
                full_real_name: has("full_real_name"),
                public_subject: has("public_subject"),
                pkce_exempt: has("pkce_exempt"),
            };
            Ok(("exempt", Decision::Exempt(exemptions)))
        }
        _ => return Err(AppError::invalid("act", "unknown-choice")),
    })
}
