use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicBool},
};

use sea_orm::DatabaseTransaction;
use tokio::sync::Notify;

use super::{
    Handler, Job, JobKind, Order, Progress,
    model::{File, State},
    store,
};
use crate::{
    clock::Clock,
    database::{Database, Fault},
    ids::{AccountId, JobFileId, JobId},
};

/// How long what is over is kept.
const KEPT: chrono::Duration = chrono::Duration::days(30);

/// The background jobs; clone it freely.
#[derive(Clone)]
pub struct Jobs {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) shared: Arc<Shared>,
}

/// What the clones of one process share.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) handlers: Mutex<HashMap<JobKind, Handler>>,
    /// What runs in this process.
    pub(super) running: Mutex<HashMap<JobId, Progress>>,
    /// Somebody of this process asked for a job: no need to wait for the next look.
    pub(super) asked: Notify,
    /// This process is about to end.
    pub(super) stopping: AtomicBool,
}

impl Jobs {
    /// On a database, with nothing registered.
    pub fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock, shared: Arc::default() }
    }

    /// Says who does jobs of a kind.
    pub fn register(&self, kind: JobKind, handler: Handler) {
        self.shared.handlers.lock().unwrap_or_else(PoisonError::into_inner).insert(kind, handler);
    }

    /// Asks for a job, in the transaction of the act that needs it.
    pub async fn enqueue(&self, transaction: &DatabaseTransaction, order: &Order) -> Result<JobId, Fault> {
        let id = JobId::new();
        store::insert(transaction, id, order, self.clock.now()).await?;
        // A process that looks before the commit looks again within a second.
        self.shared.asked.notify_one();
        Ok(id)
    }

    /// A job, as far as it is at this moment.
    pub async fn get(&self, id: JobId) -> Result<Option<Job>, Fault> {
        let job = store::get(self.database.reader(), id).await?;
        Ok(job.map(|job| self.as_it_runs(job)))
    }

    /// What an account asked for, the newest first.
    pub async fn list_of(&self, account: AccountId, limit: u64) -> Result<Vec<Job>, Fault> {
        let jobs = store::list_of(self.database.reader(), account, limit).await?;
        Ok(jobs.into_iter().map(|job| self.as_it_runs(job)).collect())
    }

    /// A file of a job.
    pub async fn file(&self, id: JobFileId) -> Result<Option<File>, Fault> {
        store::file(self.database.reader(), id).await
    }

    /// Asks for the end of a job. One that is writing gives its writes back; one that is over stays as it is.
    pub async fn cancel(&self, id: JobId) -> Result<(), Fault> {
        // First: on an engine with one writer the row can be written only when the job's own transaction is over.
        if let Some(progress) = self.progress_of(id) {
            progress.cancel();
        }
        self.database
            .write(&(id, self.clock.now()), |transaction, (id, now)| {
                Box::pin(async move { store::cancel(transaction, *id, *now).await })
            })
            .await
    }

    /// Removes what was over 30 days ago; says how many jobs.
    pub async fn sweep(&self) -> Result<u64, Fault> {
        let before = self.clock.now() - KEPT;
        self.database
            .write(&before, |transaction, before| Box::pin(async move { store::sweep(transaction, *before).await }))
            .await
    }

    fn as_it_runs(&self, mut job: Job) -> Job {
        if job.state == State::Running
            && let Some(progress) = self.progress_of(job.id)
        {
            (job.stage, job.done, job.total) = progress.read();
        }
        job
    }

    fn progress_of(&self, id: JobId) -> Option<Progress> {
        self.shared.running.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }
}
