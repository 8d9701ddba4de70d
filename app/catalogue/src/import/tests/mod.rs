//! The law, the defects and the attacks.

mod attacks;
mod c0109;
mod demo;
mod files;
mod kinds;
mod law;
mod native;
mod standard;

use chrono::DateTime;

use super::{Format, ImportError, Kind, Options, Report, import};
use crate::{
    export::export,
    model::ServiceItem,
    store::{read, write_items},
};
use foundation::{
    clock::Clock,
    database::{Database, testing},
};

const DIVISIONS: &str = "code,name,level,parent_code,local\n\
    51,四川省,province,,\n5101,成都市,city,51,\n510104,锦江区,district,5101,\n510190,高新区,district,5101,1\n\
    510104017,锦官驿街道,street,510104,\n";

const DEPARTMENTS: &str = "id,name,short_name,services,uscc\n\
    CD06,成都市公安局,市公安局,户籍,\nCD07,成都市民政局,市民政局,婚姻登记,\nCD10,成都市人力资源和社会保障局,市人社局,社会保险,91350100M000100Y43\n";

const AREAS: &str = r#"[
{"code":"official","name":{"zh":"网上办事","en":"Online services"},"summary":{"zh":"办事"},"icon":"services","pillar":true},
{"code":"household","name":{"zh":"户籍证件"},"summary":{"zh":"户口"},"icon":"idcard","pillar":false}
]"#;

const LIFE_EVENTS: &str = r#"[{"code":"birth","name":{"zh":"生育收养"},"summary":{"zh":"生"},"icon":"baby"}]"#;

const PLACES: &str = r#"[{"id":"civic-centre","name":{"zh":"成都市市民中心"},"address":{"zh":"武侯区锦悦西路2号"}}]"#;

/// A moment long after the database was made.
fn clock() -> Clock {
    Clock::Fixed(DateTime::from_timestamp(1_800_000_000, 0).unwrap())
}

/// An item with nothing but what every item needs, and the given fields.
fn item_json(code: &str, fields: &str) -> String {
    format!(r#"{{"code":"{code}","name":{{"zh":"居住证申领"}},"department":"CD06"{fields}}}"#)
}

async fn load(database: &Database, kind: Kind, format: Format, text: &str) -> Result<Report, ImportError> {
    import(database, clock(), kind, format, text.as_bytes(), &Options::default()).await
}

async fn load_skipping_bad(database: &Database, kind: Kind, format: Format, text: &str) -> Report {
    let options = Options { skip_bad: true, ..Options::default() };
    import(database, clock(), kind, format, text.as_bytes(), &options).await.unwrap()
}

/// A small city: two districts, three departments, two areas, a life event and a place.
async fn found_city(database: &Database) {
    for (kind, format, text) in [
        (Kind::Divisions, Format::Csv, DIVISIONS),
        (Kind::Departments, Format::Csv, DEPARTMENTS),
        (Kind::Areas, Format::Json, AREAS),
        (Kind::LifeEvents, Format::Json, LIFE_EVENTS),
        (Kind::Places, Format::Json, PLACES),
    ] {
        let report = load(database, kind, format, text).await.unwrap();
        assert_eq!(report.bad, [], "{report}");
    }
}

/// An embedded database with a small city in it.
async fn city() -> testing::TestDatabase {
    let home = testing::fresh(foundation::database::Engine::Sqlite).await;
    found_city(&home.database).await;
    home
}

async fn export_text(database: &Database, kind: Kind, format: Format) -> String {
    let mut bytes = Vec::new();
    export(database, kind, format, &mut bytes).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

async fn stored_items(database: &Database) -> Vec<ServiceItem> {
    write_items::page_by_code(database.reader(), None, 10_000).await.unwrap()
}

async fn stored_item(database: &Database, code: &str) -> ServiceItem {
    stored_items(database).await.into_iter().find(|item| item.code.as_str() == code).unwrap()
}

async fn revision(database: &Database) -> i64 {
    read::revision(database.reader()).await.unwrap()
}

/// Line, column and reason of every fault.
fn bad(report: &Report) -> Vec<(u64, &str, &str)> {
    report.bad.iter().map(|bad| (bad.line, bad.column.as_str(), bad.reason.as_str())).collect()
}

/// Line and column of every fault.
fn bad_places(report: &Report) -> Vec<(u64, &str)> {
    report.bad.iter().map(|bad| (bad.line, bad.column.as_str())).collect()
}

fn notes(report: &Report) -> String {
    report.notes.iter().flat_map(|note| [note.text.as_str(), "\n"]).collect()
}
