use leptos::prelude::*;

use foundation::{
    context::Cx,
    page::Page,
    ui::{Card, PageHead},
};

/// `GET /about`: what this is, what it keeps of a visitor, how accessible it is.
pub async fn about(cx: Cx) -> Page {
    let texts = cx.texts;
    let drawn = cx.clone();
    Page::new(&cx, texts.about(), move || {
        let demonstration = drawn.site.demonstration;
        view! {
            <PageHead title=texts.about() back_href=drawn.href("/") back_label=texts.tab_home() />
            <div class="stack column">
                <Card title=texts.about_what() id="what">
                    <p>{texts.about_what_text()}</p>
                    {demonstration.then(|| view! { <p>{texts.about_demo_text()}</p> })}
                </Card>
                <Card title=texts.about_privacy() id="privacy"><p>{texts.about_privacy_text()}</p></Card>
                <Card title=texts.about_accessibility() id="accessibility"><p>{texts.about_accessibility_text()}</p></Card>
            </div>
        }
        .into_any()
    })
    .description(texts.about_what_text())
}
