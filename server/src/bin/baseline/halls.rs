//! Halls with many places, and people who are signed in.

use std::io::Write as _;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use foundation::{
    clock::{Clock, city_day, city_moment},
    database::{Database, PoolSizes},
    ids::CounterGroupId,
    keyring::Keyring,
};
use identity::{Identity, testing::crowd};
use sea_orm::{
    ConnectionTrait as _, Value,
    sea_query::{Expr, Query},
};
use serde_json::json;

use crate::ROWS;

/// Days that can be booked, and visits one after the other on each: 500 slots at a group of counters.
const DAYS: u64 = 20;
const VISITS: u16 = 25;
const SLOT_MINUTES: u16 = 20;
/// Where bookings are measured; a hall of 500 slots and one of 50,000, where calendars are. Code, groups of counters, places at a time.
const HALLS: [(&str, usize, i32); 3] = [("bench-bookings", 1, 10_000), ("bench-few", 1, 4), ("bench-many", 100, 4)];

/// Opens the halls, and prints a session's token and the account's number for each of the people.
pub(crate) async fn open(database: &str, people: &str) -> anyhow::Result<()> {
    let database = Database::open(database, PoolSizes { readers: 1 }).await?;
    let words = |text: &str| json!({ "zh": text, "en": text }).to_string();
    let terms =
        json!({ "minutes": 20, "preparation": 0, "most_persons": 4, "way": "counter", "changes_until_hours": 1 });
    let matter = json!({ "name": { "zh": "测量", "en": "Bench" }, "terms": terms }).to_string();
    let now = Clock::Real.now();
    insert(
        &database,
        "matter",
        &["code", "department_id", "content", "revision", "changed_at"],
        vec![vec!["bench".into(), "CD44".into(), matter.into(), 1.into(), now.into()]],
    )
    .await?;
    for (code, groups, places) in HALLS {
        let text = json!({ "zh": code, "en": code });
        let office = json!({ "name": text, "address": text, "phone": "", "position": null }).to_string();
        let columns = ["code", "department_id", "division_code", "content", "is_open", "revision", "changed_at"];
        let row = vec![code.into(), "CD44".into(), "510107".into(), office.into(), true.into(), 1.into(), now.into()];
        insert(&database, "office", &columns, vec![row]).await?;
        for _ in 0..groups {
            open_counters(&database, code, &words("窗口"), places).await?;
        }
    }
    let identity = Identity::new(database.clone(), Clock::Real, Keyring::new(&[7; 32]));
    let mut printed = std::io::stdout().lock();
    for token in crowd(&identity, people.parse()?).await {
        writeln!(printed, "{}", token.as_str())?;
    }
    database.close().await;
    Ok(())
}

async fn open_counters(database: &Database, office: &str, name: &str, places: i32) -> anyhow::Result<()> {
    let group = CounterGroupId::new().uuid();
    let columns = ["id", "office_code", "name", "slot_minutes", "horizon_days", "opened_until", "revision"];
    // Opened far ahead, so that the portal does not make places by hours there are none of.
    let far = NaiveDate::from_ymd_opt(2099, 12, 31);
    let row =
        vec![group.into(), office.into(), name.into(), i32::from(SLOT_MINUTES).into(), 21.into(), far.into(), 1.into()];
    insert(database, "counter_group", &columns, vec![row]).await?;
    insert(database, "group_matter", &["group_id", "matter_code"], vec![vec![group.into(), "bench".into()]]).await?;
    let first = city_day(Clock::Real.now()) + Days::new(1);
    let days = first.iter_days().take(usize::try_from(DAYS)?);
    let slots = days.clone().flat_map(|day| (0..VISITS).map(move |visit| (day, beginning(day, visit))));
    let slots = slots.map(|(day, starts_at)| {
        let ends_at = starts_at + TimeDelta::minutes(SLOT_MINUTES.into());
        vec![group.into(), starts_at.into(), ends_at.into(), day.into(), places.into(), places.into(), 0.into()]
    });
    let columns = ["group_id", "starts_at", "ends_at", "day", "places", "bookable", "taken"];
    insert(database, "slot", &columns, slots.collect()).await?;
    let free = i32::from(VISITS) * places;
    let days = days.map(|day| vec![group.into(), day.into(), free.into()]).collect();
    insert(database, "slot_day", &["group_id", "day", "free"], days).await
}

/// When a visit of a day begins; the first at nine.
fn beginning(day: NaiveDate, visit: u16) -> DateTime<Utc> {
    city_moment(day, 9 * 60 + SLOT_MINUTES * visit)
}

async fn insert(
    database: &Database,
    table: &'static str,
    columns: &[&'static str],
    rows: Vec<Vec<Value>>,
) -> anyhow::Result<()> {
    for some in rows.chunks(ROWS) {
        let mut insert = Query::insert();
        insert.into_table(table).columns(columns.iter().copied());
        for row in some {
            insert.values_panic(row.iter().cloned().map(Expr::value));
        }
        database.writer().execute(&insert).await?;
    }
    Ok(())
}
