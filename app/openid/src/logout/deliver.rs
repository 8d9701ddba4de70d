use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use tokio::task::JoinSet;

use crate::{
    OpenId,
    model::Client,
    store::{
        clients,
        logouts::{self, Due, Held, Outcome},
    },
};
use foundation::{database::Fault, ids::LogoutId};

/// How long whoever took one may take; then it is another's. Longer than an application may.
const LEASE: TimeDelta = TimeDelta::minutes(1);
/// Applications a process tells at once.
const AT_ONCE: u64 = 8;
/// How long a logout token is good (OpenID Connect Back-Channel Logout 1.0 §2.4: two minutes at most).
const GOOD_FOR: TimeDelta = TimeDelta::minutes(2);
/// The pauses between tries; after as many tries and one more an application is given up.
const PAUSES: [TimeDelta; 6] = [
    TimeDelta::seconds(2),
    TimeDelta::seconds(10),
    TimeDelta::minutes(1),
    TimeDelta::minutes(10),
    TimeDelta::hours(1),
    TimeDelta::hours(6),
];

/// What became of telling an application, for whoever counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoutTold {
    /// It confirmed.
    Told,
    /// It did not; again later.
    Retried,
    /// It did not so often that it is given up.
    GivenUp,
}

impl LogoutTold {
    /// The name it is counted by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Retried => "retried",
            Self::GivenUp => "given_up",
        }
    }
}

impl OpenId {
    /// Tells the applications that are due, several at once; gives what became of those this process took.
    pub async fn tell_due(&self) -> Result<Vec<LogoutTold>, Fault> {
        let due = logouts::due(self.database.reader(), self.clock.now(), AT_ONCE).await?;
        let mut telling = JoinSet::new();
        for due in due {
            let this = self.clone();
            telling.spawn(async move { this.take_due(due).await });
        }
        let mut told = Vec::new();
        while let Some(done) = telling.join_next().await {
            match done {
                Ok(Ok(Some(one))) => told.push(one),
                Ok(Ok(None)) => {}
                Ok(Err(fault)) => return Err(fault),
                // Its lease ends, and it is tried again.
                Err(error) => tracing::error!(%error, "telling an application panicked"),
            }
        }
        Ok(told)
    }

    async fn take_due(&self, due: Due) -> Result<Option<LogoutTold>, Fault> {
        let lease = self.clock.now() + LEASE;
        let Some(held) = logouts::claim(self.database.writer(), &due, lease).await? else { return Ok(None) };
        let client = clients::by_id(self.database.reader(), held.client).await?;
        let outcome = match client {
            Some(client) => self.tell(&client, &held).await,
            None => Outcome::GivenUp { failure: "the application is gone".to_owned() },
        };
        if !logouts::finish(self.database.writer(), &held, &outcome, self.clock.now()).await? {
            tracing::warn!(logout = %held.id, "another process took it meanwhile");
        }
        Ok(Some(match outcome {
            Outcome::Told => LogoutTold::Told,
            Outcome::Later { failure, .. } => {
                tracing::warn!(logout = %held.id, tries = held.tries, %failure, "application not told, tried again");
                LogoutTold::Retried
            }
            Outcome::GivenUp { failure } => {
                tracing::error!(logout = %held.id, tries = held.tries, %failure, "application not told, given up");
                LogoutTold::GivenUp
            }
        }))
    }

    /// OpenID Connect Back-Channel Logout 1.0 §2.5. What an application answers is not kept: it may hold anything.
    async fn tell(&self, client: &Client, held: &Held) -> Outcome {
        let Some(address) = &client.definition.backchannel_logout_uri else {
            return Outcome::GivenUp { failure: "the application no longer wants to be told".to_owned() };
        };
        let now = self.clock.now();
        let claims = json!({
            "iss": self.issuer(),
            "aud": client.client_id,
            "sub": held.subject,
            "sid": held.sid,
            "iat": now.timestamp(),
            "exp": (now + GOOD_FOR).timestamp(),
            // One for each try: an application may refuse a token it has seen (§2.6).
            "jti": LogoutId::new().to_string(),
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        let token = match self.sign("logout+jwt", client.definition.signing, &claims, now).await {
            Ok(token) => token,
            Err(fault) => return again(held, now, fault.to_string()),
        };
        let asked = self.fetch.post_form(address.as_str(), &[("logout_token", &token)]).await;
        match asked {
            Ok(status) if status.is_success() => Outcome::Told,
            Ok(status) => again(held, now, format!("it answered {}", status.as_u16())),
            Err(fault) => again(held, now, fault.to_string()),
        }
    }
}

/// Another try, or none any more.
fn again(held: &Held, now: DateTime<Utc>, failure: String) -> Outcome {
    let made = usize::try_from(held.tries).unwrap_or(usize::MAX);
    match PAUSES.get(made.saturating_sub(1)) {
        Some(pause) => Outcome::Later { due_at: now + *pause, failure },
        None => Outcome::GivenUp { failure },
    }
}
