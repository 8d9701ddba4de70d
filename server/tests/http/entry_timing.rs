//! Whether an account exists cannot be told by how long an answer takes: a statistical test, not an eyeball.
//!
//! Known and unknown addresses are asked about in turn, so that whatever else the machine does falls on both alike; the
//! Mann–Whitney U test then compares the ranks of all times, which outliers do not move. Were the two alike, a `z` beyond
//! [`LIMIT`] would come once in ten thousand runs, and twice in a row never.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use foundation::database::Engine;
use identity::add_demo_accounts;
use sea_orm::ConnectionTrait as _;

use crate::support::{Portal, portal};

/// Standard deviations.
const LIMIT: f64 = 3.9;

struct Question {
    path: &'static str,
    form: &'static str,
    status: StatusCode,
    pairs: usize,
}

/// `z` of the Mann–Whitney U test (normal approximation, ties shared): positive where the first are larger.
fn mann_whitney(first: &[Duration], second: &[Duration]) -> f64 {
    let mut all: Vec<(Duration, bool)> =
        first.iter().map(|time| (*time, true)).chain(second.iter().map(|time| (*time, false))).collect();
    all.sort();
    let mut ranks_of_first = 0.0;
    let mut at = 0;
    while at < all.len() {
        let tied = all[at..].iter().take_while(|(time, _)| *time == all[at].0).count();
        let rank = number(2 * at + tied + 1) / 2.0;
        ranks_of_first += rank * number(all[at..at + tied].iter().filter(|(_, is_first)| *is_first).count());
        at += tied;
    }
    let (n, m) = (number(first.len()), number(second.len()));
    let u = ranks_of_first - n * (n + 1.0) / 2.0;
    (u - n * m / 2.0) / (n * m * (n + m + 1.0) / 12.0).sqrt()
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

async fn once(portal: &Portal, question: &Question, address: &str) -> Duration {
    let form = format!("{}{address}", question.form);
    let start = Instant::now();
    let answer = portal.post(question.path, &form).await;
    let time = start.elapsed();
    assert_eq!(answer.status, question.status, "{}", question.path);
    time
}

async fn times(portal: &Portal, question: &Question) -> (Vec<Duration>, Vec<Duration>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for pair in 0..question.pairs {
        // Asked so often that the throttle would answer in place of what is measured.
        if pair % 4 == 0 {
            portal.test.database.writer().execute_unprepared("DELETE FROM throttle").await.unwrap();
            // The first after that pays for the rows anew; it is nobody's.
            once(portal, question, "13911119999").await;
        }
        let (here, there) = (format!("1390000000{}", 1 + pair % 4), format!("1391111000{}", 1 + pair % 4));
        if pair % 2 == 0 {
            known.push(once(portal, question, &here).await);
            unknown.push(once(portal, question, &there).await);
        } else {
            unknown.push(once(portal, question, &there).await);
            known.push(once(portal, question, &here).await);
        }
    }
    (known, unknown)
}

#[tokio::test]
async fn how_long_an_answer_takes_does_not_tell_whether_there_is_an_account() {
    let portal = portal(Engine::Sqlite).await;
    add_demo_accounts(&portal.identity).await.unwrap();
    let see = StatusCode::SEE_OTHER;
    for question in [
        Question {
            path: "/sign-in",
            form: "password=not-the-password&name=",
            status: StatusCode::BAD_REQUEST,
            pairs: 40,
        },
        Question { path: "/sign-in/code", form: "address=", status: see, pairs: 120 },
        Question { path: "/recover", form: "address=", status: see, pairs: 120 },
    ] {
        let mut found = Vec::new();
        for _ in 0..2 {
            let (known, unknown) = times(&portal, &question).await;
            found.push(mann_whitney(&known, &unknown));
            if found.iter().any(|z| z.abs() < LIMIT) {
                break;
            }
        }
        println!("{}: z = {found:.2?}", question.path);
        assert!(found.iter().any(|z| z.abs() < LIMIT), "{} tells by its time: z = {found:.2?}", question.path);
    }
}

#[test]
fn the_test_would_find_what_an_answer_gives_away() {
    let around = |millis: u64| -> Vec<Duration> {
        (0..120u64).map(|n| Duration::from_micros(millis * 1_000 + (n * 7_919) % 1_000)).collect()
    };
    assert!(mann_whitney(&around(10), &around(10)).abs() < 0.1);
    assert!(mann_whitney(&around(11), &around(10)) > LIMIT);
    assert!(mann_whitney(&around(10), &around(11)) < -LIMIT);
}
