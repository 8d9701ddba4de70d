//! One file a page.

mod outbox;

pub use outbox::outbox;
