//! What to bring.

use leptos::prelude::*;

use super::{Icon, IconName, Pill, Tone, filled};

/// One document to bring.
#[derive(Clone, Debug)]
pub struct Material {
    /// Drawn before the name.
    pub icon: IconName,
    /// Its name.
    pub name: String,
    /// How many, original or copy, who issues it.
    pub meta: String,
    /// What to watch, or nothing.
    pub note: String,
    /// Its state, for example 必交 or 免交, if there is one to tell.
    pub pill: Option<(String, Tone)>,
}

/// Rows of documents, on a flush card.
#[component]
pub fn Materials(
    /// The documents.
    items: Vec<Material>,
) -> AnyView {
    let rows = items
        .into_iter()
        .map(|item| {
            view! {
                <li class="row">
                    <span class="dot tone-main"><Icon name=item.icon /></span>
                    <div class="grow">
                        <p class="row-title">{item.name}</p>
                        {filled(item.meta).map(|meta| view! { <p class="meta">{meta}</p> })}
                        {filled(item.note).map(|note| view! { <p class="meta">{note}</p> })}
                    </div>
                    {item.pill.map(|(label, tone)| view! { <Pill label=label tone=tone /> })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
