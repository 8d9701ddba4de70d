use axum::{
    Json,
    extract::{Path, Query as QueryString, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

use crate::{
    islands::Proposal,
    model::{Audience, ItemCode, ServiceItem, ServiceMode},
    publishing::Publishing,
    search::{Filters, Query, SuggestionKind},
    service::{Catalogue, PublishedItem},
};
use foundation::{
    context::{Cx, is_district_code},
    error::{AppError, FieldError},
    text::Language,
};

/// The most items one answer holds.
const MAX_LIMIT: usize = 100;
/// How many, where nothing is said.
const DEFAULT_LIMIT: usize = 20;
/// How deep a cursor leads.
const MAX_OFFSET: usize = 100_000;
/// How many proposals a person sees.
const PROPOSALS: usize = 8;

/// What `GET /api/v1/items` is asked.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ItemsAsked {
    /// Words to look for: Chinese, pinyin, initials, English, a code. At most 100 characters count.
    #[serde(default)]
    pub q: String,
    /// Only items of this area.
    pub area: Option<String>,
    /// Only items of this department (its id).
    pub department: Option<String>,
    /// Only items offered in this district (six digits).
    pub district: Option<String>,
    /// Only items for this kind of applicant: a code of GB/T 39046-2020 table A.4.
    pub audience: Option<String>,
    /// Only items that can be done this way.
    pub mode: Option<String>,
    /// Only items of this life event.
    pub life_event: Option<String>,
    /// How many: 1 to 100, 20 if nothing is said.
    pub limit: Option<String>,
    /// `next` of the answer before, with the same question.
    pub cursor: Option<String>,
}

/// A page of items.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ItemsAnswer {
    /// How many match in all.
    pub total: usize,
    /// This page of them.
    pub items: Vec<ItemAnswer>,
    /// What to send as `cursor` for the next page; none on the last one.
    pub next: Option<String>,
}

/// An item as published.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ItemAnswer {
    /// The item.
    #[serde(flatten)]
    pub item: ServiceItem,
    /// When its content last changed.
    pub updated_at: chrono::DateTime<chrono::Utc>,
    /// Its page.
    pub url: String,
}

impl ItemAnswer {
    fn new(cx: &Cx, published: PublishedItem) -> Self {
        let url = cx.canonical(&format!("/items/{}", published.item.code), cx.language());
        Self { url, updated_at: published.updated_at, item: published.item }
    }
}

/// Lists and searches items.
#[utoipa::path(
    get, path = "/api/v1/items", params(ItemsAsked), tag = "catalogue",
    responses(
        (status = 200, description = "A page of items, the best match first", body = ItemsAnswer),
        (status = 400, description = "A parameter means nothing (RFC 9457 problem details)"),
    )
)]
pub async fn items(
    cx: Cx,
    State(catalogue): State<Catalogue>,
    QueryString(asked): QueryString<ItemsAsked>,
) -> Result<Response, AppError> {
    let question = asked.fingerprint();
    let (query, offset) = asked.query(question)?;
    let snapshot = catalogue.snapshot();
    let limit = query.limit;
    let answer = snapshot.index.search(&query);
    let codes: Vec<String> = answer.hits.into_iter().map(|hit| hit.code).collect();
    let items = catalogue.items_by_code(&codes).await?;
    let end = offset + codes.len();
    let next =
        (codes.len() == limit && end < answer.total && end <= MAX_OFFSET).then(|| format!("{question:08x}-{end}"));
    let items = items.into_iter().map(|published| ItemAnswer::new(&cx, published)).collect();
    Ok(fresh(Json(ItemsAnswer { total: answer.total, items, next })))
}

/// One item.
#[utoipa::path(
    get, path = "/api/v1/items/{code}", tag = "catalogue",
    params(("code" = String, Path, description = "The item's code")),
    responses(
        (status = 200, description = "The item", body = ItemAnswer),
        (status = 404, description = "No such item was ever published"),
        (status = 410, description = "It was withdrawn, or its time is over (RFC 9457 problem details)"),
    )
)]
pub async fn item(
    cx: Cx,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    let published = match catalogue.item(&code).await {
        Err(AppError::NotFound) => {
            let code = ItemCode::parse(&code).ok_or(AppError::NotFound)?;
            let history = publishing.public_history(&code).await?;
            return Err(if history.end().is_some() { AppError::Gone } else { AppError::NotFound });
        }
        published => published?,
    };
    Ok(fresh(Json(ItemAnswer::new(&cx, published))))
}

