use std::time::Duration;

use crate::IdentityError;
use foundation::{
    database::{Fault, TransientFault},
    error::AppError,
};

/// Why somebody's level is what it was.
#[derive(Debug, thiserror::Error)]
pub enum RealNameError {
    /// Whoever asks has to prove again that it is them.
    #[error("prove again that it is you")]
    NotFresh,
    /// Nothing was said that could be checked.
    #[error("name and number have to be said first")]
    NothingDeclared,
    /// Name and number were checked already: a counter changes them.
    #[error("name and number were checked already")]
    Settled,
    /// The register knows nobody of this name and number.
    #[error("name and number do not belong together")]
    NoMatch,
    /// Another account is verified with this number.
    #[error("another account is verified with this number")]
    Taken,
    /// At the counter: the paper shows another number than the one that was verified.
    #[error("the account is verified with another number")]
    AnotherPerson,
    /// At the counter: the paper is no longer valid.
    #[error("the paper is no longer valid")]
    Expired,
    /// At the counter: somebody else has to do this to one's own account.
    #[error("somebody else has to do this to your own account")]
    Own,
    /// At the counter: several accounts name this number and none is verified.
    #[error("several accounts name this number")]
    Several,
    /// The register does not answer.
    #[error("the register does not answer")]
    Unavailable,
    /// Too many tries.
    #[error("too many tries")]
    TooMany {
        /// How long until the next one is taken.
        again_in: Duration,
    },
    /// There is no such account, or it is not the asker's to see.
    #[error("there is no such account")]
    Unknown,
    /// What is sealed cannot be opened: the key was changed, or the row.
    #[error("a real name cannot be opened")]
    Unreadable,
    /// The database failed.
    #[error(transparent)]
    Database(Fault),
}

impl From<Fault> for RealNameError {
    fn from(fault: Fault) -> Self {
        match fault {
            // The one rule of the tables that two accounts can break.
            Fault::Conflict(_) => Self::Taken,
            fault => Self::Database(fault),
        }
    }
}

impl From<IdentityError> for RealNameError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::TooMany { again_in } => Self::TooMany { again_in },
            IdentityError::Database(fault) => Self::Database(fault),
            _ => Self::Unknown,
        }
    }
}

impl TransientFault for RealNameError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(fault) if fault.is_transient())
    }
}

impl From<RealNameError> for AppError {
    fn from(error: RealNameError) -> Self {
        match error {
            RealNameError::NotFresh => Self::NotFresh,
            RealNameError::NothingDeclared => Self::invalid("name", "real-name-first"),
            RealNameError::Settled => Self::invalid("name", "real-name-settled"),
            RealNameError::NoMatch => Self::invalid("verify", "real-name-no-match"),
            RealNameError::Taken => Self::invalid("verify", "real-name-taken"),
            RealNameError::AnotherPerson => Self::invalid("id_number", "real-name-another"),
            RealNameError::Expired => Self::invalid("until", "paper-expired"),
            RealNameError::Own => Self::invalid("seen", "account-own"),
            RealNameError::Several => Self::invalid("who", "resident-several"),
            RealNameError::Unavailable => Self::Unavailable,
            RealNameError::TooMany { .. } => Self::TooMany,
            RealNameError::Unknown => Self::NotFound,
            RealNameError::Unreadable => {
                tracing::error!("a real name cannot be opened with the configured key");
                Self::Internal { reference: String::new() }
            }
            RealNameError::Database(fault) => fault.into(),
        }
    }
}
