//! What clerks decide about families and companies, with the papers before them.

mod cases;
mod company_requests;
mod family_requests;
mod family_ties;

pub use self::{
    company_requests::{company_request, company_requests, decide_company_request},
    family_requests::{decide_family_request, family_request, family_requests},
    family_ties::{counter_tie, end_counter_tie, family_ties, find_family_ties},
};

use serde::Deserialize;

use foundation::{
    context::Cx,
    error::{AppError, FieldError},
};
use identity::{kin_error::KinError, powers::Powers};

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

/// What an error means for a form: faults of its number, of which `differs` says that it is another one, or an answer of its own.
fn sort(error: KinError, differs: &'static str) -> Result<Vec<FieldError>, AppError> {
    match error.reason() {
        Some("kin-otherwise") => Ok(vec![FieldError::new("number", differs)]),
        Some(reason) => Ok(vec![FieldError::new("number", reason)]),
        None => Err(error.into()),
    }
}

/// What somebody may do, in words.
fn powers_words(cx: &Cx, powers: &Powers) -> String {
    let words: Vec<String> = powers.iter().filter_map(|power| cx.texts.by_key(&power.key())).collect();
    words.join(cx.texts.list_separator())
}
