use leptos::prelude::*;

use foundation::{
    context::{Cx, Theme},
    page::{Page, Tab},
    text::Language,
    ui::{Card, ChoiceOption, Choices, PageHead, SubmitButton},
};

/// `GET /settings`: language, 长辈版, light and dark, contrast; one form that works without scripts.
pub async fn settings(cx: Cx) -> Page {
    let texts = cx.texts;
    let drawn = cx.clone();
    Page::new(&cx, texts.settings(), move || draw(&drawn)).tab(Tab::Me).description(texts.settings_lead())
}

fn draw(cx: &Cx) -> AnyView {
    let texts = cx.texts;
    let display = &cx.visitor.display;
    let option = |value: &str, label: &str, note: &str, checked: bool| ChoiceOption {
        value: value.to_owned(),
        label: label.to_owned(),
        note: note.to_owned(),
        checked,
    };
    let mut languages = vec![option("browser", texts.language_browser(), "", display.language.is_none())];
    languages.extend(Language::all().map(|language| {
        option(language.prefix(), language.texts().language_name(), "", display.language == Some(language))
    }));
    let modes = vec![
        option("standard", texts.mode_standard(), "", !display.elder),
        option("elder", texts.mode_elder(), texts.mode_elder_note(), display.elder),
    ];
    let themes = vec![
        option("device", texts.theme_device(), "", display.theme.is_none()),
        option("light", texts.theme_light(), "", display.theme == Some(Theme::Light)),
        option("dark", texts.theme_dark(), "", display.theme == Some(Theme::Dark)),
    ];
    let contrasts = vec![
        option("device", texts.contrast_device(), "", !display.contrast),
        option("more", texts.contrast_more(), "", display.contrast),
    ];
    view! {
        <PageHead title=texts.settings()><p class="lead">{texts.settings_lead()}</p></PageHead>
        <form method="post" action=cx.href("/preferences") class="stack column">
            <input type="hidden" name="return" value="/settings" />
            <Card><Choices id="language" name="language" legend=texts.language_question() options=languages /></Card>
            <Card><Choices id="mode" name="mode" legend=texts.mode_question() options=modes /></Card>
            <Card><Choices id="theme" name="theme" legend=texts.theme_question() options=themes /></Card>
            <Card><Choices id="contrast" name="contrast" legend=texts.contrast_question() options=contrasts /></Card>
            <SubmitButton label=texts.save() full=true />
        </form>
    }
    .into_any()
}
