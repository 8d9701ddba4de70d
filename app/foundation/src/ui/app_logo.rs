//! The picture of an application.

use leptos::prelude::*;

/// The logo of an application, or its first character where it has none. The name stands beside it, so it says nothing itself.
#[component]
pub fn AppLogo(
    /// Where the picture is.
    #[prop(into)]
    src: Option<String>,
    /// What the application is called.
    #[prop(into)]
    name: String,
) -> AnyView {
    if let Some(src) = src {
        view! { <img class="app-logo" src=src alt="" width="48" height="48" decoding="async" /> }.into_any()
    } else {
        let first: String = name.chars().next().into_iter().collect();
        view! { <span class="app-logo" aria-hidden="true">{first}</span> }.into_any()
    }
}
