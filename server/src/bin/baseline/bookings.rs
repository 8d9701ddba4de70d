//! A place held and confirmed, by the bare statements.

use axum::{
    Json, Router,
    http::{HeaderMap, StatusCode, header},
    routing::{get, post},
};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use foundation::{
    clock::{Clock, city_day},
    database::{Database, Fault, PoolSizes},
    ids::AppointmentId,
};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, ExecResult, QueryResult, Statement, Value};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::listen;

/// What is sent for a hold.
#[derive(Deserialize)]
struct Wish {
    matter: String,
    office: String,
    starts_at: DateTime<FixedOffset>,
}

/// What is sent for a booking.
#[derive(Deserialize)]
struct Yes {
    hold: Uuid,
}

pub(crate) async fn book(database: &str, address: &str) -> anyhow::Result<()> {
    let database = Database::open(database, PoolSizes { readers: 2 }).await?;
    let confirming = database.clone();
    let refused = |fault: Fault| (StatusCode::CONFLICT, fault.to_string());
    let router = Router::new()
        .route("/", get(|| async { StatusCode::OK }))
        .route(
            "/api/v1/holds",
            post(move |headers: HeaderMap, Json(wish): Json<Wish>| {
                let database = database.clone();
                async move {
                    let id = hold(&database, &headers, &wish).await.map_err(refused)?;
                    Ok::<_, (StatusCode, String)>((StatusCode::CREATED, Json(json!({ "id": id }))))
                }
            }),
        )
        .route(
            "/api/v1/appointments",
            post(move |Json(yes): Json<Yes>| {
                let database = confirming.clone();
                async move {
                    confirm(&database, yes.hold).await.map_err(refused)?;
                    Ok::<_, (StatusCode, String)>((StatusCode::CREATED, Json(json!({ "state": "confirmed" }))))
                }
            }),
        );
    listen(router, address).await
}

fn none(what: &str) -> Fault {
    Fault::Conflict(format!("no such {what}"))
}

/// One statement of a transaction.
struct Statements<'t>(&'t DatabaseTransaction);

impl Statements<'_> {
    fn of(&self, sql: &str, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.0.get_database_backend(), sql, values)
    }

    async fn row(&self, sql: &str, values: Vec<Value>) -> Result<Option<QueryResult>, Fault> {
        Ok(self.0.query_one_raw(self.of(sql, values)).await?)
    }

    async fn run(&self, sql: &str, values: Vec<Value>) -> Result<ExecResult, Fault> {
        Ok(self.0.execute_raw(self.of(sql, values)).await?)
    }
}

/// Reads what limits the person, finds the counters, takes a place of the slot and of the day, and adds the visit.
async fn hold(database: &Database, headers: &HeaderMap, wish: &Wish) -> Result<Uuid, Fault> {
    let cookie = headers.get(header::COOKIE).and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
    let token = cookie.split_once('=').map(|(_, token)| HEXLOWER.encode(&Sha256::digest(token)));
    let starts_at = wish.starts_at.to_utc();
    let given = (wish, token.unwrap_or_default(), starts_at, Clock::Real.now());
    database
        .write(&given, |transaction, (wish, token, starts_at, now)| {
            Box::pin(async move {
                let statements = Statements(transaction);
                let account = "SELECT account_id FROM session WHERE token_hash = $1";
                let account =
                    statements.row(account, vec![token.clone().into()]).await?.ok_or_else(|| none("session"))?;
                let account: Uuid = account.try_get("", "account_id")?;
                let day = city_day(*starts_at);
                let subject = format!("relative:{account}");
                let missed = "SELECT count(*) FROM appointment WHERE subject = $1 AND state = 'missed' AND day >= $2";
                let year = vec![subject.clone().into(), (day - TimeDelta::days(365)).into()];
                statements.row(missed, year).await?;
                let standing = "SELECT * FROM appointment WHERE (account_id = $1 AND hold_ends_at IS NOT NULL)
                    OR (subject = $2 AND seat IS NOT NULL) ORDER BY id";
                statements.row(standing, vec![account.into(), subject.clone().into()]).await?;
                let group = "SELECT id FROM counter_group WHERE office_code = $1
                    AND id IN (SELECT group_id FROM group_matter WHERE matter_code = $2)
                    AND office_code IN (SELECT code FROM office WHERE is_open)";
                let serving = vec![wish.office.clone().into(), wish.matter.clone().into()];
                let group = statements.row(group, serving).await?.ok_or_else(|| none("counters"))?;
                let group: Uuid = group.try_get("", "id")?;
                take(&statements, group, *starts_at, day).await?;
                add(&statements, &Visit { account, group, wish, starts_at: *starts_at, day, subject, now: *now }).await
            })
        })
        .await
}

