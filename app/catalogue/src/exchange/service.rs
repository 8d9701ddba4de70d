use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    super::{Format, Kind, Report, model::CodePattern},
    order::{ExportOrder, ImportOrder, Ordered, Task},
    work,
};
use foundation::{
    audit,
    clock::Clock,
    database::{Database, Fault},
    error::AppError,
    ids::JobId,
    jobs::{File, Input, Job, Jobs, Order, Requester, State},
};
use identity::{Actor, Permission, Scope};

/// The largest file taken over the web.
pub const MAX_UPLOAD: usize = 128 << 20;
/// Uploads read at once: each is held in memory whole.
const UPLOADS: usize = 2;
/// Jobs a list shows.
const LISTED: u64 = 30;
/// The kind of jobs that bring files in.
pub(super) const IMPORT: &str = "catalogue.import";
/// The kind of jobs that make files.
pub(super) const EXPORT: &str = "catalogue.export";
/// The longest name of a file that is kept.
const LONGEST_NAME: usize = 120;

/// Import and export at the desk; clone it freely.
#[derive(Clone)]
pub struct Exchange {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) code_pattern: CodePattern,
    jobs: Jobs,
    uploads: Arc<Semaphore>,
}

impl Exchange {
    /// Over the background jobs, which it tells how its own are done.
    pub fn new(database: Database, clock: Clock, code_pattern: CodePattern, jobs: Jobs) -> Self {
        let exchange = Self { database, clock, code_pattern, jobs, uploads: Arc::new(Semaphore::new(UPLOADS)) };
        let (importer, exporter) = (exchange.clone(), exchange.clone());
        exchange.jobs.register(IMPORT, Arc::new(move |job| Box::pin(work::import(importer.clone(), job))));
        exchange.jobs.register(EXPORT, Arc::new(move |job| Box::pin(work::export(exporter.clone(), job))));
        exchange
    }

    /// The kinds this person may bring in and take out; empty where the page is none of theirs.
    pub fn kinds(actor: &Actor) -> Vec<Kind> {
        let items = !actor.scope(Permission::ImportItems).is_empty();
        let vocabulary = actor.scope(Permission::ManageVocabulary) == Scope::City;
        let may = |kind: &Kind| if *kind == Kind::Catalogue { items } else { vocabulary };
        let mut kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(may).collect();
        // What most people come for stands first.
        kinds.sort_by_key(|kind| *kind != Kind::Catalogue);
        kinds
    }

    /// A place among those who send files at this moment; none where all are taken.
    pub fn place_for_upload(&self) -> Option<OwnedSemaphorePermit> {
        self.uploads.clone().try_acquire_owned().ok()
    }

    /// Asks for a file to be brought in.
    pub async fn import(
        &self,
        actor: &Actor,
        kind: Kind,
        file: File,
        dry_run: bool,
        skip_bad: bool,
    ) -> Result<JobId, AppError> {
        authorise(actor, kind)?;
        if file.content.is_empty() {
            return Err(AppError::invalid("file", "no-file"));
        }
        if file.content.len() > MAX_UPLOAD {
            return Err(AppError::invalid("file", "file-too-large"));
        }
        let name = plain_name(&file.name);
        let format = Format::of_path(std::path::Path::new(&name)).ok_or(AppError::invalid("file", "file-format"))?;
        let order = ImportOrder { kind, format, dry_run, skip_bad };
        self.ask(actor, Task::Import(order), Some(Input::New(File { name, content: file.content }))).await
    }

    /// Asks for the file of a dry run to be brought in for real.
    pub async fn run(&self, actor: &Actor, id: JobId) -> Result<JobId, AppError> {
        let job = self.job(actor, id).await?;
        let Some(Task::Import(order)) = task_of(&job) else { return Err(AppError::NotFound) };
        authorise(actor, order.kind)?;
        let input = job.input.as_ref().map(|file| file.id).filter(|_| Self::may_run(&job));
        let Some(input) = input else { return Err(AppError::Conflict("not-clean".to_owned())) };
        self.ask(actor, Task::Import(ImportOrder { dry_run: false, ..order }), Some(Input::Known(input))).await
    }

    /// Whether a job was a dry run that promises to go through.
    pub fn may_run(job: &Job) -> bool {
        let Some(Task::Import(order)) = task_of(job) else { return false };
        let report = report_of(job);
        let is_clean = report
            .is_some_and(|report| report.created + report.changed > 0 && (report.bad_rows == 0 || order.skip_bad));
        order.dry_run && job.state == State::Done && is_clean
    }

