use foundation::{
    database::{Fault, TransientFault},
    error::{AppError, FieldError},
};

use crate::error::BookingError;

/// Why an office was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// There is no such office, matter or visit, or it is not the asker's.
    #[error("there is no such office, matter or visit")]
    Unknown,
    /// Somebody else changed it since it was seen.
    #[error("what was seen has changed since")]
    Changed,
    /// The change hits other visits than those that were shown.
    #[error("the change hits other visits than those that were shown")]
    Hit,
    /// The visit stands where this cannot be done.
    #[error("the visit stands where this cannot be done")]
    State,
    /// The name is taken.
    #[error("the name is taken")]
    Taken,
    /// What was typed breaks a rule.
    #[error("what was typed breaks a rule")]
    Invalid(Vec<FieldError>),
    /// What visits are made of.
    #[error(transparent)]
    Booking(BookingError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] Fault),
}

impl EditError {
    /// A refusal of one field.
    pub(crate) fn invalid(field: &str, reason: &str) -> Self {
        Self::Invalid(vec![FieldError::new(field, reason)])
    }
}

impl From<BookingError> for EditError {
    fn from(error: BookingError) -> Self {
        match error {
            BookingError::Unknown => Self::Unknown,
            BookingError::Database(fault) => Self::Database(fault),
            error => Self::Booking(error),
        }
    }
}

impl TransientFault for EditError {
    fn is_transient(&self) -> bool {
        match self {
            Self::Database(fault) => fault.is_transient(),
            Self::Booking(error) => error.is_transient(),
            _ => false,
        }
    }
}

impl From<EditError> for AppError {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Unknown => Self::NotFound,
            EditError::Changed | EditError::Hit | EditError::State => Self::Conflict("changed".to_owned()),
            EditError::Taken => Self::invalid("code", "taken"),
            EditError::Invalid(errors) => Self::Invalid(errors),
            EditError::Booking(error) => error.into(),
            EditError::Database(fault) => fault.into(),
        }
    }
}
