use foundation::{
    database::{Fault, TransientFault},
    error::AppError,
};
use identity::{IdentityError, kin_error::KinError};

/// Which of the limits was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// One visit a day for a matter.
    OnceADay,
    /// So many visits that are still to come.
    Open,
    /// Once in a line.
    InLine,
    /// So many lines at once.
    Lines,
}

/// Why a place was not held, booked, moved or given back.
#[derive(Debug, thiserror::Error)]
pub enum BookingError {
    /// There is no such office, matter or visit, or it is not the asker's.
    #[error("there is no such office, matter or visit")]
    Unknown,
    /// Somebody else has the place, or it is not open any more.
    #[error("the place is taken")]
    SlotTaken,
    /// The place was kept, and nobody said yes in time.
    #[error("the hold is over")]
    HoldExpired,
    /// Whom it is for has as many visits as may be.
    #[error("a limit is reached: {0:?}")]
    LimitReached(Limit),
    /// It is too late for this.
    #[error("it is too late")]
    TooLate,
    /// Whom it is for missed too many visits.
    #[error("paused after missed visits")]
    Paused,
    /// The visit stands where this cannot be done.
    #[error("the visit stands where this cannot be done")]
    State,
    /// More people than may come together.
    #[error("too many people for one visit")]
    Persons,
    /// Days on which nobody can come: they are past, too far ahead, or the last is before the first.
    #[error("days on which nobody can come")]
    Days,
    /// The key of a request was used for another one before.
    #[error("the key of the request was used for another one")]
    KeyReused,
    /// What is told to people could not be.
    #[error(transparent)]
    Kin(KinError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] Fault),
}

impl BookingError {
    /// The stable name of a lost race or a rule, as machines read it and part of message keys (`booking-…`); none for the rest.
    pub fn name(&self) -> Option<&'static str> {
        Some(match self {
            Self::SlotTaken => "slot-taken",
            Self::HoldExpired => "hold-expired",
            Self::LimitReached(_) => "limit-reached",
            Self::TooLate => "too-late",
            Self::Paused => "paused",
            Self::State => "state",
            Self::KeyReused => "key-reused",
            _ => return None,
        })
    }
}

impl TransientFault for BookingError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(fault) if fault.is_transient())
    }
}

impl From<KinError> for BookingError {
    fn from(error: KinError) -> Self {
        match error {
            KinError::Unknown => Self::Unknown,
            KinError::Identity(IdentityError::Database(fault)) => Self::Database(fault),
            error => Self::Kin(error),
        }
    }
}

impl From<BookingError> for AppError {
    fn from(error: BookingError) -> Self {
        match error {
            BookingError::Unknown => Self::NotFound,
            BookingError::Persons => Self::invalid("persons", "appointment-persons"),
            BookingError::Days => Self::invalid("until", "waiting-days"),
            BookingError::Kin(error) => error.into(),
            BookingError::Database(fault) => fault.into(),
            error => Self::Conflict(error.name().unwrap_or("changed").to_owned()),
        }
    }
}
