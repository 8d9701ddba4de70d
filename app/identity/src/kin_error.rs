use super::error::IdentityError;
use foundation::{
    database::{Fault, TransientFault},
    error::AppError,
};

/// Why nobody began, or went on, to act for another.
#[derive(Debug, thiserror::Error)]
pub enum KinError {
    /// There is no such thing, or it is not the asker's to see.
    #[error("there is no such thing")]
    Unknown,
    /// It was decided already, or its time is over.
    #[error("it was decided already, or its time is over")]
    Over,
    /// The asker has to prove first who they are.
    #[error("the city does not know surely enough who asks")]
    Level,
    /// The asker has to prove again to be there.
    #[error("prove again that it is you")]
    NotFresh,
    /// The helper helps as many as anybody may.
    #[error("the helper helps five already")]
    HelperFull,
    /// The relative is helped by as many as anybody may.
    #[error("the relative is helped by three already")]
    RelativeFull,
    /// It is so already.
    #[error("it is so already")]
    Already,
    /// Nobody needs help from themselves, and nobody decides their own case.
    #[error("somebody else has to do this")]
    Own,
    /// Nobody gives what they do not hold.
    #[error("nobody gives a power they do not hold")]
    NotHeld,
    /// The register says otherwise.
    #[error("the register says otherwise")]
    Otherwise,
    /// The register does not answer.
    #[error("the register does not answer")]
    Silent,
    /// Nobody has an account at the address.
    #[error("nobody has an account at this address")]
    NoAccount,
    /// What every act on an account may fail by.
    #[error(transparent)]
    Identity(#[from] IdentityError),
}

impl KinError {
    /// The reason as `error-field-…` names it, where the asker can do something about it.
    pub fn reason(&self) -> Option<&'static str> {
        Some(match self {
            Self::Over => "kin-over",
            Self::Level => "kin-level",
            Self::HelperFull => "kin-helper-full",
            Self::RelativeFull => "kin-relative-full",
            Self::Already => "kin-already",
            Self::Own => "kin-own",
            Self::NotHeld => "kin-not-held",
            Self::Otherwise => "kin-otherwise",
            Self::Silent => "kin-silent",
            Self::NoAccount => "kin-no-account",
            Self::Identity(IdentityError::Wrong) => "kin-code-wrong",
            Self::Unknown | Self::NotFresh | Self::Identity(_) => return None,
        })
    }
}

impl From<Fault> for KinError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Conflict(_) => Self::Already,
            fault => Self::Identity(fault.into()),
        }
    }
}

impl TransientFault for KinError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Identity(error) if error.is_transient())
    }
}

impl From<KinError> for AppError {
    fn from(error: KinError) -> Self {
        match error {
            KinError::Unknown => Self::NotFound,
            KinError::NotFresh => Self::NotFresh,
            KinError::Identity(error) => error.into(),
            error => Self::invalid("act", error.reason().unwrap_or("unknown-choice")),
        }
    }
}
