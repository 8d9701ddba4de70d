//! 操作审计: what was done, by whom, before and after, from where; for those who may read it.

mod asked;
mod draw;

use axum::{
    body::Body,
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use asked::Asked;

use catalogue::Catalogue;
use foundation::{audit::Audit, context::Cx, error::AppError};
use identity::{Actor, Permission, Scope, SignedIn};

/// The audit is the whole city's: a role that reads it is of no department. For everybody else it does not exist.
fn admit(actor: &Actor) -> Result<(), AppError> {
    if actor.scope(Permission::ReadAudit) == Scope::City { Ok(()) } else { Err(AppError::NotFound) }
}

/// `GET /desk/audit`: the entries of a filter, the newest first.
pub async fn audit(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(audit): State<Audit>,
    State(catalogue): State<Catalogue>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    admit(&actor)?;
    let (filter, errors) = asked.filter();
    let entries = if errors.is_empty() { audit.search(&filter, asked.before()).await? } else { Vec::new() };
    let page = draw::draw(&cx, &actor, catalogue.snapshot(), &asked, entries, &errors);
    Ok(if errors.is_empty() { page } else { page.status(StatusCode::BAD_REQUEST) }.into_response())
}

/// `GET /desk/audit.csv`: the entries of a filter, the oldest first, sent as they are read.
pub async fn audit_csv(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(audit): State<Audit>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    admit(&actor)?;
    let (filter, errors) = asked.filter();
    if !errors.is_empty() {
        return Err(AppError::Invalid(errors));
    }
    let export = audit.export(actor.who(), filter, cx.site.clock.now()).await?;
    let parts = futures_util::stream::try_unfold(export, |mut export| async move {
        let part = export.next().await?;
        Ok::<_, foundation::database::Fault>(part.map(|part| (part, export)))
    });
    let mut response = Body::from_stream(parts).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"audit.csv\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
