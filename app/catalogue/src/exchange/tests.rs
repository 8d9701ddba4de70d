use std::time::Duration;

use sea_orm::{ConnectionTrait as _, Statement};

use super::{Exchange, Task, report_of, task_of};
use crate::{
    Format, Kind,
    demo::{generate, load_demo},
    model::CodePattern,
    store,
};
use foundation::{
    clock::Clock,
    database::{
        Database, Engine, PoolSizes,
        testing::{TestDatabase, engines, fresh},
    },
    error::AppError,
    ids::{AccountId, JobId},
    jobs::{File, Job, Jobs, Stage, State},
};
use identity::{Actor, Grant, Role};

struct Desk {
    test: TestDatabase,
    jobs: Jobs,
    exchange: Exchange,
    admin: Actor,
}

async fn desk(engine: Engine) -> Desk {
    let test = fresh(engine).await;
    load_demo(&test.database, Clock::Real).await.unwrap();
    let (jobs, exchange) = open(&test.database);
    Desk { test, jobs, exchange, admin: actor(Role::CityAdmin, None) }
}

fn open(database: &Database) -> (Jobs, Exchange) {
    let jobs = Jobs::new(database.clone(), Clock::Real);
    let exchange = Exchange::new(database.clone(), Clock::Real, CodePattern::default(), jobs.clone());
    (jobs, exchange)
}

fn actor(role: Role, department: Option<&str>) -> Actor {
    Actor {
        account: AccountId::new(),
        name: "li".to_owned(),
        display_name: "李".to_owned(),
        grants: vec![Grant { role, department: department.map(str::to_owned) }],
        origin: "test".to_owned(),
    }
}

fn ten_thousand() -> File {
    let items: Vec<_> = generate(10_000).collect();
    File { name: "items.json".to_owned(), content: serde_json::to_vec(&items).unwrap() }
}

fn synonyms(rows: &str) -> File {
    File { name: "synonyms.csv".to_owned(), content: format!("term,expansions\n{rows}").into_bytes() }
}

/// How many items are being written: at the desk no file publishes.
async fn drafts(database: &Database) -> i64 {
    let connection = database.reader();
    let count = Statement::from_string(connection.get_database_backend(), "SELECT COUNT(*) AS n FROM item_draft");
    connection.query_one_raw(count).await.unwrap().unwrap().try_get("", "n").unwrap()
}

async fn done(desk: &Desk, id: JobId) -> Job {
    while desk.jobs.work_once().await.unwrap() {}
    desk.exchange.job(&desk.admin, id).await.unwrap()
}

#[tokio::test]
async fn a_dry_run_changes_nothing_and_its_file_is_then_stored_as_it_said() {
    for engine in engines() {
        let desk = desk(engine).await;
        let (admin, exchange) = (&desk.admin, &desk.exchange);
        let id = exchange.import(admin, Kind::Synonyms, synonyms("新词甲,身份证\n"), true, false).await.unwrap();
        let job = done(&desk, id).await;
        let report = report_of(&job).unwrap();
        assert_eq!((report.created, report.applied, report.source.as_str()), (1, false, "synonyms.csv"));
        let before = store::vocabulary::count(desk.test.database.reader(), Kind::Synonyms).await.unwrap();
        let run = exchange.run(admin, id).await.unwrap();
        let report = report_of(&done(&desk, run).await).unwrap();
        assert_eq!((report.created, report.applied), (1, true));
        let after = store::vocabulary::count(desk.test.database.reader(), Kind::Synonyms).await.unwrap();
        assert_eq!(after, before + 1);
        let again = exchange.run(admin, run).await;
        assert!(matches!(again, Err(AppError::Conflict(_))), "what is stored is no dry run");
    }
}

#[tokio::test]
async fn a_file_with_bad_rows_names_them_and_cannot_be_run() {
    for engine in engines() {
        let desk = desk(engine).await;
        let (admin, exchange) = (&desk.admin, &desk.exchange);
        let id = exchange.import(admin, Kind::Synonyms, synonyms("同,同\n好词,身份证\n"), true, false).await.unwrap();
        let job = done(&desk, id).await;
        let report = report_of(&job).unwrap();
        assert_eq!((report.bad_rows, report.bad[0].line), (1, 2));
        assert!(!Exchange::may_run(&job));
        assert!(matches!(exchange.run(admin, id).await, Err(AppError::Conflict(_))));
        let bad = File { name: "x.csv".to_owned(), content: b"\xff\xfe".to_vec() };
        let id = exchange.import(admin, Kind::Synonyms, bad, true, false).await.unwrap();
        let job = done(&desk, id).await;
        assert_eq!((job.state, job.report["refused"].as_str()), (State::Failed, Some("not-utf8")));
        let unknown = File { name: "x.xlsx".to_owned(), content: vec![1] };
        let refused = exchange.import(admin, Kind::Synonyms, unknown, true, false).await;
        assert_eq!(refused, Err(AppError::invalid("file", "file-format")));
    }
}

