use std::time::Duration;

use chrono::TimeDelta;
use tokio::{sync::watch, time::sleep};

use super::LogoutTold;
use crate::{
    OpenId,
    store::{clients, logouts},
};
use foundation::{database::Fault, ids::SessionId};

/// How often a process looks: a session that ended is ended everywhere within a second, but for the application's own time.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Sessions looked at in one go.
const AT_ONCE: u64 = 100;
/// How long is shown what somebody was signed in to.
const REMEMBERED: TimeDelta = TimeDelta::days(90);

impl OpenId {
    /// Ends what ended sessions were signed in to, and tells the applications, until the process is asked to stop.
    pub async fn keep_logged_out(self, told: impl Fn(LogoutTold) + Send, stopped: watch::Receiver<bool>) {
        while !*stopped.borrow() {
            if let Err(fault) = self.end_with_sessions().await {
                tracing::warn!(%fault, "ends of sessions not looked at");
            }
            match self.tell_due().await {
                Ok(all) => all.into_iter().for_each(&told),
                Err(fault) => tracing::warn!(%fault, "applications not told of sessions' ends"),
            }
            sleep(LOOK_EVERY).await;
        }
    }

    /// Ends what ended sessions were signed in to and enters whom to tell; says how many sessions this process took.
    pub async fn end_with_sessions(&self) -> Result<u64, Fault> {
        let mut taken = 0;
        for session in logouts::ended_sessions(self.database.reader(), AT_ONCE).await? {
            taken += u64::from(self.end_with_session(session).await?);
        }
        Ok(taken)
    }

    /// Forgets what was signed in to long ago.
    pub async fn forget_logins(&self) -> Result<(), Fault> {
        logouts::forget(self.database.writer(), self.clock.now() - REMEMBERED).await
    }

    async fn end_with_session(&self, session: SessionId) -> Result<bool, Fault> {
        let now = self.clock.now();
        self.database
            .write(&(session, now), |transaction, (session, now)| {
                Box::pin(async move {
                    if !logouts::take_ended(transaction, *session).await? {
                        return Ok(false);
                    }
                    let logins = logouts::logins_of(transaction, *session).await?;
                    logouts::end_logins(transaction, *session, *now).await?;
                    let told = clients::told_of_logouts(transaction, logins.iter().map(|login| login.client)).await?;
                    let told: Vec<_> = logins.into_iter().filter(|login| told.contains(&login.client)).collect();
                    logouts::add(transaction, &told, *now).await?;
                    Ok::<_, Fault>(true)
                })
            })
            .await
    }
}
