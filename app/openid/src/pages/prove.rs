use leptos::prelude::*;

use super::{Asking, answer_button};
use foundation::{
    page::Page,
    ui::{ButtonKind, LinkButton},
};

/// The application wants the person to prove again to be there.
pub(super) fn prove(asking: &Asking<'_>) -> Page {
    let (texts, name, action) = (asking.cx.texts, asking.name(), asking.action());
    let back = percent_encoding::utf8_percent_encode(&asking.path(), percent_encoding::NON_ALPHANUMERIC).to_string();
    let way = asking.cx.href(&format!("/step-up?return={back}&why=application"));
    asking.page(texts.prove_title().to_owned(), texts.prove_lead(name), move || {
        let refuse = answer_button(&action, "refuse", texts.consent_refuse(), ButtonKind::Quiet);
        view! {
            <LinkButton href=way label=texts.prove_go() full=true />
            {refuse}
        }
        .into_any()
    })
}
