//! Who is who: the people who work at the desks, and later the residents.
//!
//! Promises: a password is kept as Argon2id and nothing else; of a session's token, the hash; a role stands in a
//! department and holds for those below it; roles are read at every request; nobody gives what they do not hold.
//!
//! How somebody proves who they are (a password today) stands beside the account; roles and sessions know nothing of it, so
//! another way of signing in adds a way to begin a session and changes nothing else.

mod accounts;
/// Whom somebody acts for, chosen on each act.
pub mod acting;
mod actor;
mod addresses;
mod authority;
mod browser;
mod closure;
mod codes;
mod common_passwords;
mod contact;
mod cookie;
mod demo;
mod display;
mod ending;
mod entity;
mod entry;
mod error;
mod export;
mod factors;
mod facts;
pub mod family;
mod holder;
mod key_check;
/// Why nobody began, or went on, to act for another.
pub mod kin_error;
#[cfg(test)]
mod kin_tests;
pub mod legal;
mod message_choice;
mod method;
mod model;
#[cfg(test)]
mod own_tests;
pub mod pages;
pub mod passkeys;
mod password;
/// What somebody may do for another.
pub mod powers;
mod profile;
pub mod realname;
mod register_client;
/// What registers of households and companies are asked.
pub mod registers;
mod residents;
mod security;
mod service;
mod service_accounts;
mod sessions;
mod signed_in;
mod store;
mod telling;
pub mod testing;
#[cfg(test)]
mod tests;
mod throttle;
mod titles;
mod token;
pub mod upstream;
mod verified;

pub use accounts::PAGE as ACCOUNTS_PAGE;
pub use actor::{Actor, Grant, Permission, Scope};
pub use addresses::{Objection, UNDO_LASTS};
pub use authority::{Authority, DepartmentTree};
pub use browser::Browser;
pub use closure::Hindrance;
pub use codes::{CODE_LASTS, Purpose};
pub use contact::{Contact, ContactKind};
pub use cookie::{
    ShownToken, cookie_header, dropped as session_cookie_dropped, kept as session_cookie,
    kept_for as session_cookie_for,
};
pub use demo::{
    DEMO_ACCOUNTS, DEMO_PASSWORD, DEMO_RESIDENTS, DemoAccount, DemoError, DemoResident, add_demo_accounts,
    add_demo_kin, demo_residents,
};
pub use error::IdentityError;
pub use facts::{Bearer, Facts, Wanted};
pub use holder::{FRESH, Holder};
pub use key_check::KeyFault;
pub use message_choice::{Channels, MessageKind};
pub use method::{Method, Methods};
pub use model::{Account, DisplayName, ListedSession, NewAccount, OpenSession, Role, StaffName};
pub use passkeys::{Ceremony, Passkeys, passkeys_offered};
pub use password::{Password, PasswordFault, PasswordRule};
pub use profile::{EthnicGroup, FieldName, Profile, Profiles, Sheet};
pub use registers::RegisterSettings;
pub use security::device_words;
pub use service::{Forgets, Gathers, Identity};
pub use service_accounts::ServiceAccount;
pub use sessions::{Awaits, Begun, TypedPassword};
pub use signed_in::{InAccount, InSession, SignedIn};
pub use titles::{PageTitles, Titled};
pub use token::Token;
