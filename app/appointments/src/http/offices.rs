use axum::{
    Json,
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use foundation::{clock::city_day, error::AppError};

use super::{
    answers::{OfficeAnswer, OfficesAnswer, SlotsAnswer},
    asked::{OfficesAsked, SlotsAsked, named},
};
use crate::{error::BookingError, model::Slug, service::Appointments};

/// The most offices one answer holds.
const MAX_LIMIT: usize = 100;
/// How many, where nothing is said.
const DEFAULT_LIMIT: usize = 20;

/// Lists offices that can be booked.
#[utoipa::path(
    get, path = "/api/v1/offices", params(OfficesAsked), tag = "appointments",
    responses(
        (status = 200, description = "A page of offices", body = OfficesAnswer),
        (status = 400, description = "A parameter means nothing (RFC 9457 problem details)"),
    )
)]
pub async fn offices(
    State(booking): State<Appointments>,
    Query(asked): Query<OfficesAsked>,
) -> Result<Response, AppError> {
    let limit = match asked.limit.as_deref().map(str::parse::<usize>) {
        None => DEFAULT_LIMIT,
        Some(Ok(limit)) if (1..=MAX_LIMIT).contains(&limit) => limit,
        Some(_) => return Err(AppError::invalid("limit", "limit")),
    };
    let after =
        asked.cursor.as_deref().map(|code| Slug::parse(code).ok_or_else(|| AppError::invalid("cursor", "cursor")));
    let after = after.transpose()?;
    let mut found: Vec<OfficeAnswer> = if asked.item.is_some() || asked.matter.is_some() {
        let matter = matter(&booking, asked.item.as_deref(), asked.matter.as_deref()).await?;
        let mut serving = booking.offices_for(&matter).await?;
        serving.sort_by(|one, other| one.office.code.cmp(&other.office.code));
        let later = serving.into_iter().filter(|next| after.as_ref().is_none_or(|after| next.office.code > *after));
        later.take(limit + 1).map(|next| OfficeAnswer::new(next.office, next.day)).collect()
    } else {
        let offices = booking.offices_after(after.as_ref(), limit + 1).await?;
        offices.into_iter().map(|office| OfficeAnswer::new(office, None)).collect()
    };
    let is_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| is_more).map(|office| office.code.clone());
    Ok(fresh(Json(OfficesAnswer { offices: found, next })))
}

/// The free times of an office.
#[utoipa::path(
    get, path = "/api/v1/slots", params(SlotsAsked), tag = "appointments",
    responses(
        (status = 200, description = "The free times, in their order", body = SlotsAnswer),
        (status = 400, description = "A parameter means nothing (RFC 9457 problem details)"),
        (status = 404, description = "There is no such office, or it does not serve this"),
    )
)]
pub async fn slots(State(booking): State<Appointments>, Query(asked): Query<SlotsAsked>) -> Result<Response, AppError> {
    let office = named("office", &asked.office)?;
    let code = matter(&booking, asked.item.as_deref(), asked.matter.as_deref()).await?;
    let matter = booking.matter(&code).await?;
    let persons = asked.persons()?;
    if persons > matter.content.terms.most_persons {
        return Err(BookingError::Persons.into());
    }
    let (from, until) = asked.days(city_day(booking.clock.now()))?;
    let times = booking.times_of_days(&office, &matter, from, until, persons).await?;
    let slots = times.into_iter().filter(|time| time.free > 0).map(Into::into).collect();
    Ok(fresh(Json(SlotsAnswer { matter: code.to_string(), office: office.to_string(), slots })))
}

/// The matter that is asked about: by its own code, or as the only one of an item.
async fn matter(booking: &Appointments, item: Option<&str>, matter: Option<&str>) -> Result<Slug, AppError> {
    if let Some(matter) = matter {
        return named("matter", matter);
    }
    let item = item.ok_or_else(|| AppError::invalid("item", "required"))?;
    let matters = booking.matters_of_item(item).await?;
    match &*matters {
        [] => Err(AppError::invalid("item", "unknown-choice")),
        [one] => Ok(one.clone()),
        // Which of them has to be said.
        _ => Err(AppError::invalid("matter", "required")),
    }
}

/// What may be kept but must be asked about again.
fn fresh(body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