/// What `GET /api/v1/suggest` is asked.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestAsked {
    /// What has been typed so far.
    #[serde(default)]
    pub q: String,
    /// The language of the names: `zh` or `en`.
    pub language: Option<String>,
}

/// Proposes items while a person types.
#[utoipa::path(
    get, path = "/api/v1/suggest", params(SuggestAsked), tag = "catalogue",
    responses((status = 200, description = "At most eight proposals", body = Vec<Object>))
)]
pub async fn suggest(
    cx: Cx,
    State(catalogue): State<Catalogue>,
    QueryString(asked): QueryString<SuggestAsked>,
) -> Response {
    let language = asked.language.as_deref().and_then(Language::parse).unwrap_or_else(|| cx.language());
    let proposals: Vec<Proposal> = catalogue
        .suggest(&asked.q, PROPOSALS)
        .into_iter()
        .map(|suggestion| {
            let (folder, kind) = match suggestion.kind {
                SuggestionKind::Item => ("items", ""),
                SuggestionKind::LifeEvent => ("life-events", language.texts().life_event()),
                SuggestionKind::Area => ("areas", language.texts().area()),
                SuggestionKind::Department => ("departments", language.texts().department()),
            };
            Proposal {
                name: suggestion.name.get(language).to_owned(),
                kind: kind.to_owned(),
                path: format!("/{folder}/{}", suggestion.code),
            }
        })
        .collect();
    fresh(Json(proposals))
}

/// An answer that may be kept but must be asked about again.
pub(super) fn fresh(body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

impl ItemsAsked {
    /// Tells one question from another, so that a cursor is only taken for the question it belongs to.
    fn fingerprint(&self) -> u32 {
        let mut hash = 0x811c_9dc5_u32;
        let fields = [
            Some(&self.q),
            self.area.as_ref(),
            self.department.as_ref(),
            self.district.as_ref(),
            self.audience.as_ref(),
            self.mode.as_ref(),
            self.life_event.as_ref(),
        ];
        for field in fields {
            // FNV-1a over the fields, each closed by a byte that no UTF-8 text holds.
            for byte in field.map(|text| text.bytes()).into_iter().flatten().chain([0xff]) {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            }
        }
        hash
    }

    fn query(&self, question: u32) -> Result<(Query, usize), AppError> {
        let mut faults = Vec::new();
        let limit = match self.limit.as_deref().map(str::parse::<usize>) {
            None => DEFAULT_LIMIT,
            Some(Ok(limit)) if (1..=MAX_LIMIT).contains(&limit) => limit,
            Some(_) => {
                faults.push(FieldError::new("limit", "limit"));
                DEFAULT_LIMIT
            }
        };
        let offset = match self.cursor.as_deref().map(|cursor| parse_cursor(cursor, question)) {
            None => 0,
            Some(Some(offset)) => offset,
            Some(None) => {
                faults.push(FieldError::new("cursor", "cursor"));
                0
            }
        };
        let audience = self.audience.as_deref().map(Audience::parse);
        if audience == Some(None) {
            faults.push(FieldError::new("audience", "unknown-choice"));
        }
        let mode = self.mode.as_deref().map(ServiceMode::parse);
        if mode == Some(None) {
            faults.push(FieldError::new("mode", "unknown-choice"));
        }
        if self.district.as_deref().is_some_and(|code| !is_district_code(code)) {
            faults.push(FieldError::new("district", "unknown-choice"));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let filters = Filters {
            area: self.area.clone(),
            department: self.department.clone(),
            district: self.district.clone(),
            audience: audience.flatten(),
            mode: mode.flatten(),
            life_event: self.life_event.clone(),
            remote_only: false,
        };
        Ok((Query::new(&self.q, filters, offset, limit), offset))
    }
}

fn parse_cursor(cursor: &str, question: u32) -> Option<usize> {
    let (fingerprint, offset) = cursor.split_once('-')?;
    let belongs = u32::from_str_radix(fingerprint, 16).ok()? == question;
    offset.parse().ok().filter(|offset| belongs && *offset <= MAX_OFFSET)
}
