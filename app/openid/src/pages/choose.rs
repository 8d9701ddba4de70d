use leptos::prelude::*;

use super::{Asking, answer_button};
use foundation::{
    page::Page,
    ui::{ButtonKind, Card, IconName, Row, Rows},
};
use identity::Holder;

/// With which account somebody goes on: this one, or another. Where the application knows the person by another account, this
/// one is no answer.
pub(super) fn choose(asking: &Asking<'_>, holder: &Holder, this_is_one: bool) -> Page {
    let (texts, name, action) = (asking.cx.texts, asking.name(), asking.action());
    let lead = if this_is_one { texts.choose_lead(name) } else { texts.choose_lead_another(name) };
    let signed_in = holder.display_name.clone();
    asking.page(texts.choose_title().to_owned(), lead, move || {
        let rows = vec![Row::new("", signed_in.clone()).meta(texts.choose_signed_in()).icon(IconName::User)];
        let this =
            this_is_one.then(|| answer_button(&action, "this", &texts.choose_this(signed_in), ButtonKind::Primary));
        let kind = if this_is_one { ButtonKind::Quiet } else { ButtonKind::Primary };
        let another = answer_button(&action, "another", texts.choose_another(), kind);
        let refuse = answer_button(&action, "refuse", texts.consent_refuse(), ButtonKind::Quiet);
        view! {
            <Card flush=true><Rows items=rows /></Card>
            {this}
            {another}
            {refuse}
        }
        .into_any()
    })
}
