//! The city's OpenID Provider: departments' own applications sign residents in by way of the portal.
//!
//! Promises: an address is led to only where it was registered, letter for letter; a code and a refresh token work once, and
//! one that comes again ends all that came of it; nothing is passed on that the person did not agree to; who signs out is
//! signed out everywhere. Errors are those of the RFCs: OpenID Connect Core 1.0, RFC 6749, 7009, 7523, 7636, 7662, 8414, 9068,
//! 9126, 9207.

mod authorize;
mod entity;
mod error;
mod fetch;
pub mod http;
mod keys;
mod logout;
pub mod model;
mod openings;
pub mod pages;
mod parameters;
pub mod registry;
mod service;
mod store;
mod subject;
#[cfg(test)]
mod tests;
mod token;

pub use authorize::{forget, gather};
pub use error::{OAuthError, OAuthErrorCode};
pub use keys::{KeyFault, SigningKeyHead};
pub use logout::{ApplicationLogin, LogoutTold, Told};
pub use parameters::Form;
pub use service::OpenId;
pub use store::testing;
