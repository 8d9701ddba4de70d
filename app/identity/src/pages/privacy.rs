use leptos::prelude::*;

use foundation::{
    context::Cx,
    page::Page,
    ui::{Card, PageHead},
};

/// `GET /privacy`: what an account keeps, why and how long, and what its holder agrees to.
pub async fn privacy(cx: Cx) -> Page {
    let texts = cx.texts;
    let drawn = cx.clone();
    Page::new(&cx, texts.privacy(), move || {
        let kept = [
            texts.privacy_kept_address(),
            texts.privacy_kept_password(),
            texts.privacy_kept_identity(),
            texts.privacy_kept_sessions(),
            texts.privacy_kept_acts(),
        ];
        let terms = [texts.privacy_terms_own(), texts.privacy_terms_safe(), texts.privacy_terms_leave()];
        let list = |lines: &[&'static str]| {
            let lines = lines.iter().map(|line| view! { <li>{*line}</li> }).collect_view();
            view! { <ul>{lines}</ul> }
        };
        let (kept, terms) = (list(&kept), list(&terms));
        view! {
            <PageHead title=texts.privacy() back_href=drawn.href("/sign-up") back_label=texts.sign_up()>
                <p class="lead">{texts.privacy_lead()}</p>
            </PageHead>
            <div class="stack column">
                <Card title=texts.privacy_kept() id="kept">{kept}</Card>
                <Card title=texts.privacy_not() id="not"><p>{texts.privacy_not_text()}</p></Card>
                <Card title=texts.privacy_terms() id="terms">{terms}</Card>
            </div>
        }
        .into_any()
    })
    .description(texts.privacy_lead())
}
