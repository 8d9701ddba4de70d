//! What an application is, in words.

use leptos::prelude::*;

use foundation::{
    context::Cx,
    ui::{Details, SummaryRow, Tone},
};
use openid::{
    model::{ClientState, Scope},
    registry::Typed,
};

/// A state with its ground.
pub(super) fn state(cx: &Cx, state: ClientState) -> (String, Tone) {
    let tone = match state {
        ClientState::Requested => Tone::Wanted,
        ClientState::Test => Tone::Info,
        ClientState::Live => Tone::Ok,
        ClientState::Suspended => Tone::Danger,
        ClientState::Refused => Tone::Plain,
    };
    (word(cx, "state", state.code()), tone)
}

/// The message `application-<kind>-<name>`; the name itself where there is none.
pub(super) fn word(cx: &Cx, kind: &str, name: &str) -> String {
    cx.texts.by_key(&format!("application-{kind}-{}", name.replace('_', "-"))).unwrap_or_else(|| name.to_owned())
}

/// A scope by its name on the wire and what it passes on.
pub(super) fn scope(cx: &Cx, scope: Scope) -> (String, String) {
    (scope.name().to_owned(), cx.texts.by_key(&scope.key()).unwrap_or_default())
}

/// The parts of a description that say something.
pub(super) fn summary(cx: &Cx, typed: &Typed) -> Vec<SummaryRow> {
    let parts = typed.parts().into_iter().filter(|(_, text)| !text.is_empty()).map(|(field, text)| {
        let value = if field == "jwks" { keys(cx, text) } else { lines(&part(cx, field, text)) };
        SummaryRow::new(word(cx, "field", field), value)
    });
    let answers = typed.answers().into_iter().filter(|(_, answer)| *answer);
    let answers = answers.map(|(field, _)| SummaryRow::new(word(cx, "field", field), cx.texts.yes()));
    parts.chain(answers).collect()
}

/// A part of a description as people read it.
pub(super) fn part(cx: &Cx, field: &str, text: &str) -> String {
    match field {
        "scopes" => text.replace(' ', cx.texts.list_separator()),
        "authentication" | "subject" => word(cx, field, text),
        _ => text.to_owned(),
    }
}

fn lines(text: &str) -> AnyView {
    text.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view().into_any()
}

/// Keys are long and read by machines.
fn keys(cx: &Cx, text: &str) -> AnyView {
    let text = text.split_whitespace().collect::<String>();
    view! { <Details summary=cx.texts.application_keys_show()><p>{text}</p></Details> }.into_any()
}
