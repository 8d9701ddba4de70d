use axum::http::StatusCode;
use leptos::prelude::*;

use foundation::{
    context::Cx,
    page::{Page, Tab},
    ui::{EmptyState, IconName, LinkButton, PageHead},
};

/// Why nobody is led on, to the person: the address could be anybody's (RFC 6749 §4.1.2.1), or what was asked is over.
pub(crate) fn not_led(cx: &Cx, why: &'static str) -> Page {
    let (texts, home) = (cx.texts, cx.href("/"));
    Page::new(cx, texts.not_led_title(), move || {
        view! {
            <div class="stack column">
                <PageHead title=texts.not_led_title() />
                <EmptyState icon=IconName::Info title=why>
                    <LinkButton href=home label=texts.error_way_home() />
                    <p class="meta">{texts.error_hotline()}</p>
                </EmptyState>
            </div>
        }
        .into_any()
    })
    .tab(Tab::None)
    .unlisted()
    .uncached()
    .status(StatusCode::BAD_REQUEST)
}
