use leptos::prelude::*;

use super::{Asking, answer_button};
use foundation::{
    page::Page,
    ui::{ButtonKind, LinkButton},
};
use identity::{
    Holder,
    realname::{RealNameLevel, level_words},
};

/// The application needs a higher real-name level than the person has: how to get there, and the way back from it.
pub(super) fn rise(asking: &Asking<'_>, holder: &Holder, to: RealNameLevel) -> Page {
    let (cx, texts, name, action) = (asking.cx, asking.cx.texts, asking.name(), asking.action());
    let (has, needs) = (level_words(cx.language(), holder.level), level_words(cx.language(), to));
    let back = percent_encoding::utf8_percent_encode(&asking.path(), percent_encoding::NON_ALPHANUMERIC).to_string();
    let way = cx.href(&format!("/me/real-name?return={back}"));
    let at_counter = to == RealNameLevel::SeenInPerson;
    asking.page(texts.rise_title(needs.clone()), texts.rise_lead(has, name, needs), move || {
        let later = answer_button(&action, "later", texts.rise_later(), ButtonKind::Quiet);
        let counter = at_counter.then(|| view! { <p>{texts.rise_counter()}</p> });
        view! {
            {counter}
            <LinkButton href=way label=texts.rise_go() full=true />
            {later}
        }
        .into_any()
    })
}
