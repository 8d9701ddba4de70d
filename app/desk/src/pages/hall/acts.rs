use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    at_desk,
    counter::{Told, load},
    in_the_way, named, path_of,
};
use ::hall::{AtDesk, Hall, HallError, Led};
use appointments::model::Slug;
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    ids::{CounterGroupId, TicketId},
};
use identity::InSession;

/// What somebody does at their counter.
#[derive(Debug, Default, Deserialize)]
pub struct Acted {
    #[serde(default)]
    act: String,
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    pub(super) label: String,
    #[serde(default)]
    pub(super) group: String,
    #[serde(default)]
    to: String,
}

/// `POST /desk/hall/{office}`: opens and leaves a counter, calls people to it and says what became of them.
pub async fn act(
    cx: Cx,
    session: InSession,
    State(hall): State<Hall>,
    State(catalogue): State<Catalogue>,
    Path(office): Path<String>,
    Form(acted): Form<Acted>,
) -> Result<Response, AppError> {
    let code = named(&office)?;
    match done(&hall, &at_desk(&session, &catalogue), &code, &acted).await {
        Ok(done) => {
            let query = if done.is_empty() { String::new() } else { format!("?done={done}") };
            Ok(Redirect::to(&cx.href(&path_of(&code, &query))).into_response())
        }
        Err(error) => {
            let mut told = Told { in_the_way: in_the_way(&error), typed: acted, ..Told::default() };
            match error {
                HallError::Invalid { field, reason } => told.errors = vec![FieldError::new(field, reason)],
                error if told.in_the_way.is_none() => return Err(error.into()),
                _ => {}
            }
            Ok(load(&cx, &session, &hall, &catalogue, &office, told).await?.into_response())
        }
    }
}

/// Does it; answers the key of what is told, where anything is.
async fn done(hall: &Hall, desk: &AtDesk, office: &Slug, acted: &Acted) -> Result<&'static str, HallError> {
    match acted.act.as_str() {
        "open" => {
            hall.open_counter(desk, office, &acted.label, CounterGroupId::parse(&acted.group)).await?;
            return Ok("hall-done-opened");
        }
        "close" => {
            hall.close_counter(desk, office).await?;
            return Ok("hall-done-closed");
        }
        "next" => {
            let called = hall.call_next(desk, office).await?;
            return Ok(if called.is_some() { "" } else { "hall-done-nobody" });
        }
        _ => {}
    }
    let ticket = TicketId::parse(&acted.ticket).ok_or(HallError::Unknown)?;
    match acted.act.as_str() {
        "call" => hall.call(desk, office, ticket).await,
        "recall" => hall.recall(desk, office, ticket).await,
        "begin" => hall.begin(desk, office, ticket).await,
        "park" => hall.park(desk, office, ticket).await,
        "back" => hall.put_back(desk, office, ticket).await,
        "finish" => hall.finish(desk, office, ticket).await,
        "miss" => hall.miss(desk, office, ticket).await,
        "redirect" => {
            let to = led(&acted.to).ok_or(HallError::Invalid { field: "to", reason: "hall-led" })?;
            hall.redirect(desk, office, ticket, to).await
        }
        _ => Err(HallError::Unknown),
    }
    .map(|()| "")
}

/// Counters and matter, as the list of choices names them.
fn led(text: &str) -> Option<Led> {
    let (group, matter) = text.split_once(':')?;
    Some(Led { group: CounterGroupId::parse(group)?, matter: Slug::parse(matter)? })
}
