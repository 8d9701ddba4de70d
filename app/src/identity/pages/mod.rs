//! One file a page.

mod frame;
mod messages;
mod other_ways;
mod provider;
mod providers;
mod sign_in;

pub use frame::account_page;
pub use messages::{messages, read_messages};
pub use other_ways::other_ways;
pub use provider::{provider_begin, provider_link, provider_linked, provider_make, provider_new, provider_return};
pub use providers::{providers, unlink_provider};
pub use sign_in::{sign_in, sign_in_form, sign_out};
