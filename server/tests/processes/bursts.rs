//! A thousand people at once on a hundred places, over HTTP: through two processes, and through one that is killed meanwhile.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Barrier, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use foundation::{
    clock::{Clock, city_day, city_moment},
    context::{Assets, DistrictNames, Site},
    database::{
        Engine,
        testing::{self, TestDatabase, engines},
    },
    ids::CounterGroupId,
    keyring::Keyring,
};
use identity::{Identity, cookie_header, testing::crowd};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};

use crate::serving::{Answer, Line, Serving};

const PEOPLE: usize = 1_000;
const PLACES: usize = 100;
/// How long a place is kept for somebody who says nothing.
const HOLD: Duration = Duration::from_secs(15);
/// How much later it is free again at most: how often processes look.
const LOOK: Duration = Duration::from_secs(5);

/// A hall with a hundred places at one time, and a thousand people who are signed in.
struct Hall {
    test: TestDatabase,
    cookies: Vec<String>,
    starts_at: DateTime<Utc>,
}

impl Hall {
    async fn on(engine: Engine) -> Self {
        let test = testing::fresh(engine).await;
        let identity = Identity::new(test.database.clone(), Clock::Real, Keyring::new(&[7; 32]));
        let site = Site {
            origin: "http://city.example".to_owned(),
            demonstration: false,
            assets: Assets::default(),
            clock: Clock::Real,
            district_names: DistrictNames::default(),
            secure: false,
        };
        let cookies = crowd(&identity, PEOPLE).await.iter().map(|token| cookie_header(&site, token)).collect();
        let day = city_day(Clock::Real.now()) + Days::new(2);
        let hall = Self { test, cookies, starts_at: city_moment(day, 10 * 60) };
        hall.open(day).await;
        hall
    }

    async fn open(&self, day: NaiveDate) {
        let words = |text: &str| json!({ "zh": text, "en": text });
        let department = json!({ "id": "CD44", "name": words("政务办") });
        let office = json!({ "name": words("大厅"), "address": words("大厅"), "phone": "", "position": null });
        let terms =
            json!({ "minutes": 30, "preparation": 0, "most_persons": 1, "way": "counter", "changes_until_hours": 1 });
        let matter = json!({ "name": words("证"), "terms": terms });
        let id = CounterGroupId::new().uuid();
        let id = match self.test.database.engine() {
            Engine::Sqlite => format!("X'{}'", id.simple()),
            Engine::Postgres => format!("'{id}'"),
        };
        let (now, starts_at) = ("2026-11-22 00:00:00+00:00", self.starts_at.to_rfc3339());
        let ends_at = (self.starts_at + TimeDelta::minutes(30)).to_rfc3339();
        for statement in [
            format!(
                "INSERT INTO department (id, parent_id, position, content) VALUES ('CD44', NULL, 1, '{department}')"
            ),
            format!(
                "INSERT INTO office (code, department_id, division_code, content, is_open, revision, changed_at)
                VALUES ('hall', 'CD44', '510107', '{office}', true, 1, '{now}')"
            ),
            format!(
                "INSERT INTO matter (code, department_id, content, revision, changed_at)
                VALUES ('short', 'CD44', '{matter}', 1, '{now}')"
            ),
            // Opened far ahead, so that no process makes its places by hours it does not have.
            format!(
                "INSERT INTO counter_group (id, office_code, name, slot_minutes, horizon_days, opened_until, revision)
                VALUES ({id}, 'hall', '{}', 30, 21, '2099-12-31', 1)",
                words("窗口")
            ),
            format!("INSERT INTO group_matter (group_id, matter_code) VALUES ({id}, 'short')"),
            format!(
                "INSERT INTO slot (group_id, starts_at, ends_at, day, places, bookable, taken)
                VALUES ({id}, '{starts_at}', '{ends_at}', '{day}', {PLACES}, {PLACES}, 0)"
            ),
            format!("INSERT INTO slot_day (group_id, day, free) VALUES ({id}, '{day}', {PLACES})"),
        ] {
            self.test.database.writer().execute_unprepared(&statement).await.unwrap();
        }
    }

