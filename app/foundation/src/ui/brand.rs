//! The mark of the house.

use leptos::prelude::*;

/// The mark: an arch crossed by one stroke, one line through the gate.
#[component]
pub fn Mark() -> AnyView {
    view! {
        <svg viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke-width="2.75" stroke-linecap="round">
            <rect width="32" height="32" rx="10" fill="var(--primary)"></rect>
            <path d="M9.5 24.5v-9.25a6.5 6.5 0 0 1 13 0v9.25" stroke="var(--on-primary)"></path>
            <path d="M4.75 18.25h22.5" stroke="var(--brand-line)"></path>
        </svg>
    }
    .into_any()
}
