//! Taking jobs and doing them.

use std::{
    pin::{Pin, pin},
    sync::{Arc, PoisonError, atomic::Ordering},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};

use super::{
    Job, Jobs, Progress,
    model::{File, Finished, JobFault, State},
    store,
};
use crate::{
    database::{Engine, Fault},
    ids::{JobFileId, JobId},
};

/// How often a process looks for jobs others asked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often whoever does a job says how far it is.
const BEAT_EVERY: Duration = Duration::from_millis(500);
/// How long a process may be silent before another takes its job.
const LEASE: chrono::Duration = chrono::Duration::seconds(30);
/// The same where there is one writer: nobody can give a sign while the job itself writes.
const SILENT_LEASE: chrono::Duration = chrono::Duration::minutes(2);
/// How often a job is begun before it is given up.
const MOST_ATTEMPTS: u32 = 3;
/// How often old jobs are swept.
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// What a handler works with.
pub struct JobContext {
    /// The job.
    pub job: Job,
    /// Where to tell how far it is, and to hear that it should end.
    pub progress: Progress,
    jobs: Jobs,
}

impl JobContext {
    /// The file the job reads.
    pub async fn input(&self) -> Result<Option<File>, Fault> {
        match &self.job.input {
            None => Ok(None),
            Some(head) => self.jobs.file(head.id).await,
        }
    }
}

/// Does jobs of a kind, all or nothing. It runs on a thread of its own, so it may compute for long.
pub type Handler = Arc<dyn Fn(JobContext) -> Pin<Box<dyn Future<Output = Result<Finished, JobFault>>>> + Send + Sync>;

impl Jobs {
    /// Does one job after another until `stop` is over; what runs then is given back for another process.
    pub async fn work_loop(&self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut swept: Option<Instant> = None;
        loop {
            if swept.is_none_or(|at| at.elapsed() >= SWEEP_EVERY) {
                swept = Some(Instant::now());
                if let Err(fault) = self.sweep().await {
                    tracing::warn!(%fault, "old jobs not swept");
                }
            }
            let mut work = pin!(self.work_once());
            let worked = tokio::select! {
                worked = &mut work => worked,
                () = &mut stop => {
                    self.stop();
                    let _ = work.await;
                    break;
                }
            };
            let idle = match worked {
                Ok(worked) => !worked,
                Err(fault) => {
                    tracing::warn!(%fault, "jobs not looked at");
                    true
                }
            };
            if idle {
                tokio::select! {
                    _ = timeout(LOOK_EVERY, self.shared.asked.notified()) => {}
                    () = &mut stop => break,
                }
            }
        }
    }

    /// Asks what runs in this process to stop, so that another process can take it up.
    fn stop(&self) {
        self.shared.stopping.store(true, Ordering::Relaxed);
        for progress in self.shared.running.lock().unwrap_or_else(PoisonError::into_inner).values() {
            progress.cancel();
        }
    }

    fn lease(&self) -> chrono::Duration {
        if self.database.engine() == Engine::Sqlite { SILENT_LEASE } else { LEASE }
    }

    /// Takes the job that waits longest and does it; says whether there was one.
    pub async fn work_once(&self) -> Result<bool, Fault> {
        let now = self.clock.now();
        let Some(id) = store::next(self.database.reader(), now).await? else { return Ok(false) };
        // Not a key of a row: it tells this hold from every other.
        let holder = JobFileId::new().uuid();
        if !store::claim(self.database.writer(), id, holder, now, now + self.lease()).await? {
            // Somebody was faster; there may be another.
            return Ok(true);
        }
        let Some(job) = store::get(self.database.reader(), id).await? else { return Ok(true) };
        let (state, finished) = if job.cancel_asked {
            (State::Cancelled, Finished::default())
        } else if job.attempts > MOST_ATTEMPTS {
            (State::Failed, failed("gave-up"))
        } else {
            match self.hold(job, holder).await {
                Some(end) => end,
                None => return Ok(true),
            }
        };
        self.finish(id, holder, state, &finished).await?;
        Ok(true)
    }

