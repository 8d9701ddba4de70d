use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::{model::ItemCode, service::Catalogue};
use foundation::{context::Cx, error::AppError, page::safe_return};

/// An answer to 这有帮助吗.
#[derive(Debug, Deserialize)]
pub struct Feedback {
    subject: String,
    helped: String,
    #[serde(default, rename = "return")]
    back: String,
}

/// `POST /feedback`: counts the answer, without the person, and leads back.
pub async fn feedback(
    cx: Cx,
    State(catalogue): State<Catalogue>,
    Form(given): Form<Feedback>,
) -> Result<Response, AppError> {
    let helped = match given.helped.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(AppError::invalid("helped", "unknown-choice")),
    };
    match given.subject.split_once(':') {
        // An item that is not there is not counted: the table holds no more rows than the catalogue.
        Some(("item", code)) => {
            let code = ItemCode::parse(code).ok_or_else(|| AppError::invalid("subject", "unknown-choice"))?;
            catalogue.item(code.as_str()).await?;
        }
        None if given.subject == "search" => {}
        _ => return Err(AppError::invalid("subject", "unknown-choice")),
    }
    catalogue.count_helpfulness(&given.subject, helped).await?;
    let back = safe_return(&given.back);
    let joint = if back.contains('?') { '&' } else { '?' };
    Ok(Redirect::to(&cx.href(&format!("{back}{joint}thanks=1"))).into_response())
}
