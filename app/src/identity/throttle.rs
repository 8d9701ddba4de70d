use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;

use super::{Identity, error::IdentityError, store::throttle};

/// How far back the longest limit counts.
const LONGEST_WINDOW: TimeDelta = TimeDelta::hours(24);
/// Tries are counted by stretches of this many seconds, so that they stop counting little by little.
const STRETCH: i64 = 60;

/// How often something may be tried: by what it is tried on (an account, an address) and by the network it is tried from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    /// What is tried, as part of what is counted.
    pub(super) kind: &'static str,
    /// Tries on one subject.
    pub(super) per_subject: i32,
    /// Tries from one network: a whole office stands behind one address.
    pub(super) per_network: i32,
    /// How far back tries count.
    pub(super) window: TimeDelta,
}

/// Passwords: guessing one takes longer than a life.
pub(super) const PASSWORD: Limit =
    Limit { kind: "account", per_subject: 10, per_network: 30, window: TimeDelta::minutes(15) };
/// Codes sent to one address: a stranger's phone is not to be rung all day, and each short message costs the city.
pub(super) const CODE_SENT: Limit =
    Limit { kind: "code-sent", per_subject: 5, per_network: 60, window: TimeDelta::minutes(15) };
/// Addresses an account tries to make its own: it must not ring one stranger after the other.
pub(super) const NEW_CONTACT: Limit =
    Limit { kind: "new-contact", per_subject: 10, per_network: 60, window: TimeDelta::hours(1) };
/// One's own data taken along: gathering them costs something.
pub(super) const EXPORT: Limit =
    Limit { kind: "export", per_subject: 10, per_network: 60, window: TimeDelta::hours(1) };
/// Codes typed: six digits, five tries a code, and so many codes.
pub(super) const CODE_TYPED: Limit =
    Limit { kind: "code-typed", per_subject: 15, per_network: 60, window: TimeDelta::minutes(15) };

/// Names and numbers checked against the register of people: nobody is to find out by asking whose number is whose.
pub(super) const REGISTER: Limit =
    Limit { kind: "register", per_subject: 5, per_network: 60, window: TimeDelta::hours(24) };
/// The same by number, so that many accounts do not guess at one person.
pub(super) const REGISTER_NUMBER: Limit =
    Limit { kind: "register-number", per_subject: 10, per_network: 60, window: TimeDelta::hours(24) };
/// Residents looked up at a counter: as many as stand in line, and no list of everybody.
pub(super) const LOOK_UP: Limit =
    Limit { kind: "look-up", per_subject: 60, per_network: 600, window: TimeDelta::hours(1) };

/// A try that is counted until it proves to be none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Try {
    subject: String,
    network: String,
    period: DateTime<Utc>,
}

impl Identity {
    /// Counts a try before it is made, so that many at once are no more than many in a row. Where there were too many
    /// this one is not counted: whoever waits gets in.
    pub(super) async fn begin_try(&self, limit: Limit, subject: &str, network: &str) -> Result<Try, IdentityError> {
        let now = self.clock.now();
        let start = now.timestamp() - now.timestamp().rem_euclid(STRETCH);
        let counted = Try {
            subject: format!("{}:{subject}", limit.kind),
            network: format!("{}:network:{network}", limit.kind),
            period: DateTime::from_timestamp(start, 0).unwrap_or(now),
        };
        self.database
            .write(&(limit, &counted, now), |transaction, (limit, counted, now)| {
                Box::pin(async move {
                    // Always the subject first: two that count both in another order would wait for each other.
                    for (subject, most) in
                        [(&counted.subject, limit.per_subject), (&counted.network, limit.per_network)]
                    {
                        count(transaction, subject, most, limit.window, counted.period, *now).await?;
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
    window: TimeDelta,
    period: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), IdentityError> {
    throttle::count(transaction, subject, period).await?;
    let tries = throttle::tries_since(transaction, subject, now - window).await?;
    if tries.iter().map(|(_, tries)| tries).sum::<i32>() <= most {
        return Ok(());
    }
    // The oldest stretch is the first to stop counting.
    let oldest = tries.first().map_or(now, |(period, _)| *period);
    let again_in = (oldest + window - now).to_std().unwrap_or_default().max(Duration::from_secs(1));
    Err(IdentityError::TooMany { again_in })
}

/// Takes a try back that was none: the password or the code was right.
pub(super) async fn forget(transaction: &DatabaseTransaction, counted: &Try) -> Result<(), IdentityError> {
    for subject in [&counted.subject, &counted.network] {
        throttle::forget(transaction, subject, counted.period).await?;
    }
    Ok(())
}

/// Before this, nothing counts any more.
pub(super) fn forgotten_before(now: DateTime<Utc>) -> DateTime<Utc> {
    now - LONGEST_WINDOW
}
