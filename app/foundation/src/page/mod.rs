//! The frame of every page: the document around a body, with its head, header, footer and modes.

mod answer;
mod document;
mod fault;
mod if_match;
mod json_body;
mod moment;
mod safe_return;

pub use answer::{Cacheable, CrossOrigin, Drawn, Framing, Page, Tab};
pub use document::part;
pub use fault::{problem, render_faults};
pub use if_match::IfMatch;
pub use json_body::json_body;
pub use moment::{weekday, when, when_to_come};
pub use safe_return::safe_return;