#[tokio::test]
async fn ten_thousand_items_go_in_as_one() {
    for engine in engines() {
        let desk = desk(engine).await;
        let before = drafts(&desk.test.database).await;
        let id = desk.exchange.import(&desk.admin, Kind::Catalogue, ten_thousand(), false, false).await.unwrap();
        let job = done(&desk, id).await;
        let report = report_of(&job).unwrap_or_else(|| panic!("{:?}", job.report));
        assert_eq!((report.rows, report.created, report.bad_rows), (10_000, 10_000, 0), "{report}");
        assert_eq!(drafts(&desk.test.database).await, before + 10_000);
    }
}

#[tokio::test]
async fn an_import_that_is_cancelled_while_it_writes_leaves_nothing() {
    for engine in engines() {
        let desk = desk(engine).await;
        let before = drafts(&desk.test.database).await;
        let id = desk.exchange.import(&desk.admin, Kind::Catalogue, ten_thousand(), false, false).await.unwrap();
        let worker = tokio::spawn({
            let jobs = desk.jobs.clone();
            async move { jobs.work_once().await }
        });
        loop {
            let job = desk.exchange.job(&desk.admin, id).await.unwrap();
            assert!(!job.state.is_over(), "too fast to be cancelled: {:?}", job.report);
            if job.stage == Stage::Writing && job.done >= 1_000 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        desk.exchange.cancel(&desk.admin, id).await.unwrap();
        assert!(worker.await.unwrap().unwrap());
        assert_eq!(desk.exchange.job(&desk.admin, id).await.unwrap().state, State::Cancelled);
        assert_eq!(drafts(&desk.test.database).await, before);
    }
}

#[tokio::test]
async fn an_export_holds_what_the_person_sees_and_imports_as_it_was() {
    for engine in engines() {
        let desk = desk(engine).await;
        let editor = actor(Role::Editor, Some("CD06"));
        let id = desk.exchange.export(&editor, Kind::Catalogue, Format::Json).await.unwrap();
        while desk.jobs.work_once().await.unwrap() {}
        let file = desk.exchange.download(&editor, id).await.unwrap();
        assert_eq!(file.name, "catalogue.json");
        let written: Vec<serde_json::Value> = serde_json::from_slice(&file.content).unwrap();
        assert!(!written.is_empty());
        assert!(written.iter().all(|item| item["department"].as_str().unwrap().starts_with("CD06")));
        assert!(matches!(desk.exchange.download(&desk.admin, id).await, Err(AppError::NotFound)), "not theirs");

        let id = desk.exchange.export(&desk.admin, Kind::Departments, Format::Csv).await.unwrap();
        done(&desk, id).await;
        let file = desk.exchange.download(&desk.admin, id).await.unwrap();
        let id = desk.exchange.import(&desk.admin, Kind::Departments, file, true, false).await.unwrap();
        let report = report_of(&done(&desk, id).await).unwrap();
        assert_eq!((report.created, report.changed, report.bad_rows), (0, 0, 0));
        assert!(report.unchanged > 0);
    }
}

#[tokio::test]
async fn who_may_not_cannot_and_what_is_not_theirs_does_not_exist() {
    for engine in engines() {
        let desk = desk(engine).await;
        let editor = actor(Role::Editor, Some("CD06"));
        assert_eq!(Exchange::kinds(&editor), [Kind::Catalogue]);
        assert_eq!(Exchange::kinds(&actor(Role::Clerk, Some("CD06"))), []);
        assert_eq!(Exchange::kinds(&actor(Role::Auditor, None)), []);
        let refused = desk.exchange.import(&editor, Kind::Synonyms, synonyms("a,b\n"), false, false).await;
        assert_eq!(refused, Err(AppError::NotFound));
        assert_eq!(desk.exchange.export(&editor, Kind::Divisions, Format::Csv).await, Err(AppError::NotFound));
        let id = desk.exchange.export(&desk.admin, Kind::Areas, Format::Csv).await.unwrap();
        for other in [&editor, &actor(Role::CityAdmin, None)] {
            assert_eq!(desk.exchange.job(other, id).await, Err(AppError::NotFound));
            assert_eq!(desk.exchange.cancel(other, id).await, Err(AppError::NotFound));
        }
        assert_eq!(desk.exchange.jobs(&editor).await, Ok(Vec::new()));
        let job = done(&desk, id).await;
        assert!(matches!(task_of(&job), Some(Task::Export(order)) if order.kind == Kind::Areas));
    }
}

#[tokio::test]
async fn a_job_asked_of_one_process_is_done_by_another() {
    for engine in engines() {
        let desk = desk(engine).await;
        let id = desk.exchange.export(&desk.admin, Kind::Areas, Format::Json).await.unwrap();
        let other = Database::open(&desk.test.address, PoolSizes { readers: 1 }).await.unwrap();
        let (jobs, _) = open(&other);
        assert!(jobs.work_once().await.unwrap());
        assert_eq!(desk.exchange.job(&desk.admin, id).await.unwrap().state, State::Done);
    }
}
