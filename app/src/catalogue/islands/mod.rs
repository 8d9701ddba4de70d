//! What runs in the browser. Every kilobyte here is paid by somebody's cheap phone: `docs/decisions/0003` says what that means.

#[cfg(feature = "hydrate")]
mod combobox;

use leptos::{html::Div, prelude::*};

/// The search field. An island because proposals must appear while one types; without it, it is a plain field of the form.
///
/// What it needs stands in the page already (its children): the field, an empty list and a place for announcements.
#[island]
pub fn SearchField(children: Children) -> impl IntoView {
    let host = NodeRef::<Div>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(host) = host.get() {
            combobox::wake(&host);
        }
    });
    view! { <div class="combobox" node_ref=host>{children()}</div> }
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