    async fn finish(&self, id: JobId, holder: uuid::Uuid, state: State, finished: &Finished) -> Result<(), Fault> {
        let given = (id, holder, state, finished, self.clock.now());
        let kept = self
            .database
            .write(&given, |transaction, (id, holder, state, finished, now)| {
                Box::pin(async move {
                    if store::finish(transaction, *id, *holder, *state, finished, *now).await? {
                        Ok(())
                    } else {
                        Err(Fault::Conflict("the job is held by another process".to_owned()))
                    }
                })
            })
            .await;
        match kept {
            Err(Fault::Conflict(_)) => {
                tracing::warn!(job = %id, "another process took the job meanwhile; its report counts");
                Ok(())
            }
            kept => kept,
        }
    }

    /// Does a job while telling the others that it is being done; none where it was given back or lost.
    async fn hold(&self, job: Job, holder: uuid::Uuid) -> Option<(State, Finished)> {
        let (id, attempts) = (job.id, job.attempts);
        let handler = self.shared.handlers.lock().unwrap_or_else(PoisonError::into_inner).get(&*job.kind).cloned();
        let Some(handler) = handler else {
            // An older process of a rolling update: a newer one knows the kind.
            let _ = store::release(self.database.writer(), id, holder).await;
            sleep(LOOK_EVERY).await;
            return None;
        };
        let progress = Progress::default();
        let running = Running::enter(self, id, progress.clone());
        let context = JobContext { job, progress: progress.clone(), jobs: self.clone() };
        let runtime = tokio::runtime::Handle::current();
        let mut work = tokio::task::spawn_blocking(move || runtime.block_on(handler(context)));
        let mut lost = false;
        let outcome = loop {
            tokio::select! {
                outcome = &mut work => break outcome,
                () = sleep(BEAT_EVERY) => lost |= !self.beat(id, holder, &progress).await,
            }
        };
        drop(running);
        if lost {
            return None;
        }
        match outcome {
            Ok(Ok(finished)) => Some((State::Done, finished)),
            Ok(Err(JobFault::Cancelled)) if self.shared.stopping.load(Ordering::Relaxed) => {
                let _ = store::release(self.database.writer(), id, holder).await;
                None
            }
            Ok(Err(JobFault::Cancelled)) => Some((State::Cancelled, Finished::default())),
            Ok(Err(JobFault::Refused(report))) => Some((State::Failed, Finished { report, output: None })),
            Ok(Err(JobFault::Database(fault))) => {
                tracing::error!(job = %id, %fault, "job failed");
                let may_pass = matches!(fault, Fault::Retry(_) | Fault::Unavailable(_));
                if may_pass && attempts < MOST_ATTEMPTS {
                    let _ = store::release(self.database.writer(), id, holder).await;
                    sleep(LOOK_EVERY).await;
                    return None;
                }
                Some((State::Failed, failed("database")))
            }
            Err(error) => {
                tracing::error!(job = %id, %error, "job panicked");
                Some((State::Failed, failed("broken")))
            }
        }
    }

    /// One sign of life; false where the job belongs to another process now.
    async fn beat(&self, id: JobId, holder: uuid::Uuid, progress: &Progress) -> bool {
        match store::is_cancel_asked(self.database.reader(), id).await {
            Ok(true) => progress.cancel(),
            Ok(false) => {}
            Err(fault) => tracing::warn!(%fault, "cancel not looked at"),
        }
        let until = self.clock.now() + self.lease();
        let beat = store::beat(self.database.writer(), id, holder, progress.read(), until);
        match timeout(BEAT_EVERY * 4, beat).await {
            Ok(Ok(false)) => {
                // Another process has it: what is done here must not be written.
                progress.cancel();
                false
            }
            Ok(Err(fault)) => {
                tracing::debug!(%fault, "sign of life not written");
                true
            }
            _ => true,
        }
    }
}

/// Keeps a job among those that run in this process; stops it where whoever held it is gone.
struct Running<'a> {
    jobs: &'a Jobs,
    id: JobId,
    progress: Progress,
}

impl<'a> Running<'a> {
    fn enter(jobs: &'a Jobs, id: JobId, progress: Progress) -> Self {
        jobs.shared.running.lock().unwrap_or_else(PoisonError::into_inner).insert(id, progress.clone());
        Self { jobs, id, progress }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.progress.cancel();
        self.jobs.shared.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

fn failed(reason: &str) -> Finished {
    let report: Value = json!({ "refused": reason });
    Finished { report, output: None }
}
