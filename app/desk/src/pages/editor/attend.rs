//! Who else has the editor open.

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use super::code_of;
use crate::city_time::local;
use catalogue::publishing::{Presence, Publishing};
use foundation::{context::Cx, error::AppError};
use identity::SignedIn;

/// `POST /desk/items/{code}/attend`: a sign of life; answers who else is here.
pub async fn attend(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
) -> Result<Json<Value>, AppError> {
    let others = publishing.attend(&actor, &code_of(&code)?).await?;
    let names: Vec<&str> = others.iter().map(|other| other.person.display_name.as_str()).collect();
    Ok(Json(json!({ "others": names, "said": said(&cx, &others) })))
}

/// Who else is here, in a sentence; empty where nobody is.
pub(super) fn said(cx: &Cx, others: &[Presence]) -> String {
    let Some(last) = others.iter().map(|other| other.seen_at).max() else { return String::new() };
    let names: Vec<&str> = others.iter().map(|other| other.person.display_name.as_str()).collect();
    cx.texts.editor_others_here(names.join(cx.texts.editor_list_separator()), local(last).format("%H:%M").to_string())
}
