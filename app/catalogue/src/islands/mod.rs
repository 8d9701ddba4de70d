//! What runs in the browser. Every kilobyte here is paid by somebody's cheap phone: `docs/decisions/0003` says what that means.

#[cfg(feature = "hydrate")]
mod autosave;
#[cfg(feature = "hydrate")]
mod combobox;
#[cfg(feature = "hydrate")]
mod countdown;
#[cfg(feature = "hydrate")]
mod wait;

use leptos::prelude::*;

/// The search field. An island because proposals must appear while one types; without it, it is a plain field of the form.
///
/// What it needs stands in the page already (its children): the field, an empty list and a place for announcements.
#[island]
pub fn SearchField(children: Children) -> impl IntoView {
    // The server drew it, so it stands in the page when the island wakes: no reference to a node has to be kept.
    #[cfg(feature = "hydrate")]
    combobox::wake();
    view! { <div class="combobox">{children()}</div> }
}

/// A form that is saved while one writes. An island because nobody should lose a morning's work to a closed window; without
/// it, the form's buttons save.
///
/// What it needs stands in the page already: the form (its children), `[data-save-status]`, `[data-others]`.
#[island]
pub fn Autosave(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    autosave::wake();
    view! { <div class="autosave">{children()}</div> }
}

/// What is left of the time something is kept for somebody. An island because a time that is running out must be seen running;
/// without it, the time of day until which it is kept stands beside it in words.
///
/// What it needs stands in the page already (its children): `[data-left]` with the seconds and a `b` for the clock, `[data-soon]`
/// with what is announced at the last minute, and `[data-over]`, shown at the end.
#[island]
pub fn Countdown(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    countdown::wake();
    view! { <div class="counting">{children()}</div> }
}

/// One proposal while a person types.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Proposal {
    /// The name of an item, area, life event or department.
    pub name: String,
    /// What it is, where it is no item.
    pub kind: String,
    /// Its path, without a language.
    pub path: String,
}
