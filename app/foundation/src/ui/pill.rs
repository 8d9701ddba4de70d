//! A state in a word.

use leptos::prelude::*;

use super::{Icon, IconName, Tone};

/// A state or fact in at most a few characters; not a link.
#[component]
pub fn Pill(
    /// Its words.
    #[prop(into)]
    label: String,
    /// Its ground.
    #[prop(optional)]
    tone: Tone,
    /// Drawn before the label.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
) -> AnyView {
    view! {
        <span class=format!("pill {}", tone.class())>
            {icon.map(|icon| view! { <Icon name=icon /> })}
            {label}
        </span>
    }
    .into_any()
}
