use foundation::{
    database::{Fault, TransientFault},
    error::{AppError, FieldError},
};
use identity::IdentityError;

/// Why an act on an application was not done.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// There is no such application, or it is not the asker's to see.
    #[error("there is no application of that name")]
    Unknown,
    /// The asker sees it and may not do this.
    #[error("this is not the asker's to do")]
    Forbidden,
    /// Who wrote something does not approve it.
    #[error("another person than who wrote it approves it")]
    Own,
    /// The name is taken.
    #[error("the name is taken")]
    Taken,
    /// What was seen has changed since.
    #[error("what was seen has changed since")]
    Changed,
    /// The application stands where this cannot be done.
    #[error("this cannot be done with an application in this state")]
    State,
    /// What describes the application breaks rules.
    #[error("the description breaks rules")]
    Invalid(Vec<FieldError>),
    /// The account a system acts under.
    #[error(transparent)]
    Identity(IdentityError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] Fault),
}

impl RegistryError {
    /// A refusal of one field.
    pub(super) fn invalid(field: &str, reason: &str) -> Self {
        Self::Invalid(vec![FieldError::new(field, reason)])
    }
}

impl From<IdentityError> for RegistryError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Conflict => Self::Taken,
            IdentityError::Database(fault) => Self::Database(fault),
            error => Self::Identity(error),
        }
    }
}

impl TransientFault for RegistryError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(fault) if fault.is_transient())
    }
}

impl From<RegistryError> for AppError {
    fn from(error: RegistryError) -> Self {
        match error {
            RegistryError::Unknown => Self::NotFound,
            RegistryError::Forbidden | RegistryError::Own => Self::Forbidden,
            RegistryError::Taken => Self::invalid("client_id", "app-taken"),
            RegistryError::Changed | RegistryError::State => Self::Conflict("changed".to_owned()),
            RegistryError::Invalid(faults) => Self::Invalid(faults),
            // The roles of a system are its scopes: nobody gives what they do not hold.
            RegistryError::Identity(IdentityError::NotHeld) => Self::invalid("scopes", "app-scope-not-held"),
            RegistryError::Identity(error) => error.into(),
            RegistryError::Database(fault) => fault.into(),
        }
    }
}
