use leptos::prelude::*;

use super::Asking;
use foundation::{page::Page, ui::LinkButton};

/// Leads to the application. A page and no redirection: one that follows a form would end at the policy's `form-action`, which
/// lets forms lead nowhere but here.
pub(super) fn leading(asking: &Asking<'_>, address: String) -> Page {
    let (texts, name) = (asking.cx.texts, asking.name());
    let (title, lead) = (texts.leading_title(name.clone()), texts.leading_lead());
    let link = address.clone();
    asking
        .page(title, lead.to_owned(), move || {
            view! { <LinkButton href=link label=texts.leading_link(name) full=true /> }.into_any()
        })
        .leads_to(address)
}
