//! Offices that can be booked. The one that is asked about is of the department CD06.

use foundation::database::Engine;
use sea_orm::ConnectionTrait as _;

use super::{Portal, Row};

/// An office of CD06 with counters, as nobody sees it in the demonstration.
pub(super) async fn add_office(portal: &Portal) {
    const COUNTERS: &str = "01900000-0000-7000-8000-000000000001";
    let database = &portal.test.database;
    let key = match database.engine() {
        Engine::Sqlite => format!("X'{}'", COUNTERS.replace('-', "")),
        Engine::Postgres => format!("'{COUNTERS}'"),
    };
    let named = r#"{"zh":"厅","en":"Hall"}"#;
    let office = format!(r#"{{"name":{named},"address":{named},"phone":"110","position":null}}"#);
    let terms = r#"{"minutes":15,"preparation":0,"most_persons":1,"way":"counter","changes_until_hours":2}"#;
    let matter = format!(r#"{{"name":{named},"terms":{terms}}}"#);
    let at = "2026-11-22 00:00:00+00:00";
    let rows = [
        format!(
            "office (code, department_id, division_code, content, is_open, revision, changed_at) VALUES ('police-hall', 'CD06', '510107', '{office}', true, 1, '{at}')"
        ),
        format!(
            "matter (code, department_id, content, revision, changed_at) VALUES ('police-matter', 'CD06', '{matter}', 1, '{at}')"
        ),
        format!(
            "counter_group (id, office_code, name, slot_minutes, horizon_days, revision) VALUES ({key}, 'police-hall', '{named}', 15, 7, 1)"
        ),
        format!("group_matter (group_id, matter_code) VALUES ({key}, 'police-matter')"),
    ];
    for row in rows {
        database.writer().execute_unprepared(&format!("INSERT INTO {row}")).await.unwrap();
    }
}

const KEPT: [u16; 9] = [303, 404, 404, 404, 200, 200, 404, 404, 303];
const REFUSED: [u16; 9] = [401, 404, 404, 404, 400, 400, 404, 404, 401];

pub(super) const ROWS: &[Row] = &[
    ("GET", "/desk/offices", "/desk/offices", "", KEPT),
    ("GET", "/desk/offices/new", "/desk/offices/new", "", KEPT),
    (
        "POST",
        "/desk/offices/new",
        "/desk/offices/new",
        "code=hall-{n}&department=CD06&division=510107&name_zh=x&name_en=x&address_zh=x&address_en=x&phone=110",
        [401, 404, 404, 404, 303, 303, 404, 404, 401],
    ),
    // Who works at a counter looks visits up as well; a code that is nobody's is told on the page.
    (
        "GET",
        "/desk/offices/visits",
        "/desk/offices/visits?code=22222222",
        "",
        [303, 200, 404, 404, 200, 200, 404, 404, 303],
    ),
    (
        "POST",
        "/desk/offices/visits",
        "/desk/offices/visits",
        "code=22222222&act=missed",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    ("GET", "/desk/offices/matters", "/desk/offices/matters", "", KEPT),
    ("GET", "/desk/offices/matters/new", "/desk/offices/matters/new", "", KEPT),
    (
        "POST",
        "/desk/offices/matters/new",
        "/desk/offices/matters/new",
        "code=matter-{n}&department=CD06&name_zh=x&name_en=x&minutes=15&preparation=0&most_persons=1&changes_until=2\
         &way=counter",
        [401, 404, 404, 404, 303, 303, 404, 404, 401],
    ),
    ("GET", "/desk/offices/matters/{code}", "/desk/offices/matters/police-matter", "", KEPT),
    ("POST", "/desk/offices/matters/{code}", "/desk/offices/matters/police-matter", "revision=1", REFUSED),
    ("GET", "/desk/offices/{code}", "/desk/offices/police-hall", "", KEPT),
    ("GET", "/desk/offices/{code}/edit", "/desk/offices/police-hall/edit", "", KEPT),
    ("POST", "/desk/offices/{code}/edit", "/desk/offices/police-hall/edit", "revision=1", REFUSED),
    ("GET", "/desk/offices/{code}/week", "/desk/offices/police-hall/week?from=2026-11-23", "", KEPT),
    ("GET", "/desk/offices/{code}/closures", "/desk/offices/police-hall/closures", "", KEPT),
    ("POST", "/desk/offices/{code}/closures", "/desk/offices/police-hall/closures", "revision=1", REFUSED),
    ("GET", "/desk/offices/{code}/counters/new", "/desk/offices/police-hall/counters/new", "", KEPT),
    ("POST", "/desk/offices/{code}/counters/new", "/desk/offices/police-hall/counters/new", "name_zh=x", REFUSED),
    (
        "GET",
        "/desk/offices/{code}/counters/{group}",
        "/desk/offices/police-hall/counters/01900000-0000-7000-8000-000000000001",
        "",
        KEPT,
    ),
    (
        "POST",
        "/desk/offices/{code}/counters/{group}",
        "/desk/offices/police-hall/counters/01900000-0000-7000-8000-000000000001",
        "revision=1",
        REFUSED,
    ),
    (
        "GET",
        "/desk/offices/{code}/counters/{group}/hours",
        "/desk/offices/police-hall/counters/01900000-0000-7000-8000-000000000001/hours",
        "",
        KEPT,
    ),
    // The look at what hours would do, which changes nothing.
    (
        "POST",
        "/desk/offices/{code}/counters/{group}/hours",
        "/desk/offices/police-hall/counters/01900000-0000-7000-8000-000000000001/hours",
        "revision=1&rows=1&days-0=mon&begins-0=09:00&ends-0=12:00&counters-0=2&from-0=2026-11-23",
        [401, 404, 404, 404, 200, 200, 404, 404, 401],
    ),
    (
        "GET",
        "/desk/offices/{code}/counters/{group}/days",
        "/desk/offices/police-hall/counters/01900000-0000-7000-8000-000000000001/days",
        "",
        KEPT,
    ),
    (
        "POST",
        "/desk/offices/{code}/counters/{group}/days",
        "/desk/offices/police-hall/counters/01900000-0000-7000-8000-000000000001/days",
        "revision=1",
        REFUSED,
    ),
];
