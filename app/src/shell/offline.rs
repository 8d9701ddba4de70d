use leptos::prelude::*;

use foundation::{
    context::Cx,
    page::Page,
    ui::{EmptyState, IconName, LinkButton},
};

/// `GET /offline`: what the service worker shows when there is no network and the page was not seen before.
pub async fn offline(cx: Cx) -> Page {
    let texts = cx.texts;
    let drawn = cx.clone();
    Page::new(&cx, texts.offline_title(), move || {
        view! {
            <h1 class="vh">{texts.offline_title()}</h1>
            <EmptyState icon=IconName::Refresh title=texts.offline_text()>
                <LinkButton href=drawn.href("/") label=texts.try_again() />
                <LinkButton href="tel:12345" label=texts.elder_call() kind=foundation::ui::ButtonKind::Quiet icon=Some(IconName::Phone) />
            </EmptyState>
        }
        .into_any()
    })
    .unlisted()
}
