use leptos::prelude::*;

use super::form::{Wrong, entry_page, stays_box};
use crate::{CODE_LASTS, Contact};
use foundation::{
    context::Cx,
    page::Page,
    ui::{ButtonKind, Card, Details, ErrorSummary, Field, Row, Rows, SubmitButton},
};

/// A page that asks for a code that was sent.
pub(super) struct CodePage<'a> {
    /// Names the code.
    pub(super) id: String,
    /// Where it was sent; shown masked.
    pub(super) contact: &'a Contact,
    pub(super) back: String,
    /// Whether the person agreed to the terms before.
    pub(super) agreed: bool,
    /// Whether the session may stay, where that is asked here.
    pub(super) stays: Option<bool>,
    /// Where the code is sent to.
    pub(super) action: &'static str,
    /// Where another one is asked for.
    pub(super) again: &'static str,
    /// Where another address is typed.
    pub(super) other: &'static str,
    pub(super) submit: &'static str,
}

/// Draws it. The code itself is never sent back.
pub(super) fn draw(cx: &Cx, asked: CodePage<'_>, wrong: &Wrong) -> Page {
    let texts = cx.texts;
    let lead = texts.code_lead(asked.contact.masked(), CODE_LASTS.num_minutes());
    let (errors, error) = (wrong.items(), wrong.of("code"));
    let CodePage { id, back, agreed, stays, submit, .. } = asked;
    let (action, again, other) = (cx.href(asked.action), cx.href(asked.again), cx.href(asked.other));
    let (agreed, drawn) = (agreed.then_some("yes"), cx.clone());
    entry_page(cx, texts.code_title(), lead, wrong, move || {
        let carried = || {
            view! {
                <input type="hidden" name="id" value=id.clone() />
                <input type="hidden" name="return" value=back.clone() />
                {agreed.map(|agreed| view! { <input type="hidden" name="agreed" value=agreed /> })}
            }
        };
        let (first, second) = (carried(), carried());
        let stays = stays.map(|stays| stays_box(&drawn, "stays", stays));
        view! {
            <ErrorSummary title=texts.form_errors(1) items=errors />
            <Card>
                <form method="post" action=action class="stack">
                    {first}
                    <Field
                        id="code"
                        name="code"
                        label=texts.code_label()
                        error=error
                        autocomplete="one-time-code"
                        inputmode="numeric"
                        short=true
                    />
                    {stays}
                    <SubmitButton label=submit full=true />
                </form>
            </Card>
            <Card>
                <Details summary=texts.code_none()>
                    <form method="post" action=again class="stack">
                        {second}
                        <p>{texts.code_none_text()}</p>
                        <SubmitButton label=texts.code_again() kind=ButtonKind::Quiet />
                    </form>
                </Details>
            </Card>
            <Card flush=true><Rows items=vec![Row::new(other, texts.code_other_address())] /></Card>
        }
        .into_any()
    })
}
