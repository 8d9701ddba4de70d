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

/// Asking others to be helped, or to act for a company: more in a day is no family.
pub(super) const KIN_ASKED: Limit =
    Limit { kind: "kin-asked", per_subject: 20, per_network: 200, window: TimeDelta::hours(24) };
/// Requests sent to one address: a stranger is not to be asked all day.
pub(super) const KIN_ADDRESS: Limit =
    Limit { kind: "kin-address", per_subject: 5, per_network: 200, window: TimeDelta::hours(24) };
/// Questions to the register of legal persons: nobody is to read it out by trying.
pub(super) const COMPANY_ASKED: Limit =
    Limit { kind: "company-asked", per_subject: 10, per_network: 60, window: TimeDelta::hours(1) };
/// Names and numbers checked against the register of people: nobody is to find out by asking whose number is whose.
pub(super) const REGISTER: Limit =
    Limit { kind: "register", per_subject: 5, per_network: 60, window: TimeDelta::hours(24) };
/// The same by number, so that many accounts do not guess at one person.
pub(super) const REGISTER_NUMBER: Limit =
    Limit { kind: "register-number", per_subject: 10, per_network: 60, window: TimeDelta::hours(24) };
/// Residents looked up at a counter: as many as stand in line, and no list of everybody.
pub(super) const LOOK_UP: Limit =
    Limit { kind: "look-up", per_subject: 60, per_network: 600, window: TimeDelta::hours(1) };
/// Passwords by account, whichever of its addresses is typed.
pub(super) const PASSWORD_OF_ACCOUNT: Limit = Limit { kind: "password-of-account", ..PASSWORD };
/// Accounts made with proven addresses: a school hall signs up in an hour behind one address, a robot does more.
pub(super) const SIGN_UP: Limit =
    Limit { kind: "sign-up", per_subject: 5, per_network: 100, window: TimeDelta::minutes(60) };
/// Passkey ceremonies begun: each keeps a row for a while, and a page that offers one begins it by itself.
pub(super) const PASSKEY_BEGUN: Limit =
    Limit { kind: "passkey-begun", per_subject: 60, per_network: 600, window: TimeDelta::minutes(15) };
/// Passkeys shown: nobody guesses a signature, but checking one is work.
pub(super) const PASSKEY_SHOWN: Limit =
    Limit { kind: "passkey-shown", per_subject: 20, per_network: 120, window: TimeDelta::minutes(15) };
/// Codes of an authenticator app and recovery codes: three of a million are right at any moment.
pub(super) const FACTOR: Limit =
    Limit { kind: "factor", per_subject: 10, per_network: 60, window: TimeDelta::minutes(15) };
/// Ways to another provider: each is a row here and a few requests there.
pub(super) const PROVIDER: Limit =
    Limit { kind: "provider", per_subject: 20, per_network: 120, window: TimeDelta::minutes(15) };

/// Applications that did not prove who they are: their secrets cannot be guessed, but each try is work.
pub(super) const APPLICATION: Limit =
    Limit { kind: "application", per_subject: 60, per_network: 300, window: TimeDelta::minutes(15) };

/// A try that is counted until it proves to be none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Try {
    /// What it is counted under, in the order in which it is counted.
    counted: Vec<String>,
    period: DateTime<Utc>,
}

impl Identity {
    /// Counts a try before it is made, so that many at once are no more than many in a row. Where there were too many
    /// this one is not counted: whoever waits gets in.
    pub(super) async fn begin_try(&self, limit: Limit, subject: &str, network: &str) -> Result<Try, IdentityError> {
        self.begin_tries(&[(limit, subject)], network).await
    }

    /// As [`begin_try`](Self::begin_try), on several subjects at once; the network is counted under the first limit.
    pub(super) async fn begin_tries(&self, subjects: &[(Limit, &str)], network: &str) -> Result<Try, IdentityError> {
        let now = self.clock.now();
        let period = stretch_of(now);
        // Always in this order, the network last: two that count the same in another order would wait for each other.
        let mut counted: Vec<(String, i32, TimeDelta)> = subjects
            .iter()
            .map(|(limit, subject)| (format!("{}:{subject}", limit.kind), limit.per_subject, limit.window))
            .collect();
        if let Some((limit, _)) = subjects.first() {
            counted.push((format!("{}:network:{network}", limit.kind), limit.per_network, limit.window));
        }
        self.database
            .write(&(&counted, period, now), |transaction, (counted, period, now)| {
                Box::pin(async move {
                    for (subject, most, window) in *counted {
                        count(transaction, subject, *most, *window, *period, *now).await?;
                    }
                    Ok::<_, IdentityError>(())
                })
            })
            .await?;
        Ok(Try { counted: counted.into_iter().map(|(subject, ..)| subject).collect(), period })
    }
}

impl Identity {
    /// How many more tries on a subject are taken now.
    pub(super) async fn tries_left(&self, limit: Limit, subject: &str) -> Result<i64, IdentityError> {
        let (subject, since) = (format!("{}:{subject}", limit.kind), self.clock.now() - limit.window);
        let tries = throttle::tries_since(self.database.reader(), &subject, since).await?;
        Ok((limit.per_subject - tries.iter().map(|(_, tries)| tries).sum::<i32>()).max(0).into())
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
    for subject in &counted.counted {
        throttle::forget(transaction, subject, counted.period).await?;
    }
    Ok(())
}

/// Takes a try on a subject back, made at a moment; the network's stays counted.
pub(super) async fn forget_on(
    transaction: &DatabaseTransaction,
    limit: Limit,
    subject: &str,
    at: DateTime<Utc>,
) -> Result<(), IdentityError> {
    throttle::forget(transaction, &format!("{}:{subject}", limit.kind), stretch_of(at)).await?;
    Ok(())
}

/// The beginning of the stretch a moment is counted in.
fn stretch_of(now: DateTime<Utc>) -> DateTime<Utc> {
    let start = now.timestamp() - now.timestamp().rem_euclid(STRETCH);
    DateTime::from_timestamp(start, 0).unwrap_or(now)
}

/// Before this, nothing counts any more.
pub(super) fn forgotten_before(now: DateTime<Utc>) -> DateTime<Utc> {
    now - LONGEST_WINDOW
}
