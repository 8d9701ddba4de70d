use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::{
    family::{DeedView, Relation},
    powers::{Power, Powers},
};
pub(super) use foundation::page::when;
use foundation::{
    context::Cx,
    ui::{ChoiceOption, Choices, EmptyState, IconName, Moment, Timeline},
};

/// As machines read it.
pub(super) fn machine(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What somebody may do, in words.
pub(super) fn powers_words(cx: &Cx, powers: &Powers) -> String {
    let words: Vec<String> = powers.iter().filter_map(|power| cx.texts.by_key(&power.key())).collect();
    if words.is_empty() { cx.texts.powers_none().to_owned() } else { words.join(cx.texts.list_separator()) }
}

/// What the relative is to the helper, in a word.
pub(super) fn relation_words(cx: &Cx, relation: Relation) -> String {
    cx.texts.by_key(&relation.key()).unwrap_or_default()
}

/// The question what may be done.
pub(super) fn powers_field(cx: &Cx, id: &str, offered: &[Power], chosen: &Powers, error: String) -> AnyView {
    let options: Vec<ChoiceOption> = offered
        .iter()
        .map(|power| ChoiceOption {
            value: power.code().to_owned(),
            label: cx.texts.by_key(&power.key()).unwrap_or_default(),
            note: cx.texts.by_key(&format!("{}-note", power.key())).unwrap_or_default(),
            checked: chosen.hold(*power),
        })
        .collect();
    view! { <Choices id=id.to_owned() name="powers" legend=cx.texts.powers_question() options=options several=true error=error /> }
        .into_any()
}

/// What was done for somebody, on a line.
pub(super) fn deeds(cx: &Cx, deeds: &[DeedView]) -> AnyView {
    let texts = cx.texts;
    if deeds.is_empty() {
        return view! { <EmptyState icon=IconName::History title=texts.deeds_none() /> }.into_any();
    }
    let items: Vec<Moment> = deeds
        .iter()
        .map(|deed| {
            let what = texts.by_key(&deed.what).unwrap_or_else(|| deed.what.clone());
            let who = if deed.own {
                texts.deed_by_me(deed.whom.clone())
            } else {
                texts.deed_by(deed.actor.clone(), deed.whom.clone())
            };
            Moment::new(what, when(cx, deed.at)).moment(machine(deed.at)).who(who).text(deed.subject.clone())
        })
        .collect();
    view! { <Timeline items=items /> }.into_any()
}
