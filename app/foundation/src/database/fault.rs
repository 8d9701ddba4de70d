use sea_orm::{DbErr, RuntimeErr, SqlErr};

use crate::error::AppError;

/// A database error, sorted by what a caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Something with this key is there already, or what a row points to is not.
    #[error("conflict: {0}")]
    Conflict(String),
    /// The database cannot be reached, or was too slow.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// Two transactions met; trying again may succeed.
    #[error("two transactions met: {0}")]
    Retry(String),
    /// A defect of ours.
    #[error("database: {0}")]
    Other(#[source] DbErr),
}

impl From<DbErr> for Fault {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(detail) | SqlErr::ForeignKeyConstraintViolation(detail)) =
            error.sql_err()
        {
            return Self::Conflict(detail);
        }
        if is_transient(&error) {
            return Self::Retry(error.to_string());
        }
        match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unavailable(error.to_string()),
            _ => Self::Other(error),
        }
    }
}

impl From<Fault> for AppError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Conflict(_) => Self::Conflict("changed".to_owned()),
            Fault::Unavailable(_) | Fault::Retry(_) => {
                tracing::warn!(%fault, "database not available");
                Self::Unavailable
            }
            Fault::Other(_) => {
                tracing::error!(%fault, "database fault");
                Self::Internal { reference: String::new() }
            }
        }
    }
}

/// Serialisation failure and deadlock (`PostgreSQL` 40001, 40P01); busy and locked (`SQLite` 5, 6 and their kin).
fn is_transient(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner))) = error else {
        return false;
    };
    inner
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .is_some_and(|code| matches!(code.as_ref(), "40001" | "40P01" | "5" | "6" | "261" | "517"))
}
