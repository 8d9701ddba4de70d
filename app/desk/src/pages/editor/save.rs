//! Saving a section: by a button, or by the island while one writes.

use axum::{
    Form, Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use serde_json::json;

use super::{code_of, fault_words, item_href, load::Asked, page::draw, section_href};
use crate::city_time::local;
use catalogue::{
    Catalogue,
    model::ItemCode,
    publishing::{Field, Publishing, PublishingError, Saved, Section, Sheet, Words},
};
use foundation::{context::Cx, error::AppError};
use identity::SignedIn;

/// What a button of the form asks for beside saving.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Act {
    Save,
    Next,
    Add(String),
    Remove(String, usize),
    Raise(String, usize),
}

impl Act {
    /// Reads the button's value; what is none of them only saves.
    fn parse(text: &str) -> Self {
        let row = |path: &str| -> Option<(String, usize)> {
            let (list, row) = path.rsplit_once('.')?;
            is_list(list).then_some(())?;
            Some((list.to_owned(), row.parse().ok()?))
        };
        match text.split_once(':') {
            Some(("add", list)) if is_list(list) => Self::Add(list.to_owned()),
            Some(("remove", path)) => row(path).map_or(Self::Save, |(list, row)| Self::Remove(list, row)),
            Some(("up", path)) => row(path).map_or(Self::Save, |(list, row)| Self::Raise(list, row)),
            _ if text == "next" => Self::Next,
            _ => Self::Save,
        }
    }
}

fn is_list(path: &str) -> bool {
    catalogue::publishing::FIELDS.iter().any(|field| field.list() == Some(path))
}

/// `POST /desk/items/{code}/edit`: saves a section.
pub async fn save(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    let sent = |wanted: &str| {
        pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let section = Section::parse(sent("section")).ok_or_else(|| AppError::invalid("section", "unknown-choice"))?;
    let seen: i64 = sent("revision").parse().map_err(|_| AppError::invalid("revision", "unknown-choice"))?;
    let act = Act::parse(sent("act"));
    let fields: Vec<&Field> = section.fields().filter(|field| field.is_written()).collect();
    let typed = Sheet::from_form(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())), &fields);

    let for_machine = wants_json(&headers);
    let mut asked = Asked::section(section);
    if !typed.refused.is_empty() {
        if for_machine {
            let refused =
                typed.refused.iter().map(|fault| foundation::error::FieldError::new(fault.field.as_str(), "item-rule"));
            return Err(AppError::Invalid(refused.collect()));
        }
        let words = Words::new(cx.texts);
        asked.refused = typed.refused.iter().map(|fault| (fault.field.clone(), fault_words(&words, fault))).collect();
        asked.typed = Some(typed.sheet);
        let page = draw(&cx, &actor, &catalogue, &publishing, &code, asked).await?;
        return Ok(page.status(StatusCode::BAD_REQUEST).into_response());
    }

    let mut sheet = typed.sheet;
    match &act {
        Act::Remove(list, row) => sheet.remove_row(list, *row),
        Act::Raise(list, row) => sheet.raise_row(list, *row),
        Act::Save | Act::Next | Act::Add(_) => {}
    }
    sheet.close_gaps();
    let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
    match publishing.save(&actor, &code, seen, &names, &sheet).await {
        Ok(saved) if for_machine => {
            let stands = publishing.draft(&actor, &code).await?.sheet;
            // What others changed in this section meanwhile is not in the form: saved again, it would undo their work.
            let is_stale = names.iter().any(|name| stands.field(name) != sheet.field(name));
            Ok(told(&cx, &code, section, &saved, is_stale))
        }
        Ok(saved) => Ok(Redirect::to(&after(&cx, &code, section, &act, &saved)).into_response()),
        Err(PublishingError::Changed | PublishingError::Invalid { .. }) if !for_machine => {
            // What was typed is shown again: the text is in review by now, or gone, or too much.
            asked.typed = Some(sheet);
            cx.texts.editor_not_saved().clone_into(&mut asked.notice);
            let page = draw(&cx, &actor, &catalogue, &publishing, &code, asked).await?;
            Ok(page.status(StatusCode::CONFLICT).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether a program asks, and not a browser that loads a page.
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("application/json") && !accept.contains("text/html"))
}

/// What the island is told.
fn told(cx: &Cx, code: &ItemCode, section: Section, saved: &Saved, is_stale: bool) -> Response {
    let now = cx.site.clock.now();
    let time = local(now).format("%H:%M").to_string();
    let conflicts = saved.conflicts.len();
    let said =
        if conflicts == 0 { cx.texts.editor_saved_at(time.clone()) } else { cx.texts.editor_conflicts_said(conflicts) };
    let mut answer =
        json!({ "revision": saved.revision.to_string(), "saved_at": time, "conflicts": conflicts, "said": said });
    if conflicts > 0 || is_stale {
        // An address nobody is at: one that differs in its fragment only would load nothing.
        let fresh = format!("{}&at={}", section_href(cx, code, section), now.timestamp_millis());
        answer["href"] = if conflicts > 0 { format!("{fresh}#conflicts") } else { fresh }.into();
    }
    Json(answer).into_response()
}

/// Where one goes on.
fn after(cx: &Cx, code: &ItemCode, section: Section, act: &Act, saved: &Saved) -> String {
    let here = section_href(cx, code, section);
    if !saved.conflicts.is_empty() {
        return format!("{here}#conflicts");
    }
    match act {
        Act::Save => here,
        Act::Next => {
            section.next().map_or_else(|| item_href(cx, code, "/edit#submit"), |next| section_href(cx, code, next))
        }
        Act::Add(list) => format!("{here}&blank={list}#{}", list.split('.').next().unwrap_or(list)),
        Act::Remove(list, _) => format!("{here}#{}", list.split('.').next().unwrap_or(list)),
        Act::Raise(list, row) => format!("{here}#{list}.{}", row.saturating_sub(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::Act;

    #[test]
    fn buttons_are_read_and_nonsense_only_saves() {
        assert_eq!(Act::parse("next"), Act::Next);
        assert_eq!(Act::parse("add:fee.lines"), Act::Add("fee.lines".to_owned()));
        assert_eq!(Act::parse("remove:materials.2"), Act::Remove("materials".to_owned(), 2));
        assert_eq!(Act::parse("up:fee.lines.1"), Act::Raise("fee.lines".to_owned(), 1));
        for nonsense in ["", "add:name", "remove:materials", "remove:materials.x", "up:materials.-1", "add:\"><b>"] {
            assert_eq!(Act::parse(nonsense), Act::Save, "{nonsense}");
        }
    }
}
