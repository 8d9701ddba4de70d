use leptos::prelude::*;

use super::{Asking, answer_button};
use crate::authorize::PassedOn;
use foundation::{
    page::Page,
    ui::{ButtonKind, Card, Notice, SummaryList, SummaryRow},
};

/// What the application gets, in plain words with the person's own values masked; agree, or not.
pub(super) fn consent(asking: &Asking<'_>, passed_on: Vec<PassedOn>, is_more: bool) -> Page {
    let Asking { cx, waiting, .. } = asking;
    let (texts, name, action) = (cx.texts, asking.name(), asking.action());
    let definition = &waiting.client.definition;
    let purpose = definition.purpose.text(cx.language()).to_owned();
    let contact = texts.consent_contact(definition.contact.clone(), name.clone());
    let lead = if is_more { texts.consent_lead_more(name.clone()) } else { texts.consent_lead(name.clone()) };
    let back = cx.href("/me/applications");
    asking.page(texts.consent_title(name), lead, move || {
        let rows = passed_on.into_iter().map(|PassedOn { what, value }| SummaryRow::new(what, value)).collect();
        let agree = answer_button(&action, "agree", texts.consent_agree(), ButtonKind::Primary);
        let refuse = answer_button(&action, "refuse", texts.consent_refuse(), ButtonKind::Quiet);
        view! {
            <p>{purpose}</p>
            <Card title=texts.consent_passed_on() id="passed-on"><SummaryList items=rows /></Card>
            {agree}
            {refuse}
            <Notice><p>{texts.consent_later()} " " <a href=back>{texts.me_applications()}</a></p></Notice>
            <p class="meta">{contact}</p>
        }
        .into_any()
    })
}