    async fn count(&self, what: &str) -> usize {
        let writer = self.test.database.writer();
        let asked =
            Statement::from_string(writer.get_database_backend(), format!("SELECT CAST(({what}) AS bigint) AS n"));
        writer.query_one_raw(asked).await.unwrap().unwrap().try_get::<i64>("", "n").unwrap().try_into().unwrap()
    }

    /// How many places are taken, by the visits and by what is kept beside them.
    async fn taken(&self) -> [usize; 3] {
        [
            self.count("SELECT count(*) FROM appointment WHERE seat IS NOT NULL").await,
            self.count("SELECT sum(taken) FROM slot").await,
            PLACES - self.count("SELECT sum(free) FROM slot_day").await,
        ]
    }

    async fn confirmed(&self) -> BTreeSet<String> {
        let writer = self.test.database.writer();
        let asked = "SELECT code FROM appointment WHERE state = 'confirmed'".to_owned();
        let rows = writer.query_all_raw(Statement::from_string(writer.get_database_backend(), asked)).await.unwrap();
        rows.iter().map(|row| row.try_get("", "code").unwrap()).collect()
    }

    fn person(&self, number: usize) -> Person {
        let starts_at = self.starts_at.to_rfc3339();
        let wish = json!({ "matter": "short", "office": "hall", "starts_at": starts_at });
        Person { number, cookie: self.cookies[number].clone(), wish, line: None }
    }
}

/// What a person met.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Met {
    /// The code of their visit.
    Booked(String),
    /// The type of the problem they were told.
    Refused(String),
    /// Nobody answers any more.
    Gone,
}

/// Somebody with a phone.
struct Person {
    number: usize,
    cookie: String,
    wish: Value,
    line: Option<(String, Line)>,
}

impl Person {
    /// Asks one of the processes; again, while it says that it has no time.
    fn ask(&mut self, address: &str, path: &str, body: &Value) -> Option<Answer> {
        let key = format!("wish-of-person-{}", self.number);
        let headers = format!(
            "Cookie: {}\r\nContent-Type: application/json\r\nSec-Fetch-Site: same-origin\r\nIdempotency-Key: {key}\r\n",
            self.cookie
        );
        loop {
            if self.line.as_ref().is_none_or(|(to, _)| to != address) {
                self.line = Some((address.to_owned(), Line::to(address).ok()?));
            }
            let (_, line) = self.line.as_mut()?;
            match line.try_ask("POST", path, &headers, &body.to_string()) {
                Ok(answer) if answer.status == 503 => std::thread::sleep(Duration::from_millis(50)),
                Ok(answer) => return Some(answer),
                Err(_) => {
                    self.line = None;
                    return None;
                }
            }
        }
    }

    fn book(&mut self, address: &str) -> Met {
        let wish = self.wish.clone();
        let Some(held) = self.ask(address, "/api/v1/holds", &wish) else { return Met::Gone };
        if held.status != 201 {
            return refusal(&held);
        }
        let place: Value = serde_json::from_str(&held.body).unwrap();
        let Some(booked) = self.ask(address, "/api/v1/appointments", &json!({ "hold": place["id"] })) else {
            return Met::Gone;
        };
        if booked.status != 201 {
            return refusal(&booked);
        }
        let visit: Value = serde_json::from_str(&booked.body).unwrap();
        assert_eq!(visit["state"], "confirmed");
        Met::Booked(visit["code"].as_str().unwrap().to_owned())
    }
}

