//! A few sentences that stand out.

use leptos::prelude::*;

use super::{Icon, IconName, Tone};

/// A tinted note; it does not announce itself, it is read where it stands.
#[component]
pub fn Notice(
    /// Its ground; blue unless told.
    #[prop(default = Tone::Info)]
    tone: Tone,
    /// What it says.
    children: Children,
) -> AnyView {
    let icon = if tone == Tone::Ok { IconName::Check } else { IconName::Info };
    view! {
        <div class=format!("notice {}", tone.class())>
            <Icon name=icon />
            <div>{children()}</div>
        </div>
    }
    .into_any()
}
