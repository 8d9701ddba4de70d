//! What an application is, and what it may ask for.

mod address;
mod algorithm;
mod authentication;
mod claims;
mod definition;
mod logo;
mod scope;
mod state;

pub use address::{RedirectUri, SecureUrl};
pub use algorithm::SigningAlgorithm;
pub use authentication::{ClientAuthentication, ClientKeys};
pub use claims::{Claim, ClaimsRequest, Wish};
pub use definition::{Client, Definition, Name, SubjectType};
pub use logo::{Logo, LogoFault, LogoHash, MOST_LOGO_BYTES};
pub use scope::{Scope, Scopes};
pub use state::ClientState;
