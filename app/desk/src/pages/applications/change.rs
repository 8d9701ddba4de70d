use leptos::prelude::*;

use super::{
    super::{super::city_time, forms::Refused},
    decisions::{act_form, checks, reason},
    logo::drawn,
    words,
};
use foundation::{
    context::Cx,
    ui::{ButtonKind, Card, Diff, Difference, SubmitButton, SummaryList, SummaryRow},
};
use openid::registry::{Application, Review, Typed, WaitingChange};

/// What waits for approval, part by part, and its decision.
pub(super) fn change_card(cx: &Cx, application: &Application, refused: &Refused) -> Option<AnyView> {
    let texts = cx.texts;
    let change = application.change.as_ref()?;
    let accept = application.may_decide.then(|| {
        let body = view! {
            {checks(cx, Review::Change, refused)}
            <SubmitButton label=texts.application_accept_change() />
        };
        act_form(cx, &application.client, "accept-change", body.into_any())
    });
    let label = if application.may_decide { texts.application_refuse_change() } else { texts.application_take_back() };
    let refuse = view! {
        {reason(cx, "refuse-change", refused)}
        <SubmitButton label=label kind=ButtonKind::Quiet />
    };
    let refuse = act_form(cx, &application.client, "refuse-change", refuse.into_any());
    let note = texts.application_change_by(change.by.clone(), city_time::when(cx, change.at));
    let differences = differences(cx, application, change);
    let logos = logos(cx, application, change);
    let card = view! {
        <Card title=texts.application_change_waits() id="change" note=note>
            <div class="stack">
                {logos}
                {differences}
                {accept}
                {refuse}
            </div>
        </Card>
    };
    Some(card.into_any())
}

/// Line by line: what goes, and what comes.
/// The logo of today beside the one that waits, where they differ.
fn logos(cx: &Cx, application: &Application, change: &WaitingChange) -> Option<AnyView> {
    let (client, texts) = (&application.client, cx.texts);
    let (before, after) = (client.definition.logo.as_ref(), change.definition.logo.as_ref());
    let rows = || {
        let row = |label: &str, logo| SummaryRow::new(label.to_owned(), drawn(cx, client, logo));
        vec![row(texts.diff_removed(), before), row(texts.diff_added(), after)]
    };
    (before != after).then(|| {
        view! {
            <h3>{texts.application_logo()}</h3>
            <SummaryList items=rows() />
        }
        .into_any()
    })
}

fn differences(cx: &Cx, application: &Application, change: &WaitingChange) -> AnyView {
    let (before, after) = (Typed::of(&application.client.definition), Typed::of(&change.definition));
    let word = |answer: bool| if answer { cx.texts.yes() } else { cx.texts.no() }.to_owned();
    let parts = before.parts().into_iter().zip(after.parts());
    let parts = parts.map(|((field, old), (_, new))| (field, words::part(cx, field, old), words::part(cx, field, new)));
    let answers = before.answers().into_iter().zip(after.answers());
    let answers = answers.map(|((field, old), (_, new))| (field, word(old), word(new)));
    let items = parts
        .chain(answers)
        .filter(|(_, old, new)| old != new)
        .map(|(field, old, new)| Difference {
            heading: words::word(cx, "field", field),
            before: lines_only_in(&old, &new),
            after: lines_only_in(&new, &old),
            ..Difference::default()
        })
        .collect();
    view! { <Diff removed_label=cx.texts.diff_removed() added_label=cx.texts.diff_added() items=items /> }.into_any()
}

fn lines_only_in(text: &str, other: &str) -> Vec<Vec<(String, bool)>> {
    let others: Vec<&str> = other.lines().collect();
    text.lines().filter(|line| !others.contains(line)).map(|line| vec![(line.to_owned(), false)]).collect()
}
