//! What every process does beside answering: background jobs, publishing what is due, sending messages, forgetting sessions
//! that are over.

use app::{
    catalogue::publishing::Publishing,
    identity::Identity,
    jobs::Jobs,
    notifications::{Notifications, Told},
    shell::Services,
};
use tokio::sync::watch;

use crate::metrics;

/// What is worked on.
pub struct Work {
    jobs: Jobs,
    publishing: Publishing,
    identity: Identity,
    notifications: Notifications,
}

impl Work {
    /// The part of the services that works by itself.
    pub fn of(services: &Services) -> Self {
        Self {
            jobs: services.jobs.clone(),
            publishing: services.publishing.clone(),
            identity: services.identity.clone(),
            notifications: services.notifications.clone(),
        }
    }
}

/// Works until the process is asked to stop; gives back what cannot be finished.
pub async fn run(work: Work, mut stopped: watch::Receiver<bool>) {
    let Work { jobs, publishing, identity, notifications } = work;
    let others = [
        tokio::spawn(identity.keep_swept()),
        tokio::spawn(publishing.keep_due()),
        tokio::spawn(notifications.clone().keep_swept()),
    ];
    let count = |Told { channel, outcome }| metrics::count_message(channel, outcome);
    let delivering = tokio::spawn(notifications.keep_delivering(count, stopped.clone()));
    jobs.work_loop(async move {
        // A sender that is gone means the same.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    })
    .await;
    for other in others {
        other.abort();
    }
    // Whoever asked us to stop does not wait for ever.
    let _ = delivering.await;
}
