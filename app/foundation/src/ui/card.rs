//! A white sheet on the ground of the page.

use leptos::prelude::*;

use super::filled;

/// A card; with a title it is a section of its own.
#[component]
pub fn Card(
    /// The `h2`.
    #[prop(optional, into)]
    title: String,
    /// Id of the title, needed with a title; links may point to it.
    #[prop(optional, into)]
    id: String,
    /// A faint line under the title.
    #[prop(optional, into)]
    note: String,
    /// Without inner space, for rows and facts that reach the edge.
    #[prop(optional)]
    flush: bool,
    /// What is on it.
    children: Children,
) -> AnyView {
    let class = if flush { "card flush" } else { "card" };
    if title.is_empty() {
        return view! { <div class=class>{children()}</div> }.into_any();
    }
    let labelled_by = id.clone();
    view! {
        <section class=class aria-labelledby=labelled_by>
            <div class="card-head">
                <h2 id=id>{title}</h2>
                {filled(note).map(|note| view! { <p class="meta">{note}</p> })}
            </div>
            {children()}
        </section>
    }
    .into_any()
}
