use axum::http::HeaderMap;
use chrono::{DateTime, Days, FixedOffset, NaiveDate, Utc};
use foundation::error::AppError;
use identity::acting::Acting;
use serde::Deserialize;

use crate::{
    model::Slug,
    service::{RequestKey, Wish},
};

/// The most days one answer about free times holds.
const MOST_DAYS: u64 = 31;

/// What `GET /api/v1/offices` is asked.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfficesAsked {
    /// Only offices that serve what is booked from this item.
    pub item: Option<String>,
    /// Only offices that serve this matter.
    pub matter: Option<String>,
    /// How many: 1 to 100, 20 if nothing is said.
    pub limit: Option<String>,
    /// `next` of the answer before, with the same question.
    pub cursor: Option<String>,
}

/// What `GET /api/v1/slots` is asked.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SlotsAsked {
    /// The item the visit is for; or the matter.
    pub item: Option<String>,
    /// The matter the visit is for; needed where an item has several.
    pub matter: Option<String>,
    /// The office.
    #[serde(default)]
    pub office: String,
    /// The first day: 2026-11-23. Today if nothing is said.
    pub from: Option<String>,
    /// The last day, at most 31 in all. A week from the first if nothing is said.
    pub to: Option<String>,
    /// How many people come: 1 if nothing is said.
    pub persons: Option<String>,
}

impl SlotsAsked {
    /// The days that are asked about.
    pub(super) fn days(&self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), AppError> {
        let read = |text: &Option<String>, field| match text {
            None => Ok(None),
            Some(text) => text.parse::<NaiveDate>().map(Some).map_err(|_| AppError::invalid(field, "audit-day")),
        };
        let from = read(&self.from, "from")?.unwrap_or(today);
        let until = match read(&self.to, "to")? {
            Some(until) => until,
            None => from.checked_add_days(Days::new(6)).ok_or_else(|| AppError::invalid("from", "span"))?,
        };
        let most = from.checked_add_days(Days::new(MOST_DAYS - 1));
        if until < from || most.is_none_or(|most| until > most) {
            return Err(AppError::invalid("to", "span"));
        }
        Ok((from, until))
    }

    /// How many people come.
    pub(super) fn persons(&self) -> Result<u16, AppError> {
        let persons = self.persons.as_deref().map_or(Ok(1), str::parse);
        persons.ok().filter(|persons| *persons > 0).ok_or_else(|| AppError::invalid("persons", "appointment-persons"))
    }
}

/// A place somebody wants.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldAsked {
    /// What for.
    pub matter: String,
    /// The item it is booked from.
    pub item: Option<String>,
    /// Where.
    pub office: String,
    /// When it begins (RFC 3339).
    pub starts_at: String,
    /// How many people come: 1 if nothing is said.
    pub persons: Option<u16>,
    /// For whom: `me`, or `relative:`, `dependant:`, `company:` with the number; `me` if nothing is said.
    #[serde(rename = "for")]
    pub acting: Option<String>,
}

impl HoldAsked {
    /// As a wish.
    pub(super) fn wish(self, headers: &HeaderMap) -> Result<Wish, AppError> {
        let acting = self.acting.as_deref().map_or(Some(Acting::Myself), Acting::parse);
        Ok(Wish {
            office: named("office", &self.office)?,
            matter: named("matter", &self.matter)?,
            item: self.item,
            starts_at: moment("starts_at", &self.starts_at)?,
            persons: self.persons.unwrap_or(1),
            acting: acting.ok_or_else(|| AppError::invalid("for", "acting"))?,
            key: request_key(headers)?,
        })
    }
}

/// A hold somebody says yes to.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookingAsked {
    /// The hold's number.
    pub hold: String,
}

/// Another time for a visit.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveAsked {
    /// When it shall begin (RFC 3339).
    pub starts_at: String,
}

/// Reads the name of an office or a matter.
pub(super) fn named(field: &str, text: &str) -> Result<Slug, AppError> {
    Slug::parse(text).ok_or_else(|| AppError::invalid(field, "unknown-choice"))
}

/// Reads a moment.
pub(super) fn moment(field: &str, text: &str) -> Result<DateTime<Utc>, AppError> {
    let moment = DateTime::<FixedOffset>::parse_from_rfc3339(text);
    moment.map(|moment| moment.to_utc()).map_err(|_| AppError::invalid(field, "moment"))
}

/// The header that makes a request the same when it comes again. The quotes of a structured field are no part of it.
fn request_key(headers: &HeaderMap) -> Result<RequestKey, AppError> {
    let given = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    let key = given.and_then(|key| RequestKey::parse(key.trim().trim_matches('"')));
    key.ok_or_else(|| AppError::invalid("idempotency-key", "idempotency-key"))
}
