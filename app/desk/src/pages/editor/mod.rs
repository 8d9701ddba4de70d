//! The editor of a service item: one section at a time, with what is left to mend beside it.

mod attend;
mod conflicts;
mod create;
mod form;
mod load;
mod page;
mod preview;
mod rows;
mod save;
mod side;
mod submit;

pub use attend::attend;
pub use conflicts::choose;
pub use create::{ask_new, create};
pub use page::edit;
pub use preview::{preview, preview_page};
pub use save::save;
pub use submit::{discard, submit};

use catalogue::{
    model::{ItemCode, ItemFault},
    publishing::{Section, Words, fault_key},
};
use foundation::{context::Cx, error::AppError};

/// The code of an address; what is none is no item.
fn code_of(text: &str) -> Result<ItemCode, AppError> {
    ItemCode::parse(text).ok_or(AppError::NotFound)
}

/// The address of a page below an item's, in the reader's language.
fn item_href(cx: &Cx, code: &ItemCode, below: &str) -> String {
    cx.href(&format!("/desk/items/{code}{below}"))
}

/// The address of a section of the editor.
fn section_href(cx: &Cx, code: &ItemCode, section: Section) -> String {
    item_href(cx, code, &format!("/edit?section={}", section.code()))
}

/// Why a place makes no sense, in words.
fn fault_words(words: &Words, fault: &ItemFault) -> String {
    words.texts().by_key(fault_key(fault)).unwrap_or_default()
}
