use leptos::prelude::*;

use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{Gallery, PageHead},
};

/// `GET /ui`, in a demonstration only: each component in all its states.
pub async fn gallery(cx: Cx) -> Result<Page, AppError> {
    if !cx.site.demonstration {
        return Err(AppError::NotFound);
    }
    let texts = cx.texts;
    let page =
        Page::new(&cx, texts.gallery(), move || view! { <PageHead title=texts.gallery() /><Gallery /> }.into_any());
    Ok(page.desk_style().unlisted())
}
