//! What the tests stand on: a hall with counters, people with accounts, and a look at whether every place is accounted for.

use std::collections::BTreeMap;

use catalogue::Bilingual;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use foundation::{
    clock::{Clock, city_day, city_moment},
    database::{
        Database, Engine, Fault, PoolSizes,
        testing::{TestDatabase, fresh},
    },
    ids::{AccountId, AppointmentId, CounterGroupId, SessionId},
    keyring::Keyring,
};
use identity::{Holder, Identity, Method, Methods, acting::Acting, realname::RealNameLevel};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Statement};

use crate::{
    Appointments, Links, RequestKey, Rules, Wish,
    entity::{appointment, slot, slot_day},
    model::{
        Appointment, CounterGroup, Matter, MatterContent, Office, OfficeContent, Opening, Slug, Stretch, Terms, Way,
        Weekdays,
    },
    store::adding,
};

/// A Monday, eight in the morning.
pub(super) fn start() -> DateTime<Utc> {
    "2026-11-23T00:00:00Z".parse().unwrap()
}

/// So many days after that Monday.
pub(super) fn day(ahead: i64) -> NaiveDate {
    city_day(start()) + TimeDelta::days(ahead)
}

/// A half hour of a day, the first at nine.
pub(super) fn half_hour(ahead: i64, index: u16) -> DateTime<Utc> {
    city_moment(day(ahead), 9 * 60 + 30 * index)
}

pub(super) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

/// A visit to a matter of half an hour (`short`) or of three (`long`).
pub(super) fn wish(matter: &str, starts_at: DateTime<Utc>, key: &str) -> Wish {
    Wish {
        office: slug("hall"),
        matter: slug(matter),
        item: None,
        starts_at,
        persons: 1,
        acting: Acting::Myself,
        key: RequestKey::parse(&format!("request-{}", key.replace(' ', "-"))).unwrap(),
    }
}

/// A hall with groups of counters that serve both matters in half hours, from Monday to Friday.
pub(super) struct Hall {
    pub(super) test: TestDatabase,
    pub(super) groups: Vec<CounterGroupId>,
}

impl Hall {
    /// With so many counters in each group, open from nine for so many half hours.
    pub(super) async fn new(engine: Engine, counters: &[u16], half_hours: u16) -> Self {
        let test = fresh(engine).await;
        let department = "INSERT INTO department (id, parent_id, position, content) VALUES ('CD44', NULL, 1, '{}')";
        test.database.writer().execute_unprepared(department).await.unwrap();
        let groups: Vec<_> = counters.iter().map(|counters| group(*counters, half_hours)).collect();
        let ids: Vec<CounterGroupId> = groups.iter().map(|(group, _)| group.id).collect();
        test.database
            .write(&groups, |transaction, groups| {
                Box::pin(async move {
                    adding::add_matters(transaction, &[matter("short", 30), matter("long", 90)], start()).await?;
                    adding::add_offices(transaction, &[office()], start()).await?;
                    adding::add_groups(transaction, groups).await?;
                    Ok::<_, Fault>(())
                })
            })
            .await
            .unwrap();
        let hall = Self { test, groups: ids };
        assert_eq!(hall.at(0).open_places().await.unwrap(), counters.len(), "{engine:?}");
        hall
    }

