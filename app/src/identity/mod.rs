//! Who is who: the people who work at the desks, and later the residents.
//!
//! Promises: a password is kept as Argon2id and nothing else; a role stands in a department and holds for those below it;
//! nobody is given a role that does not exist.

mod actor;
mod entity;
mod model;
mod password;
mod service;
mod signed_in;
mod store;

pub use actor::{Actor, Grant, Permission, Scope};
pub use model::{Role, StaffAccount, StaffName};
pub use password::{Password, PasswordFault};
pub use service::{Staff, StaffError};
pub use signed_in::{Identity, SignedIn};
