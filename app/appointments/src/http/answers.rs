use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use catalogue::Bilingual;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use foundation::clock::city;
use serde::Serialize;

use crate::{
    model::{Access, Appointment, Office, Position, State},
    service::FreeTime,
};

/// An office.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OfficeAnswer {
    /// What it is called in addresses.
    pub code: String,
    /// What it is called.
    pub name: Bilingual,
    /// Where it is.
    pub address: Bilingual,
    /// How it is found.
    pub way: Bilingual,
    /// Whom to call.
    pub phone: String,
    /// The district it stands in: six digits (GB/T 2260).
    pub district: String,
    /// Its point on the map; none where nobody measured it.
    pub position: Option<PositionAnswer>,
    /// For whom it is easy to reach: `step_free`, `lift`, `accessible_toilet`, `sign_language`, `hearing_loop`, `nursing_room`.
    pub access: Vec<&'static str>,
    /// The next day with a free place for what was asked about; none where there is none, or nothing was asked about.
    pub next_free: Option<NaiveDate>,
}

/// A point on the map: degrees in WGS 84.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PositionAnswer {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

impl OfficeAnswer {
    pub(super) fn new(office: Office, next_free: Option<NaiveDate>) -> Self {
        let content = office.content;
        Self {
            code: office.code.to_string(),
            name: content.name,
            address: content.address,
            way: content.way,
            phone: content.phone,
            district: office.division,
            position: content.position.map(|Position { latitude, longitude }| PositionAnswer { latitude, longitude }),
            access: content.access.into_iter().map(Access::code).collect(),
            next_free,
        }
    }
}

/// A page of offices.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OfficesAnswer {
    /// This page of them, in the order of their codes.
    pub offices: Vec<OfficeAnswer>,
    /// What to send as `cursor` for the next page; none on the last one.
    pub next: Option<String>,
}

/// A time at which a visit could begin.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SlotAnswer {
    /// When it begins, on the city's clocks (RFC 3339).
    pub starts_at: DateTime<FixedOffset>,
    /// How many visits could begin then.
    pub free: i32,
}

/// The free times of an office.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SlotsAnswer {
    /// What they are for.
    pub matter: String,
    /// Where.
    pub office: String,
    /// The free times, in their order.
    pub slots: Vec<SlotAnswer>,
}

impl From<FreeTime> for SlotAnswer {
    fn from(time: FreeTime) -> Self {
        Self { starts_at: on_city_clocks(time.starts_at), free: time.free }
    }
}

/// A visit.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct VisitAnswer {
    /// Its number: what to send to confirm, move or cancel it.
    pub id: String,
    /// What it is called at the office.
    pub code: String,
    /// `held`, `confirmed`, `released`, `expired`, `cancelled`, `missed` or `finished`.
    pub state: &'static str,
    /// Where.
    pub office: String,
    /// What for.
    pub matter: String,
    /// The item it was booked from.
    pub item: Option<String>,
    /// When it begins, on the city's clocks (RFC 3339).
    pub starts_at: DateTime<FixedOffset>,
    /// When it ends.
    pub ends_at: DateTime<FixedOffset>,
    /// How many people come.
    pub persons: u16,
    /// For whom: `me`, or `relative:`, `dependant:`, `company:` with the number.
    #[serde(rename = "for")]
    pub acting: String,
    /// Until when the place is kept, while it is held.
    pub hold_ends_at: Option<DateTime<FixedOffset>>,
    /// What to send as `If-Match`, in quotes: it rises with every change (RFC 5545 §3.8.7.4).
    pub sequence: i32,
}

impl From<&Appointment> for VisitAnswer {
    fn from(visit: &Appointment) -> Self {
        Self {
            id: visit.id.to_string(),
            code: visit.code.to_string(),
            state: visit.state.code(),
            office: visit.office.to_string(),
            matter: visit.matter.to_string(),
            item: visit.item.clone(),
            starts_at: on_city_clocks(visit.starts_at),
            ends_at: on_city_clocks(visit.ends_at),
            persons: visit.persons,
            acting: visit.acting.value(),
            hold_ends_at: visit.hold_ends_at.map(on_city_clocks),
            sequence: visit.sequence,
        }
    }
}

/// Somebody's visits.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct VisitsAnswer {
    /// Those to come, the next first.
    pub to_come: Vec<VisitAnswer>,
    /// Those that are over, the newest first.
    pub past: Vec<VisitAnswer>,
}

/// A visit with its `ETag`. It is somebody's own: nothing between here and there keeps it.
pub(super) fn visit_answer(status: StatusCode, visit: &Appointment) -> Response {
    let mut response = own(status, &VisitAnswer::from(visit));
    let headers = response.headers_mut();
    if let Ok(etag) = HeaderValue::try_from(format!("\"{}\"", visit.sequence)) {
        headers.insert(header::ETAG, etag);
    }
    let folder = if visit.state == State::Held { "holds" } else { "appointments" };
    if status == StatusCode::CREATED
        && let Ok(location) = HeaderValue::try_from(format!("/api/v1/{folder}/{}", visit.id))
    {
        headers.insert(header::LOCATION, location);
    }
    response
}

/// What is somebody's own.
pub(super) fn own(status: StatusCode, body: &impl Serialize) -> Response {
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn on_city_clocks(moment: DateTime<Utc>) -> DateTime<FixedOffset> {
    city(moment).fixed_offset()
}
