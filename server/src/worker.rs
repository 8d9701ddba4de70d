//! What every process does beside answering: background jobs, publishing what is due, forgetting sessions that are over.

use std::time::Duration;

use app::{catalogue::publishing::Publishing, identity::Identity, jobs::Jobs};
use tokio::{sync::watch, time::MissedTickBehavior};

/// How often it is looked whether something is due: residents see it within a second of its time.
const DUE_EVERY: Duration = Duration::from_secs(1);

/// Works until the process is asked to stop; gives back what cannot be finished.
pub async fn run(jobs: Jobs, publishing: Publishing, identity: Identity, stopped: watch::Receiver<bool>) {
    let sweeping = tokio::spawn(identity.keep_swept());
    tokio::join!(jobs.work_loop(asked_to_stop(stopped.clone())), publish_due(publishing, stopped));
    sweeping.abort();
}

async fn asked_to_stop(mut stopped: watch::Receiver<bool>) {
    // A sender that is gone means the same.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

async fn publish_due(publishing: Publishing, stopped: watch::Receiver<bool>) {
    let mut look = tokio::time::interval(DUE_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stop = std::pin::pin!(asked_to_stop(stopped));
    loop {
        tokio::select! {
            _ = look.tick() => {}
            () = &mut stop => return,
        }
        match publishing.publish_due().await {
            Ok(0) => {}
            Ok(items) => tracing::info!(items, "published or ended at their time"),
            Err(error) => tracing::warn!(%error, "what is due was not published"),
        }
    }
}