async fn take(statements: &Statements<'_>, group: Uuid, starts_at: DateTime<Utc>, day: NaiveDate) -> Result<(), Fault> {
    let free = "SELECT taken FROM slot WHERE group_id = $1 AND starts_at = $2";
    statements.row(free, vec![group.into(), starts_at.into()]).await?;
    let take = "UPDATE slot SET taken = taken + 1 WHERE group_id = $1 AND starts_at = $2 AND taken < bookable";
    if statements.run(take, vec![group.into(), starts_at.into()]).await?.rows_affected() != 1 {
        return Err(none("place"));
    }
    let less = "UPDATE slot_day SET free = free - 1 WHERE group_id = $1 AND day = $2";
    statements.run(less, vec![group.into(), day.into()]).await?;
    Ok(())
}

/// A visit to be added.
struct Visit<'w> {
    account: Uuid,
    group: Uuid,
    wish: &'w Wish,
    starts_at: DateTime<Utc>,
    day: NaiveDate,
    subject: String,
    now: DateTime<Utc>,
}

async fn add(statements: &Statements<'_>, visit: &Visit<'_>) -> Result<Uuid, Fault> {
    let id = AppointmentId::new().uuid();
    let add = "INSERT INTO appointment (id, code, office_code, group_id, matter_code, account_id, subject, shown_name, day,
            starts_at, ends_at, slots, slot_minutes, persons, state, seat, hold_ends_at, sequence, request_key, created_at,
            changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, '王小蓉', $8, $9, $10, 1, 20, 1, 'held', 1, $11, 0, $12, $13, $13)";
    let Visit { account, group, wish, starts_at, day, subject, now } = visit;
    let values = vec![
        id.into(),
        id.simple().to_string().into(),
        wish.office.clone().into(),
        (*group).into(),
        wish.matter.clone().into(),
        (*account).into(),
        subject.clone().into(),
        (*day).into(),
        (*starts_at).into(),
        (*starts_at + TimeDelta::minutes(20)).into(),
        (*now + TimeDelta::minutes(10)).into(),
        id.to_string().into(),
        (*now).into(),
    ];
    statements.run(add, values).await?;
    Ok(id)
}

/// Confirms the hold and tells the person in their inbox.
async fn confirm(database: &Database, id: Uuid) -> Result<(), Fault> {
    database
        .write(&(id, Clock::Real.now()), |transaction, (id, now)| {
            Box::pin(async move {
                let statements = Statements(transaction);
                let found = "SELECT * FROM appointment WHERE id = $1";
                let found = statements.row(found, vec![(*id).into()]).await?.ok_or_else(|| none("hold"))?;
                let (account, office, matter): (Uuid, String, String) = (
                    found.try_get("", "account_id")?,
                    found.try_get("", "office_code")?,
                    found.try_get("", "matter_code")?,
                );
                let yes = "UPDATE appointment SET state = 'confirmed', hold_ends_at = NULL, changed_at = $1
                    WHERE id = $2 AND state = 'held' AND hold_ends_at > $1";
                if statements.run(yes, vec![(*now).into(), (*id).into()]).await?.rows_affected() != 1 {
                    return Err(none("hold"));
                }
                statements.row("SELECT * FROM office WHERE code = $1", vec![office.into()]).await?;
                statements.row("SELECT * FROM matter WHERE code = $1", vec![matter.into()]).await?;
                let tell =
                    "INSERT INTO message (id, account_id, channel, address, reason, language, subject, body, secret,
                        created_at, tries, failure)
                    VALUES ($1, $2, 'inbox', '', 'appointment', 'zh', 'booked', $3, false, $4, 0, '')";
                let values =
                    vec![AppointmentId::new().uuid().into(), account.into(), vec![b'x'; 200].into(), (*now).into()];
                statements.run(tell, values).await?;
                Ok::<_, Fault>(())
            })
        })
        .await
}