fn refusal(answer: &Answer) -> Met {
    assert_eq!(answer.status, 409, "{}", answer.body);
    let problem: Value = serde_json::from_str(&answer.body).unwrap();
    Met::Refused(problem["type"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
}

/// Everybody at once, each by the process that is theirs; what each met, in their order.
fn everybody(hall: &Hall, addresses: &[&str], met: &Arc<Mutex<Vec<Option<Met>>>>, booked: &Arc<AtomicUsize>) {
    let barrier = Arc::new(Barrier::new(PEOPLE));
    let people: Vec<_> = (0..PEOPLE)
        .map(|number| {
            let (mut person, address) = (hall.person(number), addresses[number % addresses.len()].to_owned());
            let (barrier, met, booked) = (barrier.clone(), met.clone(), booked.clone());
            std::thread::Builder::new()
                .stack_size(256 << 10)
                .spawn(move || {
                    barrier.wait();
                    let outcome = person.book(&address);
                    booked.fetch_add(usize::from(matches!(outcome, Met::Booked(_))), Ordering::Relaxed);
                    met.lock().unwrap()[number] = Some(outcome);
                })
                .unwrap()
        })
        .collect();
    for person in people {
        person.join().unwrap_or_else(|_| panic!("somebody met what nobody should"));
    }
}

fn codes(met: &[Option<Met>]) -> BTreeSet<String> {
    let codes =
        met.iter().flatten().filter_map(|met| if let Met::Booked(code) = met { Some(code.clone()) } else { None });
    codes.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_people_at_two_processes_get_a_hundred_places_and_nine_hundred_clear_refusals() {
    for engine in engines() {
        let hall = Hall::on(engine).await;
        let (one, other) = (Serving::on(&hall.test), Serving::on(&hall.test));
        let met = Arc::new(Mutex::new(vec![None; PEOPLE]));
        everybody(&hall, &[one.address(), other.address()], &met, &Arc::default());
        let met = met.lock().unwrap().clone();
        let refused = met.iter().flatten().filter(|met| **met == Met::Refused("slot-taken".to_owned())).count();
        assert_eq!((codes(&met).len(), refused), (PLACES, PEOPLE - PLACES), "{engine:?}");
        assert_eq!(hall.confirmed().await, codes(&met), "{engine:?}");
        assert_eq!(hall.taken().await, [PLACES; 3], "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_killed_in_a_burst_loses_no_booking_and_no_place() {
    for engine in engines() {
        let hall = Hall::on(engine).await;
        let seconds = HOLD.as_secs().to_string();
        let settings = [("YITONG_APPOINTMENTS_HOLD_SECONDS", seconds.as_str())];
        let mut serving = Serving::with(&hall.test, &settings);
        let (met, booked) = (Arc::new(Mutex::new(vec![None; PEOPLE])), Arc::new(AtomicUsize::new(0)));
        let (address, is_over) = (serving.address().to_owned(), AtomicBool::new(false));
        std::thread::scope(|scope| {
            let killing = scope.spawn(|| {
                while booked.load(Ordering::Relaxed) < PLACES / 5 && !is_over.load(Ordering::Relaxed) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                serving.kill();
            });
            everybody(&hall, &[&address], &met, &booked);
            is_over.store(true, Ordering::Relaxed);
            killing.join().unwrap();
        });
        let before = met.lock().unwrap().clone();
        assert!(before.contains(&Some(Met::Gone)), "{engine:?}: it died too late");

        let again = Serving::with(&hall.test, &settings);
        let restarted = Instant::now();
        let promised = codes(&before);
        assert!(hall.confirmed().await.is_superset(&promised), "{engine:?}: a booking is missing");
        // Nobody comes back. What was kept for them is free again once the hold is over and a process has looked.
        while hall.count("SELECT count(*) FROM appointment WHERE state = 'held'").await > 0 {
            assert!(restarted.elapsed() < HOLD + LOOK * 2, "{engine:?}: a place is stuck");
            std::thread::sleep(Duration::from_millis(100));
        }
        let confirmed = hall.confirmed().await;
        assert_eq!(hall.taken().await, [confirmed.len(); 3], "{engine:?}");

        // Who was cut off asks for the same once more, by the same key: a visit they already have, or a place that is free.
        let lost = before.iter().enumerate().filter(|(_, met)| **met == Some(Met::Gone)).map(|(number, _)| number);
        let mut missing = PLACES - confirmed.len();
        for number in lost {
            match hall.person(number).book(again.address()) {
                Met::Booked(code) if !confirmed.contains(&code) => missing -= 1,
                Met::Booked(_) => {}
                Met::Refused(problem) if problem == "hold-expired" => {}
                Met::Refused(problem) => assert_eq!((&*problem, missing), ("slot-taken", 0), "{engine:?}"),
                Met::Gone => panic!("{engine:?}: the process is gone"),
            }
        }
        assert_eq!(hall.taken().await[0], PLACES - missing, "{engine:?}");
        assert!(hall.confirmed().await.is_superset(&promised));
    }
}
