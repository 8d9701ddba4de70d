//! The events of a life along one stroke.

use leptos::prelude::*;

use super::{Icon, IconName};

/// One event.
#[derive(Clone, Debug)]
pub struct LifeNode {
    /// Where it leads.
    pub href: String,
    /// For example 生育收养.
    pub label: String,
    /// Drawn in its circle.
    pub icon: IconName,
}

/// Life events in their order, on one line.
#[component]
pub fn LifeLine(
    /// The events.
    nodes: Vec<LifeNode>,
) -> AnyView {
    let events = nodes
        .into_iter()
        .map(|node| {
            view! {
                <li>
                    <a href=node.href>
                        <span class="node"><Icon name=node.icon /></span>
                        {node.label}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="life">{events}</ol> }.into_any()
}
