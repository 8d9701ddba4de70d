//! What every process does beside answering: background jobs, publishing what is due, forgetting sessions that are over, closing
//! accounts whose day has come, ending what minors who came of age were bound by.

use app::shell::Services;
use tokio::sync::watch;

/// Works until the process is asked to stop; gives back what cannot be finished.
pub async fn run(services: Services, mut stopped: watch::Receiver<bool>) {
    let Services { jobs, publishing, identity, family, .. } = services;
    let others = [
        tokio::spawn(identity.clone().keep_closed()),
        tokio::spawn(identity.keep_swept()),
        tokio::spawn(publishing.keep_due()),
        tokio::spawn(family.keep_swept()),
    ];
    jobs.work_loop(async move {
        // A sender that is gone means the same.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    })
    .await;
    for other in others {
        other.abort();
    }
}
