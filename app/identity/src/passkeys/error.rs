use crate::IdentityError;
use foundation::{
    database::{Fault, TransientFault},
    error::AppError,
};

/// Why a passkey was not made, shown, changed or removed.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// The site is reached by a number or in a way for which no passkey can be made.
    #[error("there are no passkeys for this site")]
    NotOffered,
    /// The account has as many passkeys as one may have.
    #[error("the account has as many passkeys as one may have")]
    Full,
    /// The account has no passkey.
    #[error("the account has no passkey")]
    NoneKept,
    /// The key is known here already.
    #[error("the passkey is known here already")]
    Taken,
    /// Nobody could sign in any more.
    #[error("this is the last way to sign in")]
    LastWay,
    /// Everything that can happen to an account and its sessions.
    #[error(transparent)]
    Identity(#[from] IdentityError),
}

impl From<Fault> for PasskeyError {
    fn from(fault: Fault) -> Self {
        match fault {
            // The only constraint that people can run into: a credential's id is unique.
            Fault::Conflict(_) => Self::Taken,
            fault => Self::Identity(IdentityError::Database(fault)),
        }
    }
}

impl TransientFault for PasskeyError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Identity(error) if error.is_transient())
    }
}

impl From<PasskeyError> for AppError {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::NotOffered => Self::NotFound,
            PasskeyError::Full => Self::invalid("credential", "passkey-full"),
            PasskeyError::NoneKept => Self::invalid("credential", "passkey-none"),
            PasskeyError::Taken => Self::invalid("credential", "passkey-taken"),
            PasskeyError::LastWay => Self::invalid("credential", "passkey-last-way"),
            PasskeyError::Identity(IdentityError::Wrong) => Self::invalid("credential", "passkey-wrong"),
            PasskeyError::Identity(error) => error.into(),
        }
    }
}
