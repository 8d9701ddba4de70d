//! What other systems may do: write a draft, hand it in, review it, withdraw an item and bring it back. They act as
//! somebody of the desk and may what that person may; the rules are those of the desk.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    model::{ItemCode, ServiceItem},
    publishing::{Draft, Effect, FIELDS, Publishing, PublishingError, Sheet, Work},
};
use foundation::{
    error::AppError,
    page::{IfMatch, json_body},
};
use identity::Actor;
use openid::http::{ApiActor, ItemsPublish, ItemsReview, ItemsWrite};

/// A text being written.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DraftAnswer {
    /// The item.
    pub code: String,
    /// Where it stands: `draft`, `review` or `approved`.
    pub state: &'static str,
    /// What to send as `If-Match`, in quotes: it grows with every save.
    pub revision: i64,
    /// The published version it was begun from.
    pub base_version: Option<i32>,
    /// Where two people wrote at once and the desk has to choose: names of fields.
    pub undecided: Vec<String>,
    /// The text, as far as it makes sense yet.
    pub item: Option<ServiceItem>,
    /// Where it does not yet: field and reason.
    pub faults: Vec<DraftFault>,
}

/// A place of a draft that makes no sense yet.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DraftFault {
    /// The field's path.
    pub field: String,
    /// What is wrong, in words.
    pub reason: String,
}

/// A draft handed in for review.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// What residents are told about the change.
    #[serde(default)]
    pub note: String,
    /// When it shall become public; at once after approval where nothing is said.
    pub publish_at: Option<DateTime<Utc>>,
    /// When it shall end.
    pub expire_at: Option<DateTime<Utc>>,
}

/// What a reviewer decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It becomes public.
    Approve,
    /// It goes back to its editors.
    SendBack,
}

/// A review of a draft that was handed in.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// What is decided.
    pub decision: Decision,
    /// When an approved text takes effect; at once where nothing is said.
    pub publish_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub expire_at: Option<DateTime<Utc>>,
    /// Why it goes back; needed then.
    #[serde(default)]
    pub comment: String,
}

/// Taking an item from the public.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Why: residents read it.
    pub reason: String,
}

/// The draft of an item.
#[utoipa::path(
    get, path = "/api/v1/items/{code}/draft", tag = "desk",
    params(("code" = String, Path, description = "The item's code")),
    security(("session" = []), ("city" = ["items:write"])),
    responses(
        (status = 200, description = "The draft, with its ETag", body = DraftAnswer),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 404, description = "There is no draft, or not for this person"),
    )
)]
pub async fn draft(
    State(publishing): State<Publishing>,
    ApiActor(actor, _): ApiActor<ItemsWrite>,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    let draft = publishing.draft(&actor, &parse_code(&code)?).await?;
    Ok(draft_answer(StatusCode::OK, &draft))
}

