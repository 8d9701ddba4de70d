//! What clerks decide about families and companies, with the papers before them.

mod company_requests;
mod family_requests;

pub use self::{
    company_requests::{company_request, company_requests, decide_company_request},
    family_requests::{decide_family_request, family_request, family_requests},
};

use leptos::prelude::*;
use serde::Deserialize;

use super::forms::Refused;
use crate::{
    context::Cx,
    error::{AppError, FieldError},
    identity::{kin_error::KinError, powers::Powers},
    ui::{ButtonKind, Card, ChoiceOption, Choices, Field, SubmitButton, TextArea},
};

/// After which case a list begins, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    after: String,
    #[serde(default)]
    done: String,
}

/// What a clerk decides.
#[derive(Debug, Default, Deserialize)]
pub struct Decided {
    #[serde(default)]
    act: String,
    #[serde(default)]
    paper: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    reason: String,
}

/// The most characters of a reason.
const MOST_REASON: usize = 200;

/// A reason as typed: what is wrong with it, or its one line.
fn reason(typed: &str) -> Result<String, FieldError> {
    let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return Err(FieldError::new("reason", "required"));
    }
    if line.chars().count() > MOST_REASON {
        return Err(FieldError::new("reason", "long"));
    }
    if line.chars().any(char::is_control) { Err(FieldError::new("reason", "control")) } else { Ok(line) }
}

/// What an error means for the form of a case: faults of a field, or an answer of its own.
fn sort(error: KinError) -> Result<Vec<FieldError>, AppError> {
    match error.reason() {
        Some("kin-otherwise") => Ok(vec![FieldError::new("number", "case-number-differs")]),
        Some(reason) => Ok(vec![FieldError::new("number", reason)]),
        None => Err(error.into()),
    }
}

/// What somebody may do, in words.
fn powers_words(cx: &Cx, powers: &Powers) -> String {
    let words: Vec<String> = powers.iter().filter_map(|power| cx.texts.by_key(&power.key())).collect();
    words.join(cx.texts.list_separator())
}

/// The two forms of a case: approve with the paper seen and the number on it, refuse with a reason. The number is never sent back.
fn forms(
    cx: &Cx,
    action: String,
    papers: Vec<ChoiceOption>,
    number: (&'static str, &'static str),
    typed: &str,
    refused: &Refused,
) -> AnyView {
    let texts = cx.texts;
    let (paper_error, number_error, reason_error) = (refused.of("paper"), refused.of("number"), refused.of("reason"));
    let (approve, refuse, typed) = (action.clone(), action, typed.to_owned());
    view! {
        <Card title=texts.case_approve() id="approve">
            <form method="post" action=approve class="stack" autocomplete="off">
                <input type="hidden" name="act" value="approve" />
                <Choices id="paper" name="paper" legend=texts.case_paper() options=papers error=paper_error />
                <Field id="number" name="number" label=number.0 hint=number.1 error=number_error autocomplete="off" />
                <SubmitButton label=texts.case_approve() />
            </form>
        </Card>
        <Card title=texts.case_refuse() id="refuse">
            <form method="post" action=refuse class="stack">
                <input type="hidden" name="act" value="refuse" />
                <TextArea id="reason" name="reason" label=texts.case_reason() hint=texts.case_reason_hint() value=typed error=reason_error />
                <SubmitButton label=texts.case_refuse() kind=ButtonKind::Danger />
            </form>
        </Card>
    }
    .into_any()
}
