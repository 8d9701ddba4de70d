//! What the tests stand on: a hall with two groups of counters, people with booked visits, clerks, a device that gives numbers.

use appointments::{
    Appointments, RequestKey, Rules, Wish,
    model::{Appointment, Slug},
};
use chrono::{DateTime, TimeDelta, Utc};
use foundation::{
    clock::Clock,
    database::{
        Database, Engine, PoolSizes,
        testing::{TestDatabase, fresh},
    },
    ids::{AccountId, CounterGroupId, SessionId},
    keyring::Keyring,
};
use identity::{
    Actor, Authority, DepartmentTree, Grant, Holder, Identity, Method, Methods, Role, acting::Acting,
    realname::RealNameLevel,
};
use sea_orm::{ConnectionTrait, Statement};

use crate::{AtDesk, Hall, IssuedTicket, Kiosk, Seat, model::Priority};

/// A Monday at half past eight; the first visits are at nine.
pub(super) fn start() -> DateTime<Utc> {
    "2026-11-23T00:30:00Z".parse().unwrap()
}

pub(super) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

/// A hall of two groups of counters: `short` is served at the first, `long` at both.
pub(super) struct House {
    pub(super) test: TestDatabase,
    pub(super) groups: Vec<CounterGroupId>,
}

impl House {
    pub(super) async fn new(engine: Engine) -> Self {
        let test = fresh(engine).await;
        let groups = vec![CounterGroupId::new(), CounterGroupId::new()];
        let house = Self { test, groups };
        house.execute("INSERT INTO department (id, parent_id, position, content) VALUES ('CD44', NULL, 1, '{}')").await;
        let terms = r#"{"minutes":30,"preparation":0,"most_persons":3,"way":"counter","changes_until_hours":2}"#;
        for (code, name) in [("short", "短"), ("long", "长")] {
            let content = format!(r#"{{"name":{{"zh":"{name}","en":"{code}"}},"terms":{terms}}}"#);
            house
                .execute(&format!(
                    "INSERT INTO matter (code, department_id, content, revision, changed_at)
                    VALUES ('{code}', 'CD44', '{content}', 1, '2026-11-22 00:00:00+00:00')"
                ))
                .await;
        }
        let content = r#"{"name":{"zh":"大厅","en":"Hall"},"address":{"zh":"一条街","en":"A street"},"phone":"12345","position":null}"#;
        for office in ["hall", "other"] {
            house
                .execute(&format!(
                    "INSERT INTO office (code, department_id, division_code, content, is_open, revision, changed_at)
                    VALUES ('{office}', 'CD44', '510104', '{content}', true, 1, '2026-11-22 00:00:00+00:00')"
                ))
                .await;
        }
        for group in &house.groups {
            let (key, opening) = (house.key(group.uuid()), house.key(CounterGroupId::new().uuid()));
            house
                .execute(&format!(
                    r#"INSERT INTO counter_group (id, office_code, name, slot_minutes, horizon_days, opened_until, revision)
                    VALUES ({key}, 'hall', '{{"zh":"窗口"}}', 30, 7, NULL, 1)"#
                ))
                .await;
            house
                .execute(&format!(
                    "INSERT INTO opening (id, group_id, weekdays, from_day, until_day, begins, ends, counters, walk_in)
                    VALUES ({opening}, {key}, 31, '2026-11-01', NULL, 540, 1020, 10, 2)"
                ))
                .await;
        }
        for (group, matter) in [(0, "short"), (0, "long"), (1, "long")] {
            let key = house.key(house.groups[group].uuid());
            house
                .execute(&format!("INSERT INTO group_matter (group_id, matter_code) VALUES ({key}, '{matter}')"))
                .await;
        }
        appointments(&house.test.database, 0).open_places().await.unwrap();
        house
    }

    pub(super) fn at(&self, minutes: i64) -> Hall {
        over(&self.test.database, minutes)
    }

    /// The same hall from another process.
    pub(super) async fn second_process(&self) -> Database {
        Database::open(&self.test.address, PoolSizes { readers: 3 }).await.unwrap()
    }

    pub(super) async fn execute(&self, statement: &str) {
        self.test.database.writer().execute_unprepared(statement).await.unwrap();
    }

    /// A key as the engine writes it in a statement.
    pub(super) fn key(&self, id: uuid::Uuid) -> String {
        match self.test.database.engine() {
            Engine::Sqlite => format!("X'{}'", id.simple()),
            Engine::Postgres => format!("'{id}'"),
        }
    }

    /// The texts of a column.
    pub(super) async fn texts(&self, query: &str) -> Vec<String> {
        let writer = self.test.database.writer();
        let statement = Statement::from_string(writer.get_database_backend(), query);
        let rows = writer.query_all_raw(statement).await.unwrap();
        rows.into_iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// A clerk who sits at a counter of a group.
    pub(super) async fn clerk(&self, label: &str, group: usize) -> AtDesk {
        let desk = clerk_of("CD44");
        let _: Seat = self.at(0).open_counter(&desk, &slug("hall"), label, Some(self.groups[group])).await.unwrap();
        desk
    }

    /// A device that gives numbers.
    pub(super) async fn kiosk(&self) -> Kiosk {
        let desk = clerk_of("CD44");
        let code = self.at(0).open_kiosk(&desk, &slug("hall"), "门口").await.unwrap();
        let token = self.at(0).join_kiosk(&slug("hall"), &code.spoken).await.unwrap();
        self.at(0).kiosk_of(&slug("hall"), &token).await.unwrap().unwrap()
    }

    /// Somebody walks in so many minutes after the start.
    pub(super) async fn walk_in(&self, kiosk: &Kiosk, minutes: i64, priority: Priority) -> IssuedTicket {
        let key = RequestKey::parse(&format!("press-{}", CounterGroupId::new())).unwrap();
        self.at(minutes).walk_in(kiosk, &slug("short"), priority, &key).await.unwrap()
    }

    /// A visit that is booked for a half hour of the day, the first at nine.
    pub(super) async fn booked(&self, half_hour: i64) -> Appointment {
        let holder = self.person().await;
        let booking = appointments(&self.test.database, 0);
        let wish = Wish {
            office: slug("hall"),
            matter: slug("short"),
            item: None,
            starts_at: start() + TimeDelta::minutes(30 + 30 * half_hour),
            persons: 1,
            acting: Acting::Myself,
            key: RequestKey::parse("request-of-the-test").unwrap(),
        };
        let held = booking.hold(&holder, &wish).await.unwrap();
        booking.confirm(&holder, held.id).await.unwrap()
    }

    async fn person(&self) -> Holder {
        let account = AccountId::new();
        let row = format!("({}, 'r-{}', '王小蓉', '2026-11-22 00:00:00+00:00')", self.key(account.uuid()), account);
        self.execute(&format!("INSERT INTO account (id, name, display_name, created_at) VALUES {row}")).await;
        Holder {
            account,
            session: SessionId::new(),
            name: format!("r-{account}"),
            display_name: "王小蓉".to_owned(),
            level: RealNameLevel::Verified,
            methods: Methods::one(Method::Password),
            proven_at: start(),
            closes_at: None,
            grants: Vec::new(),
            stays: false,
            until: start() + TimeDelta::hours(1),
            origin: "203.0.113.9".to_owned(),
        }
    }

    /// What became of a visit.
    pub(super) async fn state_of(&self, visit: &Appointment) -> String {
        self.texts(&format!("SELECT state FROM appointment WHERE id = {}", self.key(visit.id.uuid()))).await.remove(0)
    }
}

/// A process over a database, so many minutes after the start.
pub(super) fn over(database: &Database, minutes: i64) -> Hall {
    let clock = Clock::Fixed(start() + TimeDelta::minutes(minutes));
    Hall::new(database.clone(), clock, Keyring::new(&[7; 32]), appointments(database, minutes))
}

fn appointments(database: &Database, minutes: i64) -> Appointments {
    let clock = Clock::Fixed(start() + TimeDelta::minutes(minutes));
    let identity = Identity::new(database.clone(), clock, Keyring::new(&[7; 32]));
    Appointments::new(database.clone(), clock, identity, Rules::default())
}

/// A clerk of a department, in a session of their own.
pub(super) fn clerk_of(department: &str) -> AtDesk {
    let (account, session) = (AccountId::new(), SessionId::new());
    let actor = Actor {
        account,
        name: "halls.clerk".to_owned(),
        display_name: "窗口".to_owned(),
        grants: vec![Grant { role: Role::Clerk, department: Some(department.to_owned()) }],
        origin: "203.0.113.9".to_owned(),
    };
    let tree = DepartmentTree::new([("CD44".to_owned(), None), ("CD06".to_owned(), None)]);
    AtDesk { authority: Authority::of(actor, tree), account, session }
}