    /// A process, so many minutes after the start.
    pub(super) fn at(&self, minutes: i64) -> Appointments {
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

    /// Lets somebody book for another.
    pub(super) async fn tie(&self, helper: &Holder, relative: &Holder) {
        let keys = [uuid(), helper.account.uuid(), relative.account.uuid()].map(|id| self.key(id)).join(", ");
        let columns = "id, helper_id, relative_id, relation, powers, helper_place, relative_place, begun_at";
        let rest = "'parent', 'book', 1, 1, '2026-11-22 00:00:00+00:00'";
        self.execute(&format!("INSERT INTO family_tie ({columns}) VALUES ({keys}, {rest})")).await;
    }

    pub(super) async fn slots(&self) -> Vec<slot::Model> {
        let slots = slot::Entity::find().order_by_asc(slot::Column::GroupId).order_by_asc(slot::Column::StartsAt);
        slots.all(self.test.database.reader()).await.unwrap()
    }

    pub(super) async fn days(&self) -> Vec<slot_day::Model> {
        let days = slot_day::Entity::find().order_by_asc(slot_day::Column::GroupId).order_by_asc(slot_day::Column::Day);
        days.all(self.test.database.reader()).await.unwrap()
    }

    /// How many places are taken at a time, over all counters.
    pub(super) async fn taken(&self, starts_at: DateTime<Utc>) -> i32 {
        self.slots().await.iter().filter(|slot| slot.starts_at == starts_at).map(|slot| slot.taken).sum()
    }

    /// A place that is held and said yes to.
    pub(super) async fn book(&self, holder: &Holder, wish: &Wish) -> Appointment {
        let held = self.at(0).hold(holder, wish).await.unwrap();
        self.at(0).confirm(holder, held.id).await.unwrap()
    }

    /// How many rows there are in a table, as far as a condition holds.
    pub(super) async fn count(&self, rows: &str) -> usize {
        let writer = self.test.database.writer();
        let statement = Statement::from_string(writer.get_database_backend(), format!("SELECT 1 FROM {rows}"));
        writer.query_all_raw(statement).await.unwrap().len()
    }

    /// How many messages an account was told.
    pub(super) async fn told(&self, account: AccountId) -> usize {
        self.count(&format!("message WHERE account_id = {}", self.key(account.uuid()))).await
    }

    /// What an account was told, the first thing first: the subject, and the body.
    pub(super) async fn letters(&self, account: AccountId) -> Vec<(String, String)> {
        let writer = self.test.database.writer();
        let letters = format!(
            "SELECT id, subject, body FROM message WHERE channel = 'inbox' AND account_id = {} ORDER BY id",
            self.key(account.uuid())
        );
        let statement = Statement::from_string(writer.get_database_backend(), letters);
        let rows = writer.query_all_raw(statement).await.unwrap();
        let read = |row: &sea_orm::QueryResult| {
            let id: uuid::Uuid = row.try_get_by_index(0).unwrap();
            let body: Vec<u8> = row.try_get_by_index(2).unwrap();
            let body = Keyring::new(&[7; 32]).open_text(&format!("body of message {id}"), &body).unwrap();
            (row.try_get_by_index(1).unwrap(), body)
        };
        rows.iter().map(read).collect()
    }

    /// How often transactions waited for each other in a circle: each time the engine ends one of them, and it is tried again.
    pub(super) async fn deadlocks(&self) -> i64 {
        if self.test.database.engine() == Engine::Sqlite {
            return 0;
        }
        // What connections counted is told to others when they end.
        self.test.database.clone().close().await;
        let database = self.second_process().await;
        let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
        let statement = Statement::from_string(database.writer().get_database_backend(), deadlocks);
        let row = database.writer().query_one_raw(statement).await.unwrap().unwrap();
        database.close().await;
        row.try_get_by_index(0).unwrap()
    }

    /// Looks whether every place is accounted for: as many are taken as open visits have a minute in common with, and each day says what is free.
    pub(super) async fn is_accounted_for(&self, said: &str) -> Vec<appointment::Model> {
        let visits = appointment::Entity::find().all(self.test.database.reader()).await.unwrap();
        let open: Vec<_> = visits.iter().filter(|visit| visit.seat.is_some()).collect();
        let mut free: BTreeMap<_, i32> = BTreeMap::new();
        for slot in self.slots().await {
            let covers = |visit: &&&appointment::Model| {
                visit.group_id == slot.group_id && visit.starts_at < slot.ends_at && slot.starts_at < visit.ends_at
            };
            let covering = open.iter().filter(covers).count();
            assert_eq!(usize::try_from(slot.taken).unwrap(), covering, "{said}: taken at {}", slot.starts_at);
            *free.entry((slot.group_id, slot.day)).or_default() += (slot.bookable - slot.taken).max(0);
        }
        free.retain(|_, free| *free > 0);
        let kept = self.days().await.into_iter().filter(|day| day.free > 0);
        assert_eq!(kept.map(|day| ((day.group_id, day.day), day.free)).collect::<BTreeMap<_, _>>(), free, "{said}");
        visits
    }

    /// People with accounts, and nothing else.
    pub(super) async fn people(&self, count: usize) -> Vec<Holder> {
        let people: Vec<Holder> = (0..count).map(person).collect();
        let row = |person: &Holder| {
            format!("({}, '{}', '某人', '2026-11-22 00:00:00+00:00')", self.key(person.account.uuid()), person.name)
        };
        for some in people.chunks(500) {
            let rows = some.iter().map(row).collect::<Vec<_>>().join(", ");
            self.execute(&format!("INSERT INTO account (id, name, display_name, created_at) VALUES {rows}")).await;
        }
        people
    }
}

fn uuid() -> uuid::Uuid {
    AppointmentId::new().uuid()
}

pub(super) fn over(database: &Database, minutes: i64) -> Appointments {
    with_rules(database, minutes, Rules::default())
}

pub(super) fn with_rules(database: &Database, minutes: i64, rules: Rules) -> Appointments {
    let clock = Clock::Fixed(start() + TimeDelta::minutes(minutes));
    let keyring = Keyring::new(&[7; 32]);
    let identity = Identity::new(database.clone(), clock, keyring.clone());
    Appointments::new(database.clone(), clock, identity, rules).linking(Links::new(keyring, CITY))
}

/// Where the city's portal is.
pub(super) const CITY: &str = "https://city.example";

fn person(number: usize) -> Holder {
    Holder {
        account: AccountId::new(),
        session: SessionId::new(),
        name: format!("r-{number:06}"),
        display_name: "某人".to_owned(),
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

fn matter(code: &str, minutes: u16) -> Matter {
    let terms = Terms { minutes, preparation: 0, most_persons: 3, way: Way::Counter, changes_until_hours: 2 };
    Matter {
        code: slug(code),
        department: "CD44".to_owned(),
        content: MatterContent { name: Bilingual::new("一件事", "A matter"), terms },
        items: vec![format!("510100-44-{code}")],
    }
}

fn office() -> Office {
    let content = OfficeContent {
        name: Bilingual::new("大厅", "A hall"),
        address: Bilingual::new("一条街", "A street"),
        way: Bilingual::default(),
        phone: "12345".to_owned(),
        position: None,
        access: Vec::new(),
    };
    Office {
        code: slug("hall"),
        department: "CD44".to_owned(),
        division: "510104".to_owned(),
        is_open: true,
        content,
        revision: 1,
    }
}

fn group(counters: u16, half_hours: u16) -> (CounterGroup, Vec<Opening>) {
    let stretch = Stretch { begins: 9 * 60, ends: 9 * 60 + 30 * half_hours, counters, walk_in: 0 };
    let group = CounterGroup {
        id: CounterGroupId::new(),
        office: slug("hall"),
        name: Bilingual::new("窗口", "Counters"),
        slot_minutes: 30,
        horizon_days: 14,
        matters: vec![slug("short"), slug("long")],
    };
    (group, vec![Opening { weekdays: Weekdays::working_days(), from: day(-7), until: None, stretch }])
}

/// The visits of a person that are open, by what the database says.
pub(super) async fn open_visits(hall: &Hall, holder: &Holder) -> Vec<AppointmentId> {
    let visits = appointment::Entity::find().all(hall.test.database.reader()).await.unwrap();
    let own = visits.iter().filter(|visit| visit.account_id == holder.account.uuid() && visit.seat.is_some());
    own.map(|visit| AppointmentId::from_uuid(visit.id)).collect()
}
