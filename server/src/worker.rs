//! What every process does beside answering: background jobs, publishing what is due, sending messages, forgetting sessions that
//! are over, closing accounts whose day has come, ending what minors who came of age were bound by,
//! telling applications that a session ended, making the keys that sign, opening places, ending holds, offering what is free to who
//! waits for it, reminding, ending days in halls.

use app::shell::Services;
use notifications::Told;
use tokio::sync::watch;

use crate::metrics;

/// Works until the process is asked to stop; gives back what cannot be finished.
pub async fn run(services: Services, mut stopped: watch::Receiver<bool>) {
    let Services { jobs, publishing, identity, family, notifications, openid, appointments, hall, .. } = services;
    let mut asked_to_stop = stopped.clone();
    let watched = hall.clone();
    tokio::spawn(async move {
        // A sender that is gone means the same.
        let _ = asked_to_stop.wait_for(|stopped| *stopped).await;
        watched.stop_watching();
    });
    let others = [
        tokio::spawn(identity.clone().keep_closed()),
        tokio::spawn(identity.keep_swept()),
        tokio::spawn(publishing.keep_due()),
        tokio::spawn(family.keep_swept()),
        tokio::spawn(notifications.clone().keep_swept()),
        tokio::spawn(openid.clone().keep_keys_rotated()),
        tokio::spawn(openid.clone().keep_grants_swept()),
        tokio::spawn(appointments.keep_places(metrics::count_holds)),
        tokio::spawn(hall.keep_days()),
    ];
    let count = |Told { channel, outcome }| metrics::count_message(channel, outcome);
    let delivering = tokio::spawn(notifications.keep_delivering(count, stopped.clone()));
    let telling = tokio::spawn(openid.keep_logged_out(|told| metrics::count_logout(told.name()), stopped.clone()));
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
    let _ = telling.await;
}
