use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::json;

use super::{
    Cancelled, File, Finished, Handler, Input, Job, JobContext, JobFault, Jobs, Order, Requester, Stage, State, store,
};
use crate::{
    clock::Clock,
    database::{
        Database, Fault, PoolSizes,
        testing::{engines, fresh},
    },
    ids::{AccountId, JobId},
};

fn order(account: AccountId) -> Order {
    Order {
        kind: "test",
        payload: json!({ "n": 1 }),
        requester: Requester { account, name: "li".to_owned() },
        input: Some(Input::New(File { name: "a.csv".to_owned(), content: vec![0, 1, 255] })),
    }
}

async fn ask(jobs: &Jobs, database: &Database, order: Order) -> JobId {
    database
        .write(&(jobs.clone(), order), |transaction, (jobs, order)| {
            Box::pin(async move { jobs.enqueue(transaction, order).await })
        })
        .await
        .unwrap()
}

fn handler<F, O>(work: F) -> Handler
where
    F: Fn(JobContext) -> O + Send + Sync + 'static,
    O: Future<Output = Result<Finished, JobFault>> + 'static,
{
    Arc::new(move |context| Box::pin(work(context)))
}

async fn wait_for(jobs: &Jobs, id: JobId, is_there: impl Fn(&Job) -> bool) -> Job {
    for _ in 0..400 {
        let job = jobs.get(id).await.unwrap().unwrap();
        if is_there(&job) {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{:?}", jobs.get(id).await.unwrap());
}

#[tokio::test]
async fn a_job_is_done_once_however_many_workers_there_are() {
    for engine in engines() {
        let test = fresh(engine).await;
        let account = AccountId::new();
        let runs = Arc::new(AtomicUsize::new(0));
        let mut workers = Vec::new();
        let mut ids = Vec::new();
        for _ in 0..8 {
            let database = Database::open(&test.address, PoolSizes { readers: 2 }).await.unwrap();
            let jobs = Jobs::new(database.clone(), Clock::Real);
            let runs = runs.clone();
            jobs.register(
                "test",
                handler(move |context| {
                    let runs = runs.clone();
                    async move {
                        runs.fetch_add(1, Ordering::SeqCst);
                        let input = context.input().await?.unwrap();
                        let output = Some(File { name: "b.csv".to_owned(), content: input.content });
                        Ok(Finished { report: context.job.payload, output })
                    }
                }),
            );
            workers.push(jobs);
        }
        for _ in 0..3 {
            ids.push(ask(&workers[0], &test.database, order(account)).await);
        }
        let work =
            workers.iter().cloned().map(|jobs| tokio::spawn(async move { while jobs.work_once().await.unwrap() {} }));
        for work in work.collect::<Vec<_>>() {
            work.await.unwrap();
        }
        assert_eq!(runs.load(Ordering::SeqCst), 3);
        for id in &ids {
            let job = workers[7].get(*id).await.unwrap().unwrap();
            assert_eq!((job.state, job.attempts, job.report), (State::Done, 1, json!({ "n": 1 })));
            let output = workers[7].file(job.output.unwrap().id).await.unwrap().unwrap();
            assert_eq!((output.name.as_str(), output.content), ("b.csv", vec![0, 1, 255]));
        }
        let listed: Vec<JobId> = workers[0].list_of(account, 2).await.unwrap().iter().map(|job| job.id).collect();
        assert_eq!(listed, [ids[2], ids[1]]);
        assert_eq!(workers[0].list_of(AccountId::new(), 2).await.unwrap(), []);
    }
}

#[tokio::test]
async fn what_a_killed_process_left_is_taken_up_and_what_it_still_says_does_not_count() {
    for engine in engines() {
        let test = fresh(engine).await;
        let jobs = Jobs::new(test.database.clone(), Clock::Real);
        jobs.register("test", handler(|_| async { Ok(Finished { report: json!("second"), output: None }) }));
        let id = ask(&jobs, &test.database, order(AccountId::new())).await;
        let (dead, now) = (JobId::new().uuid(), Clock::Real.now());
        let lease = now + chrono::Duration::milliseconds(300);
        assert!(store::claim(test.database.writer(), id, dead, now, lease).await.unwrap());
        assert!(!jobs.work_once().await.unwrap(), "its lease holds");
        tokio::time::sleep(Duration::from_millis(350)).await;
        assert!(jobs.work_once().await.unwrap());
        let job = jobs.get(id).await.unwrap().unwrap();
        assert_eq!((job.state, job.attempts, job.report), (State::Done, 2, json!("second")));
        let late = store::beat(test.database.writer(), id, dead, (Stage::Writing, 1, 1), lease).await.unwrap();
        assert!(!late, "the dead one holds nothing");
    }
}

#[tokio::test]
async fn a_job_that_kills_whoever_takes_it_is_given_up() {
    for engine in engines() {
        let test = fresh(engine).await;
        let jobs = Jobs::new(test.database.clone(), Clock::Real);
        jobs.register("test", handler(|_| async { Ok(Finished::default()) }));
        let id = ask(&jobs, &test.database, order(AccountId::new())).await;
        for _ in 0..3 {
            let now = Clock::Real.now();
            let past = now - chrono::Duration::seconds(1);
            assert!(store::claim(test.database.writer(), id, JobId::new().uuid(), now, past).await.unwrap());
        }
        assert!(jobs.work_once().await.unwrap());
        let job = jobs.get(id).await.unwrap().unwrap();
        assert_eq!((job.state, job.report), (State::Failed, json!({ "refused": "gave-up" })));
    }
}

#[tokio::test]
async fn a_running_job_ends_when_it_is_asked_to_from_another_process() {
    for engine in engines() {
        let test = fresh(engine).await;
        let jobs = Jobs::new(test.database.clone(), Clock::Real);
        jobs.register(
            "test",
            handler(|context| async move {
                context.progress.begin(Stage::Reading, 10)?;
                loop {
                    context.progress.check()?;
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            }),
        );
        let id = ask(&jobs, &test.database, order(AccountId::new())).await;
        let worker = tokio::spawn({
            let jobs = jobs.clone();
            async move { jobs.work_once().await }
        });
        wait_for(&jobs, id, |job| job.stage == Stage::Reading && job.total == 10).await;
        let other = Jobs::new(Database::open(&test.address, PoolSizes { readers: 1 }).await.unwrap(), Clock::Real);
        other.cancel(id).await.unwrap();
        let job = wait_for(&other, id, |job| job.state.is_over()).await;
        assert_eq!(job.state, State::Cancelled);
        assert!(worker.await.unwrap().unwrap());
    }
}

#[tokio::test]
async fn a_job_nobody_began_ends_at_once() {
    for engine in engines() {
        let test = fresh(engine).await;
        let jobs = Jobs::new(test.database.clone(), Clock::Real);
        let id = ask(&jobs, &test.database, order(AccountId::new())).await;
        jobs.cancel(id).await.unwrap();
        assert_eq!(jobs.get(id).await.unwrap().unwrap().state, State::Cancelled);
        assert!(!jobs.work_once().await.unwrap());
    }
}

#[tokio::test]
async fn a_process_that_ends_gives_its_job_back() {
    for engine in engines() {
        let test = fresh(engine).await;
        let jobs = Jobs::new(test.database.clone(), Clock::Real);
        jobs.register(
            "test",
            handler(|context| async move {
                context.progress.begin(Stage::Reading, 0)?;
                while context.progress.check() != Err(Cancelled) {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                Err(JobFault::Cancelled)
            }),
        );
        let id = ask(&jobs, &test.database, order(AccountId::new())).await;
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let worker = tokio::spawn({
            let jobs = jobs.clone();
            async move { jobs.work_loop(async move { drop(stopped.await) }).await }
        });
        wait_for(&jobs, id, |job| job.stage == Stage::Reading).await;
        stop.send(()).unwrap();
        worker.await.unwrap();
        assert_eq!(jobs.get(id).await.unwrap().unwrap().state, State::Queued);
    }
}

#[tokio::test]
async fn a_handler_that_fails_says_so_and_one_that_met_another_is_tried_again() {
    for engine in engines() {
        let test = fresh(engine).await;
        let jobs = Jobs::new(test.database.clone(), Clock::Real);
        let runs = Arc::new(AtomicUsize::new(0));
        jobs.register(
            "test",
            handler(move |_| {
                let run = runs.fetch_add(1, Ordering::SeqCst);
                async move {
                    match run {
                        0 => Err(JobFault::Database(Fault::Retry("met".to_owned()))),
                        1 => Err(JobFault::Refused(json!("no"))),
                        _ => panic!("a defect"),
                    }
                }
            }),
        );
        let first = ask(&jobs, &test.database, order(AccountId::new())).await;
        let second = ask(&jobs, &test.database, order(AccountId::new())).await;
        while jobs.work_once().await.unwrap() {}
        let first = jobs.get(first).await.unwrap().unwrap();
        assert_eq!((first.state, first.attempts, first.report), (State::Failed, 2, json!("no")));
        let second = jobs.get(second).await.unwrap().unwrap();
        assert_eq!((second.state, second.report), (State::Failed, json!({ "refused": "broken" })));
    }
}

#[tokio::test]
async fn what_was_over_long_ago_is_swept_with_its_files() {
    for engine in engines() {
        let test = fresh(engine).await;
        let jobs = Jobs::new(test.database.clone(), Clock::Real);
        let account = AccountId::new();
        let old = ask(&jobs, &test.database, order(account)).await;
        jobs.cancel(old).await.unwrap();
        let file = jobs.get(old).await.unwrap().unwrap().input.unwrap().id;
        let again = Order { input: Some(Input::Known(file)), ..order(account) };
        let waiting = ask(&jobs, &test.database, again).await;
        let sweep = async |at| {
            test.database
                .write(&at, |transaction, at| Box::pin(async move { store::sweep(transaction, *at).await }))
                .await
                .unwrap()
        };
        let tomorrow = Clock::Real.now() + chrono::Duration::days(1);
        assert_eq!(jobs.sweep().await.unwrap(), 0);
        assert_eq!(sweep(tomorrow).await, 1);
        assert!(jobs.file(file).await.unwrap().is_some(), "another job reads it");
        jobs.cancel(waiting).await.unwrap();
        assert_eq!(sweep(tomorrow).await, 1);
        assert!(jobs.file(file).await.unwrap().is_none());
    }
}
