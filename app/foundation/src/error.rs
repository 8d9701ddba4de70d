//! What a person can be told when something does not work: few variants, each an outcome one can act on.

use serde::{Deserialize, Serialize};

/// One field that could not be accepted: which, why, and (by its message) how to mend it.
///
/// Carries a message key, never what a person typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name as it stands in the form or query.
    pub field: String,
    /// The message key under `error-field-…`.
    pub reason: String,
}

impl FieldError {
    /// Names a field and the key of the reason it was refused for.
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: field.into(), reason: reason.into() }
    }
}

/// The only error that leaves the server, as JSON (RFC 9457) for machines and as a page for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// Does not exist, or is not the caller's: the two look the same on purpose.
    NotFound,
    /// Was there and was taken away.
    Gone,
    /// What was seen has changed since: the condition of the request does not hold.
    Stale,
    /// The request has to say what it saw.
    Unconditional,
    /// Nobody is signed in, and this is not for everybody.
    Unauthenticated,
    /// The caller may not do this at all.
    Forbidden,
    /// The caller may do this once they proved again to be there.
    NotFresh,
    /// The request holds something that cannot be accepted.
    Invalid(Vec<FieldError>),
    /// What was asked for collides with what is there.
    Conflict(String),
    /// Too many tries; later again.
    TooMany,
    /// A part we depend on does not answer; later again.
    Unavailable,
    /// Our fault. The reference finds the log line.
    Internal {
        /// The request id under which the cause was logged.
        reference: String,
    },
}

impl AppError {
    /// A refusal of one field.
    pub fn invalid(field: &str, reason: &str) -> Self {
        Self::Invalid(vec![FieldError::new(field, reason)])
    }

    /// The HTTP status (RFC 9110 §15) of this outcome.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Gone => 410,
            Self::Stale => 412,
            Self::Unconditional => 428,
            Self::Unauthenticated => 401,
            Self::Forbidden | Self::NotFresh => 403,
            Self::Invalid(_) => 400,
            Self::Conflict(_) => 409,
            Self::TooMany => 429,
            Self::Unavailable => 503,
            Self::Internal { .. } => 500,
        }
    }

    /// The stable name of this outcome: the last segment of the problem's `type`, and part of message keys.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Gone => "gone",
            Self::Stale => "stale",
            Self::Unconditional => "unconditional",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::NotFresh => "not-fresh",
            Self::Invalid(_) => "invalid",
            Self::Conflict(_) => "conflict",
            Self::TooMany => "too-many",
            Self::Unavailable => "unavailable",
            Self::Internal { .. } => "internal",
        }
    }
}
