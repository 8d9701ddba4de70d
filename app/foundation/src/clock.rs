//! What time it is, passed in: the real clock in the process, a fixed one in tests.

use chrono::{DateTime, Utc};

/// A source of the present moment.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's clock.
    Real,
    /// Always the same moment.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// The present moment, in UTC, to the microsecond (as far as both engines store it).
    pub fn now(self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place")]
            Self::Real => {
                let now = Utc::now();
                DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
            }
            Self::Fixed(moment) => moment,
        }
    }
}