    /// Asks for a file to be made.
    pub async fn export(&self, actor: &Actor, kind: Kind, format: Format) -> Result<JobId, AppError> {
        authorise(actor, kind)?;
        self.ask(actor, Task::Export(ExportOrder { kind, format }), None).await
    }

    async fn ask(&self, actor: &Actor, task: Task, input: Option<Input>) -> Result<JobId, AppError> {
        let payload = match task {
            Task::Import(order) => serde_json::to_value(Ordered::new(order, actor)),
            Task::Export(order) => serde_json::to_value(Ordered::new(order, actor)),
        };
        let (kind, act, what) = match task {
            Task::Import(order) => (
                IMPORT,
                "job.import",
                json!({ "kind": order.kind, "dry_run": order.dry_run, "skip_bad": order.skip_bad }),
            ),
            Task::Export(order) => (EXPORT, "job.export", json!({ "kind": order.kind, "format": order.format })),
        };
        let order = Order {
            kind,
            payload: payload.unwrap_or(Value::Null),
            requester: Requester { account: actor.account, name: actor.name.clone() },
            input,
        };
        let given = (&self.jobs, order, actor, act, what, self.clock.now());
        let asked: Result<JobId, Fault> = self
            .database
            .write(&given, |transaction, (jobs, order, actor, act, what, now)| {
                Box::pin(async move {
                    let id = jobs.enqueue(transaction, order).await?;
                    let entry = actor.did(act, "job", id.to_string()).after(what.clone());
                    audit::append(transaction, &entry, *now).await?;
                    Ok(id)
                })
            })
            .await;
        Ok(asked?)
    }

    /// One job, for whoever asked for it.
    pub async fn job(&self, actor: &Actor, id: JobId) -> Result<Job, AppError> {
        let job = self.jobs.get(id).await?.ok_or(AppError::NotFound)?;
        let is_ours = task_of(&job).is_some() && job.requester.account == actor.account;
        if is_ours { Ok(job) } else { Err(AppError::NotFound) }
    }

    /// What this person asked for, the newest first.
    pub async fn jobs(&self, actor: &Actor) -> Result<Vec<Job>, AppError> {
        let jobs = self.jobs.list_of(actor.account, LISTED).await?;
        Ok(jobs.into_iter().filter(|job| task_of(job).is_some()).collect())
    }

    /// Asks for the end of a job.
    pub async fn cancel(&self, actor: &Actor, id: JobId) -> Result<(), AppError> {
        let job = self.job(actor, id).await?;
        Ok(self.jobs.cancel(job.id).await?)
    }

    /// The file a job made, for whoever asked for it and may still have it.
    pub async fn download(&self, actor: &Actor, id: JobId) -> Result<File, AppError> {
        let job = self.job(actor, id).await?;
        let Some(Task::Export(order)) = task_of(&job) else { return Err(AppError::NotFound) };
        authorise(actor, order.kind)?;
        let output = job.output.as_ref().ok_or(AppError::NotFound)?;
        let file = self.jobs.file(output.id).await?.ok_or(AppError::NotFound)?;
        let given = (actor, id, file.name.as_str(), self.clock.now());
        let told: Result<(), Fault> = self
            .database
            .write(&given, |transaction, (actor, id, name, now)| {
                Box::pin(async move {
                    let entry = actor.did("job.download", "job", id.to_string()).after(json!({ "file": name }));
                    audit::append(transaction, &entry, *now).await
                })
            })
            .await;
        told?;
        Ok(file)
    }
}

/// What a job does; none where it is another room's.
pub fn task_of(job: &Job) -> Option<Task> {
    match job.kind.as_str() {
        IMPORT => {
            serde_json::from_value::<Ordered<ImportOrder>>(job.payload.clone()).ok().map(|own| Task::Import(own.order))
        }
        EXPORT => {
            serde_json::from_value::<Ordered<ExportOrder>>(job.payload.clone()).ok().map(|own| Task::Export(own.order))
        }
        _ => None,
    }
}

/// The report of an import that was read to its end.
pub fn report_of(job: &Job) -> Option<Report> {
    serde_json::from_value(job.report.clone()).ok()
}

fn authorise(actor: &Actor, kind: Kind) -> Result<(), AppError> {
    if Exchange::kinds(actor).contains(&kind) { Ok(()) } else { Err(AppError::NotFound) }
}

/// A file's name without folders and without what breaks a line or a header.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let kept: Vec<char> = last.chars().filter(|c| !c.is_control() && !matches!(c, '"' | ';')).collect();
    // The ending says the format: it is what stays of a long name.
    kept[kept.len().saturating_sub(LONGEST_NAME)..].iter().collect()
}
