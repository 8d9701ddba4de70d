use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;

use super::{Identity, error::IdentityError, store::throttle};

/// How far back failures count.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Failures are counted by stretches of this many seconds, so that they stop counting little by little.
const STRETCH: i64 = 60;
/// Failures of one account: guessing a password takes longer than a life.
const PER_ACCOUNT: i32 = 10;
/// Failures from one network: a whole office stands behind one address.
const PER_NETWORK: i32 = 30;

/// A try that is counted until it proves to be none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Try {
    account: String,
    network: String,
    period: DateTime<Utc>,
}

impl Identity {
    /// Counts a try before it is made, so that many at once are no more than many in a row. Where there were too many
    /// this one is not counted: whoever waits gets in.
    pub(super) async fn begin_try(&self, name: &str, network: &str) -> Result<Try, IdentityError> {
        let now = self.clock.now();
        let start = now.timestamp() - now.timestamp().rem_euclid(STRETCH);
        let counted = Try {
            account: format!("account:{name}"),
            network: format!("network:{network}"),
            period: DateTime::from_timestamp(start, 0).unwrap_or(now),
        };
        self.database
            .write(&(&counted, now), |transaction, (counted, now)| {
                Box::pin(async move {
                    // Always the account first: two that count both in another order would wait for each other.
                    for (subject, most) in [(&counted.account, PER_ACCOUNT), (&counted.network, PER_NETWORK)] {
                        count(transaction, subject, most, counted.period, *now).await?;
                    }
                    Ok::<_, IdentityError>(())
                })
            })
            .await?;
        Ok(counted)
    }
}

async fn count(
    transaction: &DatabaseTransaction,
    subject: &str,
    most: i32,
    period: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), IdentityError> {
    throttle::count(transaction, subject, period).await?;
    let tries = throttle::tries_since(transaction, subject, now - WINDOW).await?;
    if tries.iter().map(|(_, tries)| tries).sum::<i32>() <= most {
        return Ok(());
    }
    // The oldest stretch is the first to stop counting.
    let oldest = tries.first().map_or(now, |(period, _)| *period);
    let again_in = (oldest + WINDOW - now).to_std().unwrap_or_default().max(Duration::from_secs(1));
    Err(IdentityError::TooMany { again_in })
}

/// Takes a try back that was none: the password was right.
pub(super) async fn forget(transaction: &DatabaseTransaction, counted: &Try) -> Result<(), IdentityError> {
    for subject in [&counted.account, &counted.network] {
        throttle::forget(transaction, subject, counted.period).await?;
    }
    Ok(())
}

/// Before this, nothing counts any more.
pub(super) fn forgotten_before(now: DateTime<Utc>) -> DateTime<Utc> {
    now - WINDOW
}
