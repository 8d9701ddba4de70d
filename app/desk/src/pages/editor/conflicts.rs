//! Two texts for one field: both are shown, and one is chosen.

use axum::{
    Form,
    extract::{Path, State},
    response::Redirect,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{code_of, item_href, section_href};
use crate::city_time::when;
use catalogue::publishing::{
    Choice, Conflict, Draft, Field, Publishing, PublishingError, Section, Shape, Sheet, Words, compare,
};
use foundation::{
    context::Cx,
    error::AppError,
    ui::{ButtonKind, Card, Diff, SubmitButton},
};
use identity::SignedIn;

/// Which text is chosen.
#[derive(Debug, Deserialize)]
pub struct Chosen {
    #[serde(default)]
    choice: String,
    #[serde(default)]
    section: String,
}

/// `POST /desk/items/{code}/conflicts/{number}`: takes one of two texts.
pub async fn choose(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(publishing): State<Publishing>,
    Path((code, number)): Path<(String, String)>,
    Form(chosen): Form<Chosen>,
) -> Result<Redirect, AppError> {
    let code = code_of(&code)?;
    let number: i64 = number.parse().map_err(|_| AppError::NotFound)?;
    let choice = match chosen.choice.as_str() {
        "mine" => Choice::Mine,
        "theirs" => Choice::Theirs,
        _ => return Err(AppError::invalid("choice", "unknown-choice")),
    };
    let section = Section::parse(&chosen.section).unwrap_or(Section::Basics);
    match publishing.choose(&actor, &code, number, choice).await {
        // Chosen meanwhile by somebody else: the page shows what stands now.
        Ok(()) | Err(PublishingError::Changed) => Ok(Redirect::to(&section_href(&cx, &code, section))),
        Err(error) => Err(error.into()),
    }
}

/// Every field with two texts; nothing where there is none.
pub(super) fn conflicts(cx: &Cx, draft: &Draft, section: Section, words: &Words) -> AnyView {
    if draft.conflicts.is_empty() {
        return ().into_any();
    }
    let texts = cx.texts;
    let cards = draft.conflicts.iter().map(|conflict| {
        let name = Field::named(&conflict.field).map_or_else(|| conflict.field.clone(), |field| words.field(field));
        let action = item_href(cx, &draft.code, &format!("/conflicts/{}", conflict.number));
        let by = texts.editor_set_aside(conflict.by.display_name.clone(), when(cx, conflict.at));
        let changes = compare(&conflict.theirs, &conflict.mine, words).into_iter().map(Into::into).collect();
        view! {
            <section class="conflict stack" aria-labelledby=format!("conflict-{}", conflict.number)>
                <h3 id=format!("conflict-{}", conflict.number)>{name}</h3>
                <form class="pair" method="post" action=action>
                    <input type="hidden" name="section" value=section.code() />
                    <div class="stack">
                        <h4>{texts.editor_stands_now()}</h4>
                        {told(&conflict.theirs, conflict, words)}
                        <SubmitButton name="choice" value="theirs" kind=ButtonKind::Quiet label=texts.editor_keep_theirs() />
                    </div>
                    <div class="stack">
                        <h4>{by}</h4>
                        {told(&conflict.mine, conflict, words)}
                        <SubmitButton name="choice" value="mine" kind=ButtonKind::Quiet label=texts.editor_take_mine() />
                    </div>
                </form>
                <Diff removed_label=texts.diff_removed() added_label=texts.diff_added() items=changes />
            </section>
        }
    });
    let cards = cards.collect_view();
    view! {
        <div role="alert">
            <Card title=texts.editor_conflicts_title() id="conflicts" note=texts.editor_conflicts_note()>
                <div class="stack">{cards}</div>
            </Card>
        </div>
    }
    .into_any()
}

/// A field's text as a whole, place by place.
fn told(sheet: &Sheet, conflict: &Conflict, words: &Words) -> AnyView {
    let shape = Field::named(&conflict.field).map(|field| field.shape);
    let lines: Vec<(String, String)> = match shape {
        Some(Shape::Limit) => vec![(String::new(), words.limit(sheet, &conflict.field))],
        Some(Shape::Choices(table)) => vec![(String::new(), words.set(sheet, &conflict.field, table))],
        _ => sheet
            .iter()
            .filter(|(path, _)| Sheet::field_of(path) == conflict.field)
            .map(|(path, text)| (words.place(path), words.value(path, text)))
            .collect(),
    };
    if lines.iter().all(|(_, text)| text.is_empty()) {
        return view! { <p class="meta">{words.texts().editor_nothing_here()}</p> }.into_any();
    }
    let lines = lines.into_iter().map(|(place, text)| {
        let place = (!place.is_empty()).then(|| view! { <dt class="meta">{place}</dt> });
        view! { <div>{place}<dd>{text}</dd></div> }
    });
    view! { <dl class="told">{lines.collect_view()}</dl> }.into_any()
}
