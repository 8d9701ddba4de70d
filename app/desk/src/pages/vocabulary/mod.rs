//! 词表: what all departments share.

mod calendar;
mod form;
mod list;
mod record;
mod zero_hits;

pub use self::{
    calendar::{calendar, save_calendar},
    list::{overview, records},
    record::{record, remove, save},
    zero_hits::{accept, dismiss, zero_hits},
};

use super::exchange::kind_word;
use catalogue::{Kind, vocabulary::Vocabulary};
use foundation::{context::Cx, error::AppError, ui::Crumb};

/// Where the pages of this desk begin.
const PATH: &str = "/desk/vocabulary";

/// The kind of an address; items are kept elsewhere.
fn kind_of(text: &str) -> Result<Kind, AppError> {
    Kind::parse(text).filter(|kind| Vocabulary::KINDS.contains(kind)).ok_or(AppError::NotFound)
}

fn kind_path(kind: Kind) -> String {
    format!("{PATH}/{}", kind.name())
}

/// The address of a record's form; of a new record's without a key.
fn record_path(kind: Kind, key: Option<&str>) -> String {
    match key {
        Some(key) => format!("{PATH}/{}/record?key={}", kind.name(), encode(key)),
        None => format!("{PATH}/{}/record", kind.name()),
    }
}

/// A part of an address, with everything but letters and digits encoded.
fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// The trail to a page below the overview, and below a kind's list where one is named.
fn crumbs(cx: &Cx, kind: Option<Kind>) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb { href: cx.href(PATH), label: cx.texts.desk_vocabulary().to_owned() }];
    crumbs.extend(kind.map(|kind| Crumb { href: cx.href(&kind_path(kind)), label: kind_word(cx.texts, kind) }));
    crumbs
}

/// What a field is called.
fn field_word(cx: &Cx, field: &str) -> String {
    cx.texts.by_key(&format!("vocabulary-field-{}", field.replace('_', "-"))).unwrap_or_else(|| field.to_owned())
}
