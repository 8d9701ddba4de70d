use leptos::prelude::*;

use crate::{
    context::Cx,
    page::Page,
    ui::{Gallery, PageHead},
};

/// `GET /ui`, in a demonstration only: each component in all its states.
pub async fn gallery(cx: Cx) -> Page {
    let texts = cx.texts;
    Page::new(&cx, texts.gallery(), move || view! { <PageHead title=texts.gallery() /><Gallery /> }.into_any())
        .desk_style()
        .unlisted()
}
