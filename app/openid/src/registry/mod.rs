//! The register of applications: asked for by a department, reviewed by the city, tried by staff, used by everybody, taken out
//! of use.
//!
//! Promises: what people use changes by the approval of another person than who wrote it; what the city alone decides (names
//! and numbers whole, one number everywhere, no PKCE) no department gives itself; a secret is shown once and kept as its hash;
//! nothing that an application held works once it is taken out of use.

mod acts;
mod change;
mod client_id;
mod decide;
mod definition;
mod demo;
mod enter;
mod error;
mod jwks;
mod logo;
mod model;
mod read;
mod review;
mod rules;
mod secret;
#[cfg(test)]
mod tests;
mod typed;

pub use change::Saved;
pub use client_id::ClientId;
pub use demo::{DEMO_CLIENT, DEMO_SECRET, DEMO_SYSTEM, DEMO_SYSTEM_SECRET};
pub use enter::NewApplication;
pub use error::RegistryError;
pub use model::{Application, ApplicationAct, ApplicationEvent, DayUse, WaitingChange};
pub use read::PAGE as APPLICATIONS_PAGE;
pub use review::{Checked, Decision, Exemptions, Reason, Review};
pub use secret::{OVERLAP, Overlap};
pub use typed::Typed;
