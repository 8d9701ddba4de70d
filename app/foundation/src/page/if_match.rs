use axum::http::{HeaderMap, header};

use crate::error::AppError;

/// What a request says it saw (RFC 9110 §13.1.1). Tags of ours are numbers in quotes that rise with every change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IfMatch {
    /// Whatever there is.
    Any,
    /// One of these.
    Revisions(Vec<i64>),
}

impl IfMatch {
    /// Reads the header. A tag that is none of ours is one that nothing has.
    ///
    /// # Errors
    /// [`AppError::Unconditional`] where the header is missing, [`AppError::Stale`] where it cannot be read.
    pub fn read(headers: &HeaderMap) -> Result<Self, AppError> {
        let mut revisions = Vec::new();
        for value in headers.get_all(header::IF_MATCH) {
            let value = value.to_str().map_err(|_| AppError::Stale)?;
            for tag in value.split(',').map(str::trim) {
                if tag == "*" {
                    return Ok(Self::Any);
                }
                let number = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
                revisions.push(number.and_then(|number| number.parse().ok()).unwrap_or(-1));
            }
        }
        if revisions.is_empty() { Err(AppError::Unconditional) } else { Ok(Self::Revisions(revisions)) }
    }

    /// The revision there is, if it is meant.
    ///
    /// # Errors
    /// [`AppError::Stale`] where it is another.
    pub fn holds(&self, revision: i64) -> Result<i64, AppError> {
        match self {
            Self::Revisions(revisions) if !revisions.contains(&revision) => Err(AppError::Stale),
            _ => Ok(revision),
        }
    }
}
