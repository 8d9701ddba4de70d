//! The form of a description.

use leptos::prelude::*;

use super::{super::forms::Refused, words};
use foundation::{
    context::Cx,
    ui::{Card, ChoiceOption, Choices, Field, Select, SelectOption, TextArea},
};
use identity::realname::RealNameLevel;
use openid::{
    model::{ClientAuthentication, Scope, SigningAlgorithm},
    registry::Typed,
};

/// What a form sent, as far as it describes the application.
pub(super) fn taken(pairs: &[(String, String)]) -> Typed {
    let mut typed = Typed::default();
    for (field, value) in pairs {
        typed.take(field, value);
    }
    typed
}

/// One field a form sent; empty where it did not.
pub(super) fn sent<'p>(pairs: &'p [(String, String)], field: &str) -> &'p str {
    pairs.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str()).unwrap_or_default()
}

/// Every field, in four parts.
pub(super) fn fields(cx: &Cx, typed: &Typed, refused: &Refused) -> AnyView {
    view! {
        {about(cx, typed, refused)}
        {addresses(cx, typed, refused)}
        {reads(cx, typed, refused)}
        {proves(cx, typed, refused)}
    }
    .into_any()
}

fn hint(cx: &Cx, field: &str) -> String {
    cx.texts.by_key(&format!("application-hint-{}", field.replace('_', "-"))).unwrap_or_default()
}

fn line(cx: &Cx, field: &'static str, value: &str, refused: &Refused) -> AnyView {
    let (label, hint, error) = (words::word(cx, "field", field), hint(cx, field), refused.of(field));
    let lang = if field.ends_with("_zh") { Some("zh-CN") } else { field.ends_with("_en").then_some("en") };
    view! { <Field id=field name=field label=label hint=hint value=value error=error lang=lang autocomplete="off" /> }
        .into_any()
}

fn several_lines(cx: &Cx, field: &'static str, value: &str, refused: &Refused) -> AnyView {
    let (label, hint, error) = (words::word(cx, "field", field), hint(cx, field), refused.of(field));
    let lang = if field.ends_with("_zh") { Some("zh-CN") } else { field.ends_with("_en").then_some("en") };
    view! { <TextArea id=field name=field label=label hint=hint value=value error=error lang=lang rows=3 /> }.into_any()
}

fn about(cx: &Cx, typed: &Typed, refused: &Refused) -> AnyView {
    let parts = view! {
        {line(cx, "name_zh", &typed.name_zh, refused)}
        {line(cx, "name_en", &typed.name_en, refused)}
        {several_lines(cx, "purpose_zh", &typed.purpose_zh, refused)}
        {several_lines(cx, "purpose_en", &typed.purpose_en, refused)}
        {line(cx, "contact", &typed.contact, refused)}
    };
    view! { <Card title=cx.texts.application_part_about() id="about"><div class="stack">{parts}</div></Card> }
        .into_any()
}

fn addresses(cx: &Cx, typed: &Typed, refused: &Refused) -> AnyView {
    let parts = view! {
        {several_lines(cx, "redirect_uris", &typed.redirect_uris, refused)}
        {several_lines(cx, "post_logout_redirect_uris", &typed.post_logout_redirect_uris, refused)}
        {line(cx, "backchannel_logout_uri", &typed.backchannel_logout_uri, refused)}
        {line(cx, "start_uri", &typed.start_uri, refused)}
    };
    view! { <Card title=cx.texts.application_part_addresses() id="addresses"><div class="stack">{parts}</div></Card> }
        .into_any()
}

fn reads(cx: &Cx, typed: &Typed, refused: &Refused) -> AnyView {
    let scopes = Scope::ALL
        .into_iter()
        .map(|scope| {
            let (label, note) = words::scope(cx, scope);
            let checked = typed.scopes.split(' ').any(|name| name == scope.name());
            ChoiceOption { value: scope.name().to_owned(), label, note, checked }
        })
        .collect::<Vec<_>>();
    let levels: Vec<SelectOption> = RealNameLevel::ALL
        .into_iter()
        .map(|level| SelectOption {
            value: level.number().to_string(),
            label: level_words(cx, level),
            selected: typed.level == level.number().to_string(),
        })
        .collect();
    let label = |field: &str| words::word(cx, "field", field);
    let parts = view! {
        <Choices id="scopes" name="scopes" legend=label("scopes") hint=hint(cx, "scopes") options=scopes several=true
            error=refused.of("scopes") />
        <Select id="level" name="level" label=label("level") hint=hint(cx, "level") options=levels error=refused.of("level") />
        {line(cx, "sector", &typed.sector, refused)}
    };
    view! { <Card title=cx.texts.application_part_reads() id="reads"><div class="stack">{parts}</div></Card> }
        .into_any()
}

fn level_words(cx: &Cx, level: RealNameLevel) -> String {
    let word = |key: &str| cx.texts.by_key(key).unwrap_or_default();
    format!("{} {}", word(&level.number_key()), word(level.key()))
}

fn proves(cx: &Cx, typed: &Typed, refused: &Refused) -> AnyView {
    let ways = ClientAuthentication::ALL
        .into_iter()
        .map(|way| ChoiceOption {
            value: way.name().to_owned(),
            label: words::word(cx, "authentication", way.name()),
            note: String::new(),
            checked: typed.authentication == way.name(),
        })
        .collect::<Vec<_>>();
    let algorithms: Vec<SelectOption> = SigningAlgorithm::ALL
        .into_iter()
        .map(|algorithm| SelectOption {
            value: algorithm.name().to_owned(),
            label: algorithm.name().to_owned(),
            selected: typed.signing == algorithm.name(),
        })
        .collect();
    let system = vec![ChoiceOption {
        value: "yes".to_owned(),
        label: cx.texts.application_system_yes().to_owned(),
        note: hint(cx, "is_system"),
        checked: typed.is_system,
    }];
    let label = |field: &str| words::word(cx, "field", field);
    let parts = view! {
        <Choices id="authentication" name="authentication" legend=label("authentication") options=ways
            hint=hint(cx, "authentication") error=refused.of("authentication") />
        {several_lines(cx, "jwks", &typed.jwks, refused)}
        {line(cx, "jwks_uri", &typed.jwks_uri, refused)}
        <Select id="signing" name="signing" label=label("signing") hint=hint(cx, "signing") options=algorithms
            error=refused.of("signing") />
        <Choices id="is_system" name="is_system" legend=label("is_system") options=system several=true
            error=refused.of("is_system") />
    };
    view! { <Card title=cx.texts.application_part_proves() id="proves"><div class="stack">{parts}</div></Card> }
        .into_any()
}
