//! Signing in by way of another provider (OpenID Connect Core 1.0): of the province, of the country.
//!
//! Promises: a way that began in one browser ends in that browser, once, within minutes; what comes back is believed only where
//! its signature, issuer, audience, nonce and time are right; whom a provider names belongs to one account, and an account that
//! exists is linked only by its holder, never because a phone or a mailbox is the same.

mod assertion;
mod claims;
mod discovery;
mod entity;
mod fetch;
mod link;
mod provider;
mod service;
mod store;
#[cfg(test)]
mod tests;

pub use assertion::{Assertion, Raise};
pub use link::{Linked, Waiting};
pub use provider::{AcrLevel, Provider, ProviderFault, ProviderSettings, Providers};
pub use service::{Answer, Arrival, Upstream, UpstreamError};
pub(super) use store::{forget, sweep};
