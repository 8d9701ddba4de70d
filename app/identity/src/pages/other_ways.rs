use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::upstream::Providers;
use foundation::{
    context::Cx,
    ui::{Card, IconName, Row, Rows},
};

/// Where the way to a provider begins.
pub(super) fn begin_at(cx: &Cx, provider: &str, back: &str) -> String {
    let back = utf8_percent_encode(back, NON_ALPHANUMERIC);
    cx.href(&format!("/sign-in/with/{provider}?return={back}"))
}

/// The other providers one may sign in with, last on the sign-in page; nothing where there are none. `back` is where somebody
/// goes once they are signed in.
pub fn other_ways(cx: &Cx, providers: &Providers, back: &str) -> AnyView {
    if providers.is_empty() {
        return ().into_any();
    }
    let language = cx.language();
    let rows = providers
        .iter()
        .map(|provider| {
            let name = provider.name(language).to_owned();
            Row::new(begin_at(cx, provider.id(), back), cx.texts.provider_sign_in_with(name)).icon(IconName::User)
        })
        .collect();
    let title = cx.texts.provider_other_ways();
    view! { <Card title=title id="other-ways" flush=true><Rows items=rows /></Card> }.into_any()
}
