use appointments::BookingError;
use foundation::{
    database::{Fault, TransientFault},
    error::AppError,
};

/// Why something in a hall was not done.
#[derive(Debug, thiserror::Error)]
pub enum HallError {
    /// There is no such office, number or device, or it is not the asker's.
    #[error("there is no such office, number or device")]
    Unknown,
    /// Whoever asks sits at no counter.
    #[error("no counter is open")]
    NoCounter,
    /// Somebody is still at the counter.
    #[error("somebody is still at the counter")]
    Occupied,
    /// The number stands where this cannot be done; somebody else may have been quicker.
    #[error("the number stands where this cannot be done")]
    State,
    /// One field cannot be accepted.
    #[error("{field} cannot be accepted: {reason}")]
    Invalid {
        /// Its name.
        field: &'static str,
        /// The key of the reason.
        reason: &'static str,
    },
    /// The device asks for too much.
    #[error("too much for a minute")]
    TooMany,
    /// Visits that were booked.
    #[error(transparent)]
    Booking(BookingError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] Fault),
}

impl HallError {
    pub(crate) fn invalid(field: &'static str, reason: &'static str) -> Self {
        Self::Invalid { field, reason }
    }
}

impl TransientFault for HallError {
    fn is_transient(&self) -> bool {
        match self {
            Self::Database(fault) => fault.is_transient(),
            Self::Booking(error) => error.is_transient(),
            _ => false,
        }
    }
}

impl From<BookingError> for HallError {
    fn from(error: BookingError) -> Self {
        match error {
            BookingError::Unknown => Self::Unknown,
            BookingError::Database(fault) => Self::Database(fault),
            error => Self::Booking(error),
        }
    }
}

impl From<HallError> for AppError {
    fn from(error: HallError) -> Self {
        match error {
            HallError::Unknown => Self::NotFound,
            HallError::NoCounter => Self::Conflict("hall-no-counter".to_owned()),
            HallError::Occupied => Self::Conflict("hall-occupied".to_owned()),
            HallError::State => Self::Conflict("hall-state".to_owned()),
            HallError::Invalid { field, reason } => Self::invalid(field, reason),
            HallError::TooMany => Self::TooMany,
            HallError::Booking(error) => error.into(),
            HallError::Database(fault) => fault.into(),
        }
    }
}
