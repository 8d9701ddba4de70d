use std::time::Duration;

use super::{
    closure::Hindrance,
    password::{PasswordFault, PasswordUnhashed},
};
use foundation::{
    database::{Fault, TransientFault},
    error::AppError,
};

/// Why an act on an account or a session was not done.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The name is taken, or the role is held already.
    #[error("the name is taken, or the role is held already")]
    Conflict,
    /// The role stands in a department and none was given, or the other way round.
    #[error("the roles city_admin and auditor are of no department; every other role needs one")]
    Department,
    /// There is no such department.
    #[error("there is no such department")]
    NoSuchDepartment,
    /// What is delicate needs a proof of these minutes.
    #[error("prove again that it is you")]
    NotFresh,
    /// The role is not the giver's to give.
    #[error("nobody gives a role they do not hold there")]
    NotHeld,
    /// Somebody is about to lock themselves out.
    #[error("somebody else has to do this to your own account")]
    Own,
    /// There is no such account, or it is not the asker's to see.
    #[error("there is no account of that name")]
    Unknown,
    /// Name and password do not belong together.
    #[error("name and password do not belong together")]
    Wrong,
    /// The address is another account's; said only to whom it was proven to belong to.
    #[error("the address is another account's")]
    Taken,
    /// The address is the account's already.
    #[error("the address is the account's already")]
    OwnAddress,
    /// An account keeps one address by which it is reached.
    #[error("an account keeps one address")]
    LastAddress,
    /// What was seen has changed since.
    #[error("what was seen has changed since")]
    Stale,
    /// The account cannot be closed yet.
    #[error("the account cannot be closed yet")]
    Hindered(Hindrance),
    /// Too many tries.
    #[error("too many tries")]
    TooMany {
        /// How long until the next one is taken.
        again_in: Duration,
    },
    /// The password is none anybody should have.
    #[error(transparent)]
    BadPassword(#[from] PasswordFault),
    /// The password could not be hashed.
    #[error("the password could not be hashed: not enough memory or randomness")]
    Unhashed,
    /// The database failed.
    #[error(transparent)]
    Database(Fault),
}

impl From<Fault> for IdentityError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Conflict(_) => Self::Conflict,
            fault => Self::Database(fault),
        }
    }
}

impl From<PasswordUnhashed> for IdentityError {
    fn from(_: PasswordUnhashed) -> Self {
        Self::Unhashed
    }
}

impl TransientFault for IdentityError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(fault) if fault.is_transient())
    }
}

impl From<IdentityError> for AppError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Conflict => Self::invalid("name", "account-taken"),
            IdentityError::Department => Self::invalid("department", "account-department"),
            IdentityError::NoSuchDepartment => Self::invalid("department", "account-no-department"),
            IdentityError::NotHeld => Self::invalid("role", "account-not-held"),
            IdentityError::NotFresh => Self::NotFresh,
            IdentityError::Own => Self::invalid("name", "account-own"),
            IdentityError::Unknown => Self::NotFound,
            IdentityError::Wrong => Self::invalid("password", "sign-in-wrong"),
            IdentityError::Taken => Self::invalid("address", "contact-taken"),
            IdentityError::OwnAddress => Self::invalid("address", "contact-own"),
            IdentityError::LastAddress => Self::invalid("kind", "contact-last"),
            IdentityError::Stale => Self::Conflict("changed".to_owned()),
            IdentityError::Hindered(_) => Self::Conflict("hindered".to_owned()),
            IdentityError::TooMany { .. } => Self::TooMany,
            IdentityError::BadPassword(fault) => Self::invalid("password", fault.reason()),
            IdentityError::Unhashed => Self::Unavailable,
            IdentityError::Database(fault) => fault.into(),
        }
    }
}
