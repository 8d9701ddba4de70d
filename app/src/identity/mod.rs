//! Who is who: the people who work at the desks, and later the residents.
//!
//! Promises: a password is kept as Argon2id and nothing else; of a session's token, the hash; a role stands in a
//! department and holds for those below it; roles are read at every request; nobody gives what they do not hold.

mod accounts;
mod actor;
mod authority;
mod cookie;
mod demo;
mod entity;
mod error;
mod model;
pub mod pages;
mod password;
mod service;
mod sessions;
mod signed_in;
mod store;
#[cfg(test)]
mod tests;
mod throttle;

pub use accounts::PAGE as ACCOUNTS_PAGE;
pub use actor::{Actor, Grant, Permission, Scope};
pub use authority::{Authority, DepartmentTree};
pub use cookie::{ShownToken, cookie_header, kept as session_cookie};
pub use demo::{DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount, DemoError, add_demo_accounts};
pub use error::IdentityError;
pub use model::{Account, DisplayName, NewAccount, OpenSession, Role, StaffName};
pub use password::{Password, PasswordFault};
pub use service::Identity;
pub use sessions::Token;
pub use signed_in::{InSession, SignedIn};
