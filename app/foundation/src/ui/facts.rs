//! The four facts a service opens with.

use leptos::prelude::*;

use super::filled;

/// One fact.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// For example 多久办好.
    pub label: String,
    /// For example 5 个工作日.
    pub value: String,
    /// A small line below, or nothing.
    pub note: String,
    /// Where one reads more, and its words; or nothing.
    pub link: Option<(String, String)>,
}

/// Facts in two columns, on a flush card.
#[component]
pub fn Facts(
    /// The facts, four as a rule.
    items: Vec<Fact>,
) -> AnyView {
    let facts = items
        .into_iter()
        .map(|fact| {
            let link = fact.link.map(|(href, words)| view! { <a href=href>{words}</a> });
            view! {
                <div>
                    <dt>{fact.label}</dt>
                    <dd>{fact.value} {filled(fact.note).map(|note| view! { <small>{note}</small> })} {link}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="facts">{facts}</dl> }.into_any()
}
