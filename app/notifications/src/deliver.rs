//! Sending what is due.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::{sync::watch, task::JoinSet, time::sleep};

use super::{
    Notifications,
    gateway::{Failure, MessageGateway, Outgoing},
    message::ChannelKind,
    store::delivery::{self, Due, Outcome},
};
use foundation::{database::Fault, text::Language};

/// How often a process looks for what is due: somebody waits for a code.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How long whoever took a message may take; then it is another's. Longer than any gateway may.
const LEASE: TimeDelta = TimeDelta::minutes(1);
/// Messages a process sends at once.
const AT_ONCE: u64 = 8;
/// The pauses between tries; after as many tries and one more a message is given up.
const PAUSES: [TimeDelta; 6] = [
    TimeDelta::seconds(2),
    TimeDelta::seconds(10),
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(3),
];
/// A secret is of no use for longer, so it is not sent later.
const SECRET_LASTS: TimeDelta = TimeDelta::minutes(10);
/// How long messages that were kept to be read keep their text.
const READABLE: TimeDelta = TimeDelta::hours(1);
/// How long is remembered that something was sent.
const SENT_REMEMBERED: TimeDelta = TimeDelta::days(30);
/// How long something stands in an inbox.
const INBOX_REMEMBERED: TimeDelta = TimeDelta::days(365);
/// How often old ones are swept.
const SWEEP_EVERY: Duration = Duration::from_mins(5);

/// What became of a try, for whoever counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// `phone` or `email`.
    pub channel: &'static str,
    /// `sent`, `retried` or `failed`.
    pub outcome: &'static str,
}

impl Notifications {
    /// Sends what is due until the process is asked to stop, and tells what became of each try. What is being sent then is
    /// waited for: who asked twice would get it twice.
    pub async fn keep_delivering(self, told: impl Fn(Told) + Send, stopped: watch::Receiver<bool>) {
        while !*stopped.borrow() {
            match self.deliver_due().await {
                Ok(all) if all.is_empty() => sleep(LOOK_EVERY).await,
                Ok(all) => all.into_iter().for_each(&told),
                Err(fault) => {
                    tracing::warn!(%fault, "messages not looked at");
                    sleep(LOOK_EVERY * 8).await;
                }
            }
        }
    }

    /// Sweeps until the process ends.
    pub async fn keep_swept(self) {
        loop {
            if let Err(fault) = self.sweep().await {
                tracing::warn!(%fault, "old messages not removed");
            }
            sleep(SWEEP_EVERY).await;
        }
    }

    /// Sends what is due, several at once; gives what became of those this process took.
    pub async fn deliver_due(&self) -> Result<Vec<Told>, Fault> {
        let due = delivery::due(self.database.reader(), self.clock.now(), AT_ONCE).await?;
        let mut sending = JoinSet::new();
        for due in due {
            let this = self.clone();
            sending.spawn(async move { this.take(due).await });
        }
        let mut told = Vec::new();
        while let Some(done) = sending.join_next().await {
            match done {
                Ok(Ok(Some(one))) => told.push(one),
                Ok(Ok(None)) => {}
                Ok(Err(fault)) => return Err(fault),
                // Its lease ends, and it is tried again.
                Err(error) => tracing::error!(%error, "sending a message panicked"),
            }
        }
        Ok(told)
    }

    /// Takes a message if nobody else did, and sends it.
    async fn take(&self, due: Due) -> Result<Option<Told>, Fault> {
        let now = self.clock.now();
        let Some(held) = delivery::claim(self.database.writer(), &due, now + LEASE).await? else { return Ok(None) };
        let channel = held.channel.code();
        let gateway = match held.channel {
            ChannelKind::Phone => &self.gateways.phone,
            ChannelKind::Email => &self.gateways.email,
        };
        let outcome = if held.secret && held.created_at + SECRET_LASTS <= now {
            Outcome::GivenUp { failure: "it was of no use any more".to_owned() }
        } else {
            self.send(gateway, &held).await
        };
        let erase = match &outcome {
            Outcome::Delivered => !gateway.keeps(),
            Outcome::GivenUp { .. } => true,
            Outcome::Later { .. } => false,
        };
        if !delivery::finish(self.database.writer(), &held, &outcome, erase, self.clock.now()).await? {
            tracing::warn!(message = %held.id, "another process took the message meanwhile");
        }
        let outcome = match outcome {
            Outcome::Delivered => "sent",
            Outcome::Later { failure, .. } => {
                tracing::warn!(message = %held.id, tries = held.tries, %failure, "message not sent, tried again");
                "retried"
            }
            Outcome::GivenUp { failure } => {
                tracing::error!(message = %held.id, tries = held.tries, %failure, "message given up");
                "failed"
            }
        };
        Ok(Some(Told { channel, outcome }))
    }

    async fn send(&self, gateway: &Arc<dyn MessageGateway>, held: &delivery::Held) -> Outcome {
        let opened =
            held.body.as_ref().map(|body| self.keyring.open_text(&super::store::messages::place(held.id), body));
        let Some(Ok(text)) = opened else {
            return Outcome::GivenUp {
                failure: "its text cannot be opened: it was sealed with another key".to_owned(),
            };
        };
        let outgoing = Outgoing {
            id: held.id,
            address: held.address.clone(),
            language: Language::parse(&held.language).unwrap_or(Language::FIRST),
            subject: held.subject.clone(),
            text,
        };
        match gateway.deliver(&outgoing).await {
            Ok(()) => Outcome::Delivered,
            Err(Failure::Permanent(failure)) => Outcome::GivenUp { failure },
            Err(Failure::Temporary(failure)) => match again_at(held.tries, self.clock.now()) {
                Some(due_at) => Outcome::Later { due_at, failure },
                None => Outcome::GivenUp { failure },
            },
        }
    }

    /// Erases texts that need no longer be kept, and forgets old messages.
    pub async fn sweep(&self) -> Result<(), Fault> {
        let now = self.clock.now();
        let writer = self.database.writer();
        delivery::erase(writer, now - READABLE).await?;
        delivery::forget(writer, now - SENT_REMEMBERED, now - INBOX_REMEMBERED).await
    }
}

/// When a message that was tried so often is tried again.
fn again_at(tries: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let made = usize::try_from(tries).unwrap_or(usize::MAX);
    PAUSES.get(made.saturating_sub(1)).map(|pause| now + *pause)
}
