//! What differs between two texts, drawn.

use leptos::prelude::*;

use catalogue::{
    Catalogue,
    publishing::{FieldChange, Words},
};
use foundation::{
    context::Cx,
    ui::{Diff, Difference},
};

/// The words of the reader's language, with the city's own names for what texts refer to.
pub(super) fn words_of(cx: &Cx, catalogue: &Catalogue) -> Words {
    Words::with(cx.texts, &catalogue.snapshot())
}

/// Changes, one under the other.
pub(super) fn difference(cx: &Cx, changes: &[FieldChange]) -> AnyView {
    let items = changes
        .iter()
        .map(|change| Difference {
            heading: change.heading.clone(),
            note: change.note.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
        })
        .collect();
    view! { <Diff removed_label=cx.texts.diff_removed() added_label=cx.texts.diff_added() items=items /> }.into_any()
}
