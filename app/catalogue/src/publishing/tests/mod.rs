//! The laws of the desk, on both engines.

mod bulk;
mod flow;
mod imports;
mod law;
mod lists;
mod merging;
mod schedule;

use chrono::{DateTime, Duration, Utc};

use super::{Draft, Effect, Publishing, PublishingError, Sheet};
use crate::{
    import::{Format, Kind, Options, import},
    model::{Bilingual, CodePattern, ItemCode, ServiceItem},
    store::read,
};
use foundation::{
    clock::Clock,
    database::{
        Database, Engine,
        testing::{self, TestDatabase},
    },
    ids::AccountId,
};
use identity::{Actor, Grant, Role};

const DEPARTMENTS: &str = "id,name,short_name,services,parent\n\
    CD06,成都市公安局,市公安局,户籍,\nCD06-01,户政支队,户政,户籍,CD06\nCD07,成都市民政局,市民政局,婚姻登记,\n";
const AREAS: &str = r#"[
{"code":"household","name":{"zh":"户籍证件"},"summary":{"zh":"户口"},"icon":"idcard","pillar":true},
{"code":"family","name":{"zh":"婚姻"},"summary":{"zh":"婚姻"},"icon":"idcard","pillar":false}
]"#;

/// A small city with its desk.
struct City {
    test: TestDatabase,
    desk: Publishing,
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

/// A reason long enough for residents.
const REASON: &str = "法规已经修改，本事项暂停办理。";

async fn city(engine: Engine) -> City {
    let test = testing::fresh(engine).await;
    for (kind, format, text) in [(Kind::Departments, Format::Csv, DEPARTMENTS), (Kind::Areas, Format::Json, AREAS)] {
        let clock = Clock::Fixed(noon());
        let report = import(&test.database, clock, kind, format, text.as_bytes(), &Options::default()).await.unwrap();
        assert_eq!(report.bad, [], "{report}");
    }
    let desk = desk_at(&test.database, noon());
    City { test, desk }
}

fn desk_at(database: &Database, now: DateTime<Utc>) -> Publishing {
    Publishing::new(database.clone(), Clock::Fixed(now), CodePattern::default())
}

impl City {
    /// The desk some time later.
    fn later(&self, minutes: i64) -> Publishing {
        desk_at(&self.test.database, noon() + Duration::minutes(minutes))
    }

    /// What residents have of an item.
    async fn public(&self, code: &ItemCode) -> Option<ServiceItem> {
        read::item(self.test.database.writer(), code.as_str()).await.unwrap().map(|stored| stored.item)
    }

    /// Begins an item, hands it in and has it approved for now.
    async fn publish(&self, editor: &Actor, reviewer: &Actor, text: &str) -> ItemCode {
        let code = code(text);
        let draft = self.desk.create(editor, &code, &Bilingual::zh("居住证申领"), "CD06").await.unwrap();
        self.hand_in(editor, &draft).await;
        self.desk.approve(reviewer, &code, draft.revision, Effect::Now, None).await.unwrap();
        code
    }

    async fn hand_in(&self, editor: &Actor, draft: &Draft) {
        self.desk.submit(editor, &draft.code, draft.revision, "", None, None).await.unwrap();
    }

    /// Writes one field as whoever sees the newest text, and says which revision that made.
    async fn write(&self, editor: &Actor, code: &ItemCode, field: &str, text: &str) -> i64 {
        let seen = self.desk.open(editor, code).await.unwrap().revision;
        self.desk.save(editor, code, seen, &[field], &sheet(field, text)).await.unwrap().revision
    }
}

fn code(text: &str) -> ItemCode {
    ItemCode::parse(text).unwrap()
}

/// One field in Chinese.
fn sheet(field: &str, text: &str) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.set(format!("{field}.zh"), text);
    sheet
}

fn person(name: &str, role: Role, department: Option<&str>) -> Actor {
    Actor {
        account: AccountId::new(),
        name: name.to_owned(),
        display_name: name.to_owned(),
        grants: vec![Grant { role, department: department.map(str::to_owned) }],
        origin: "test".to_owned(),
    }
}

fn editor() -> Actor {
    person("editor", Role::Editor, Some("CD06"))
}

fn reviewer() -> Actor {
    person("reviewer", Role::Reviewer, Some("CD06"))
}

fn admin() -> Actor {
    person("admin", Role::CityAdmin, None)
}
