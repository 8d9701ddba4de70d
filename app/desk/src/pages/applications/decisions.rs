//! The forms of what the city decides. Each is a form of its own with its own fields, so that what is typed for one is not sent
//! with another.

use leptos::prelude::*;

use super::{super::forms::Refused, path_of, words};
use foundation::{
    context::Cx,
    ui::{ButtonKind, Card, ChoiceOption, Choices, Field, SubmitButton},
};
use openid::{
    model::{Client, ClientState},
    registry::{Application, Review},
};

/// A form of one act on an application as it was seen.
pub(super) fn act_form(cx: &Cx, client: &Client, act: &'static str, body: AnyView) -> AnyView {
    let (action, revision) = (path_of(cx, &client.client_id), client.revision);
    view! {
        <form method="post" action=action class="stack">
            <input type="hidden" name="act" value=act />
            <input type="hidden" name="revision" value=revision />
            {body}
        </form>
    }
    .into_any()
}

/// The name of a review in forms.
pub(super) fn code(review: Review) -> &'static str {
    match review {
        Review::Try => "approve",
        Review::GoLive => "go-live",
        Review::Change => "accept-change",
    }
}

/// The list of a review; every line has to be ticked.
pub(super) fn checks(cx: &Cx, review: Review, refused: &Refused) -> AnyView {
    let options = review
        .checks()
        .iter()
        .map(|check| ChoiceOption {
            value: (*check).to_owned(),
            label: words::word(cx, "check", check),
            ..ChoiceOption::default()
        })
        .collect();
    let id = format!("check-{}", code(review));
    let error = refused.of(&id);
    view! {
        <Choices id=id name="check" legend=cx.texts.application_checks() options=options several=true error=error />
    }
    .into_any()
}

/// Why, as the department reads it.
pub(super) fn reason(cx: &Cx, act: &'static str, refused: &Refused) -> AnyView {
    let id = format!("reason-{act}");
    let error = refused.of(&id);
    view! {
        <Field id=id name="reason" label=cx.texts.application_reason() hint=cx.texts.application_reason_hint()
            error=error autocomplete="off" />
    }
    .into_any()
}

/// What may be decided about an application in its state.
pub(super) fn decision_cards(cx: &Cx, application: &Application, refused: &Refused) -> Option<AnyView> {
    if !application.may_decide {
        return None;
    }
    let (texts, client) = (cx.texts, &application.client);
    let review = match client.state {
        ClientState::Requested => Some((Review::Try, texts.application_approve())),
        ClientState::Test => Some((Review::GoLive, texts.application_go_live())),
        _ => None,
    };
    let review = review.map(|(review, label)| {
        let body = view! {
            {checks(cx, review, refused)}
            <SubmitButton label=label />
        };
        let form = act_form(cx, client, code(review), body.into_any());
        view! { <Card title=label id="review">{form}</Card> }
    });
    let against = match client.state {
        ClientState::Requested => Some(("refuse", texts.application_refuse(), "")),
        ClientState::Test | ClientState::Live => {
            Some(("suspend", texts.application_suspend(), texts.application_suspend_note()))
        }
        _ => None,
    };
    let against = against.map(|(act, label, note)| {
        let body = view! {
            {reason(cx, act, refused)}
            <SubmitButton label=label kind=ButtonKind::Danger />
        };
        let form = act_form(cx, client, act, body.into_any());
        view! { <Card title=label id=act note=note>{form}</Card> }
    });
    let resume = (client.state == ClientState::Suspended).then(|| {
        let label = texts.application_resume();
        let form = act_form(cx, client, "resume", view! { <SubmitButton label=label /> }.into_any());
        view! { <Card title=label id="resume">{form}</Card> }
    });
    let exempt = (client.state != ClientState::Refused).then(|| exemptions(cx, client));
    Some(
        view! {
            {review}
            {resume}
            {exempt}
            {against}
        }
        .into_any(),
    )
}

/// What the city alone decides.
fn exemptions(cx: &Cx, client: &Client) -> AnyView {
    let texts = cx.texts;
    let held = client.definition.exemptions();
    let options = [
        ("full_real_name", held.full_real_name),
        ("public_subject", held.public_subject),
        ("pkce_exempt", held.pkce_exempt),
    ]
    .map(|(name, checked)| ChoiceOption {
        value: name.to_owned(),
        label: words::word(cx, "exempt", name),
        note: words::word(cx, "exempt-note", name),
        checked,
    });
    let body = view! {
        <Choices id="exemptions" name="exempt" legend=texts.application_exempt_legend() options=options.to_vec() several=true />
        <SubmitButton label=texts.application_exempt_save() kind=ButtonKind::Quiet />
    };
    let form = act_form(cx, client, "exempt", body.into_any());
    view! { <Card title=texts.application_exempt_title() id="exempt">{form}</Card> }.into_any()
}
