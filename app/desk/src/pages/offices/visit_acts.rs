use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    PATH, authority,
    form::Sent,
    visits::{Tried, page},
};
use appointments::{Appointments, EditError, Reason, VisitAct, model::Code};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
};
use identity::SignedIn;

/// `POST /desk/offices/visits`: marks a visit as missed or served, excuses it, or calls it off.
pub async fn settle_visit(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue);
    let sent = Sent(pairs);
    let code = Code::parse(sent.get("code")).ok_or(AppError::NotFound)?;
    // Whoever may not see it is told nothing of the form.
    appointments.look_up_visit(&authority, &code).await?;
    let reason = sent.get("reason").to_owned();
    let (status, tried) = match read(&sent)? {
        Err(error) => (StatusCode::BAD_REQUEST, Tried { errors: vec![error], reason, ..Tried::default() }),
        Ok((name, act)) => match appointments.settle_visit(&authority, &code, &act).await {
            Ok(()) => {
                let target = cx.href(&format!("{PATH}/visits?code={code}&done=office-visit-done-{name}"));
                return Ok(Redirect::to(&target).into_response());
            }
            Err(EditError::State) => (StatusCode::CONFLICT, Tried { state: true, ..Tried::default() }),
            Err(error) => return Err(error.into()),
        },
    };
    let page = page(&cx, &actor, &appointments, &catalogue, code.as_str(), tried).await?;
    Ok(page.status(status).into_response())
}

type Read = Result<(&'static str, VisitAct), FieldError>;

/// What a form does, or the one field that is wrong.
fn read(sent: &Sent) -> Result<Read, AppError> {
    let reasoned = |name: &'static str, act: fn(Reason) -> VisitAct| {
        let reason = Reason::parse(sent.get("reason"));
        reason.map(|reason| (name, act(reason))).map_err(|why| FieldError::new(format!("reason-{name}"), why))
    };
    Ok(match sent.get("act") {
        "missed" => Ok(("missed", VisitAct::Missed)),
        "finished" => Ok(("finished", VisitAct::Finished)),
        "excuse" => reasoned("excuse", VisitAct::Excuse),
        "call-off" => reasoned("call-off", VisitAct::CallOff),
        _ => return Err(AppError::invalid("act", "unknown-choice")),
    })
}