/// Writes an item's draft, whole: begins one, or takes the place of what `If-Match` names.
#[utoipa::path(
    put, path = "/api/v1/items/{code}", tag = "desk", request_body = ServiceItem,
    params(
        ("code" = String, Path, description = "The item's code, as in the body"),
        ("If-Match" = Option<String>, Header, description = "The draft's ETag; needed where there is a draft"),
    ),
    security(("session" = []), ("city" = ["items:write"])),
    responses(
        (status = 200, description = "The draft was changed", body = DraftAnswer),
        (status = 201, description = "A draft was begun", body = DraftAnswer),
        (status = 400, description = "The body is no item, or another one (RFC 9457 problem details)"),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "This person may not write here"),
        (status = 404, description = "There is such an item, but not for this person"),
        (status = 409, description = "It is in review, approved, or was changed in this moment"),
        (status = 412, description = "The draft is not the one that If-Match names"),
        (status = 428, description = "There is a draft, and If-Match is missing"),
    )
)]
pub async fn put_item(
    State(publishing): State<Publishing>,
    ApiActor(actor, _): ApiActor<ItemsWrite>,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, AppError> {
    let code = parse_code(&code)?;
    let item: ServiceItem = json_body(&headers, &body)?;
    if item.code != code {
        return Err(AppError::invalid("code", "other-code"));
    }
    let (status, seen) = match existing(&publishing, &actor, &code).await? {
        Some(draft) => (StatusCode::OK, IfMatch::read(&headers)?.holds(draft.revision)?),
        None if headers.contains_key(header::IF_MATCH) => return Err(AppError::Stale),
        None => (StatusCode::CREATED, begin(&publishing, &actor, &code, &item).await?),
    };
    let fields: Vec<&str> = FIELDS.iter().filter(|field| field.is_written()).map(|field| field.name).collect();
    let saved = publishing.save(&actor, &code, seen, &fields, &Sheet::of(&item)).await?;
    if !saved.conflicts.is_empty() {
        return Err(AppError::Conflict("undecided".to_owned()));
    }
    let draft = publishing.draft(&actor, &code).await?;
    Ok(draft_answer(status, &draft))
}

/// Hands the draft in for review.
#[utoipa::path(
    post, path = "/api/v1/items/{code}/submission", tag = "desk", request_body = Submission,
    params(
        ("code" = String, Path, description = "The item's code"),
        ("If-Match" = String, Header, description = "The draft's ETag"),
    ),
    security(("session" = []), ("city" = ["items:write"])),
    responses(
        (status = 204, description = "It waits for a reviewer"),
        (status = 400, description = "The text breaks rules, each named (RFC 9457 problem details)"),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "This person may not write here"),
        (status = 404, description = "There is no draft, or not for this person"),
        (status = 409, description = "It is not a draft any more, or fields still have two texts"),
        (status = 412, description = "The draft is not the one that If-Match names"),
        (status = 428, description = "If-Match is missing"),
    )
)]
pub async fn submission(
    State(publishing): State<Publishing>,
    ApiActor(actor, _): ApiActor<ItemsWrite>,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, AppError> {
    let code = parse_code(&code)?;
    let given: Submission = json_body(&headers, &body)?;
    let seen = IfMatch::read(&headers)?.holds(publishing.draft(&actor, &code).await?.revision)?;
    publishing.submit(&actor, &code, seen, &given.note, given.publish_at, given.expire_at).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Approves a text in review, just as `If-Match` names it, or sends it back.
#[utoipa::path(
    post, path = "/api/v1/items/{code}/review", tag = "desk", request_body = Review,
    params(
        ("code" = String, Path, description = "The item's code"),
        ("If-Match" = String, Header, description = "The draft's ETag: what was reviewed"),
    ),
    security(("session" = []), ("city" = ["items:review"])),
    responses(
        (status = 204, description = "It is public, waits for its time, or went back"),
        (status = 400, description = "A time or the comment cannot be (RFC 9457 problem details)"),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "This person may not review here"),
        (status = 404, description = "There is no draft, or not for this person"),
        (status = 409, description = "It is not in review, or this person wrote in it"),
        (status = 412, description = "The draft is not the one that If-Match names"),
        (status = 428, description = "If-Match is missing"),
    )
)]
pub async fn review(
    State(publishing): State<Publishing>,
    ApiActor(actor, _): ApiActor<ItemsReview>,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, AppError> {
    let code = parse_code(&code)?;
    let given: Review = json_body(&headers, &body)?;
    let seen = IfMatch::read(&headers)?.holds(publishing.draft(&actor, &code).await?.revision)?;
    match given.decision {
        Decision::Approve => {
            let effect = given.publish_at.map_or(Effect::Now, Effect::At);
            publishing.approve(&actor, &code, seen, effect, given.expire_at).await?;
        }
        Decision::SendBack => publishing.send_back(&actor, &code, seen, &given.comment).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an item from the public at once.
#[utoipa::path(
    post, path = "/api/v1/items/{code}/withdrawal", tag = "desk", request_body = Withdrawal,
    params(("code" = String, Path, description = "The item's code")),
    security(("session" = []), ("city" = ["items:publish"])),
    responses(
        (status = 204, description = "Residents read that it is gone, and why"),
        (status = 400, description = "The reason is missing or too long (RFC 9457 problem details)"),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "This person may not withdraw here"),
        (status = 404, description = "No such item, or not for this person"),
        (status = 409, description = "It is not public"),
    )
)]
pub async fn withdrawal(
    State(publishing): State<Publishing>,
    ApiActor(actor, _): ApiActor<ItemsPublish>,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, AppError> {
    let code = parse_code(&code)?;
    let given: Withdrawal = json_body(&headers, &body)?;
    publishing.withdraw(&actor, &code, &given.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings a withdrawn or expired item back with its newest version.
#[utoipa::path(
    post, path = "/api/v1/items/{code}/restoration", tag = "desk",
    params(("code" = String, Path, description = "The item's code")),
    security(("session" = []), ("city" = ["items:publish"])),
    responses(
        (status = 204, description = "It is public again"),
        (status = 400, description = "What it refers to is not there any more (RFC 9457 problem details)"),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "This person may not do this here"),
        (status = 404, description = "No such item, or not for this person"),
        (status = 409, description = "It is public, or never was"),
    )
)]
pub async fn restoration(
    State(publishing): State<Publishing>,
    ApiActor(actor, _): ApiActor<ItemsPublish>,
    Path(code): Path<String>,
) -> Result<StatusCode, AppError> {
    publishing.restore(&actor, &parse_code(&code)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn parse_code(code: &str) -> Result<ItemCode, AppError> {
    ItemCode::parse(code).ok_or(AppError::NotFound)
}

async fn existing(publishing: &Publishing, actor: &Actor, code: &ItemCode) -> Result<Option<Draft>, AppError> {
    match publishing.draft(actor, code).await {
        Ok(draft) => Ok(Some(draft)),
        Err(PublishingError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Begins a draft: of an item that is there, or of a new one.
async fn begin(publishing: &Publishing, actor: &Actor, code: &ItemCode, item: &ServiceItem) -> Result<i64, AppError> {
    let draft = match publishing.open(actor, code).await {
        Err(PublishingError::NotFound) => publishing.create(actor, code, &item.name, &item.department).await?,
        begun => begun?,
    };
    // Somebody else began one in this moment: their words are not written over.
    let is_ours = draft.editors.iter().all(|editor| editor.account == Some(actor.account));
    if is_ours { Ok(draft.revision) } else { Err(AppError::Unconditional) }
}

fn draft_answer(status: StatusCode, draft: &Draft) -> Response {
    let (item, faults) = draft.sheet.make_out();
    let answer = DraftAnswer {
        code: draft.code.to_string(),
        state: match draft.state {
            Work::Approved => "approved",
            Work::Review => "review",
            Work::Draft | Work::None => "draft",
        },
        revision: draft.revision,
        base_version: draft.base_version,
        undecided: draft.conflicts.iter().map(|conflict| conflict.field.clone()).collect(),
        item,
        faults: faults.into_iter().map(|fault| DraftFault { field: fault.field, reason: fault.reason }).collect(),
    };
    let mut response = (status, Json(answer)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(etag) = HeaderValue::try_from(format!("\"{}\"", draft.revision)) {
        headers.insert(header::ETAG, etag);
    }
    response
}
