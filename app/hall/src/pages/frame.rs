use leptos::prelude::*;

use foundation::{
    context::Cx,
    page::Page,
    text::Language,
    ui::{Mark, ToolLink},
};

/// A page that fills a screen standing in a hall: the office's name, the other languages, and nothing that leads away.
pub(super) fn screen(
    cx: &Cx,
    office: String,
    title: impl Into<String>,
    body: impl FnOnce() -> AnyView + Send + 'static,
) -> Page {
    let drawn = cx.clone();
    Page::new(cx, title, body).framed(move |main| {
        let languages = Language::all()
            .filter(|language| *language != drawn.language())
            .map(|language| {
                view! {
                    <ToolLink href=drawn.here_in(language) label=language.texts().language_short() lang=Some(language.tag()) />
                }
            })
            .collect_view();
        view! {
            <div class="screen">
                <header class="screen-head"><Mark /><p class="screen-name">{office}</p>{languages}</header>
                {main}
            </div>
        }
        .into_any()
    })
}

/// The script that keeps what is shown as it is in the hall.
pub(super) fn script(cx: &Cx) -> AnyView {
    let script = cx.site.assets.address("hall.js").to_string();
    view! { <script type="module" src=script></script> }.into_any()
}
