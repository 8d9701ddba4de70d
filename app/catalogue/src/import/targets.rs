//! Which record each simple kind holds, and the rules it keeps.

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde::{Deserialize, Serialize};

use super::{Kind, row::Fault, target::Target};
use crate::{
    model::{Area, Bilingual, Department, Division, ItemCode, LifeEvent, Place},
    store::{remove, write},
};
use foundation::{
    calendar::{self, Day},
    codes::UnifiedSocialCreditCode,
    database,
};

/// The longest name, code or word outside the catalogue itself.
const MAX_WORD_CHARACTERS: usize = 200;

/// What residents say, and the official words the search reads it as. One way: two rows for both ways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonym {
    /// The word as residents type it.
    pub term: String,
    /// What it may mean.
    pub expansions: Vec<String>,
}

/// How far an editor lifts (above 1) or lowers (below 1) an item in the search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boost {
    /// The item.
    pub item_code: String,
    /// What its score is multiplied by: above 0, at most 10.
    pub factor: f64,
}

/// Collects what is wrong with a record.
#[derive(Default)]
struct Check(Vec<Fault>);

impl Check {
    fn that(&mut self, holds: bool, column: &str, reason: &str) {
        if !holds {
            self.0.push(Fault::new(column, reason));
        }
    }

    /// A code that stands in addresses.
    fn code(&mut self, column: &str, code: &str) {
        self.that(
            ItemCode::parse(code).is_some(),
            column,
            "has other characters than letters, digits, hyphens, underscores and dots, or more than 60",
        );
    }

    fn word(&mut self, column: &str, word: &str) {
        self.that(!word.is_empty(), column, "holds an empty entry: remove it");
        self.that(word.chars().count() <= MAX_WORD_CHARACTERS, column, "is longer than 200 characters");
        self.that(!word.chars().any(char::is_control), column, "holds a line break or another control character");
    }

    fn name(&mut self, column: &str, name: &Bilingual) {
        self.that(!name.zh.is_empty(), column, "needs a Chinese text");
        for word in [&name.zh, &name.en].into_iter().filter(|word| !word.is_empty()) {
            self.word(column, word);
        }
    }

    fn text(&mut self, column: &str, text: &Bilingual) {
        self.that(!text.zh.is_empty(), column, "needs a Chinese text");
    }
}

impl Target for Division {
    const KIND: Kind = Kind::Divisions;
    const KEY: &'static str = "code";
    const ORDERED: bool = false;

    fn key(&self) -> String {
        self.code.clone()
    }

    fn faults(&self) -> Vec<Fault> {
        let mut check = Check::default();
        check.name("name", &self.name);
        let digits = self.level.digits();
        if self.code.len() != digits || !self.code.bytes().all(|byte| byte.is_ascii_digit()) {
            let reason = format!("does not have the {digits} digits of a {}", self.level.code());
            check.0.push(Fault::new("code", reason));
        }
        if let Some(parent) = &self.parent
            && !self.local
            && !self.code.starts_with(parent.as_str())
        {
            let reason =
                format!("does not begin with its parent's code `{parent}`: mend one of them, or mark it as local");
            check.0.push(Fault::new("code", reason));
        }
        check.0
    }

    fn parent(&self) -> Option<&str> {
        self.parent.as_deref()
    }

    fn misfit(&self, parent: &Self) -> Option<Fault> {
        (parent.level >= self.level).then(|| {
            Fault::new("parent", format!("a {} cannot stand under a {}", self.level.code(), parent.level.code()))
        })
    }

    async fn stored<C: ConnectionTrait>(connection: &C) -> Result<Vec<(Self, i32)>, database::Fault> {
        write::divisions(connection).await
    }

    async fn insert(transaction: &DatabaseTransaction, records: &[(&Self, i32)]) -> Result<(), database::Fault> {
        write::insert_divisions(transaction, records).await
    }

    async fn remove(transaction: &DatabaseTransaction, key: &str) -> Result<(), database::Fault> {
        remove::division(transaction, key).await
    }

    async fn update(transaction: &DatabaseTransaction, record: &Self, _: i32) -> Result<(), database::Fault> {
        write::update_division(transaction, record).await
    }
}

impl Target for Department {
    const KIND: Kind = Kind::Departments;
    const KEY: &'static str = "id";
    const ORDERED: bool = true;

    fn key(&self) -> String {
        self.id.clone()
    }

    fn faults(&self) -> Vec<Fault> {
        let mut check = Check::default();
        check.code("id", &self.id);
        check.name("name", &self.name);
        if let Some(short) = &self.short_name {
            check.name("short_name", short);
        }
        if let Some(duties) = &self.duties {
            check.text("duties", duties);
        }
        if let Some(Err(fault)) = self.uscc.as_deref().map(UnifiedSocialCreditCode::parse) {
            check.that(false, "uscc", &fault.to_string());
        }
        if let Some(host) = &self.website {
            let is_host =
                host.len() <= 253 && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
            check.that(is_host, "website", "is no host name: write it without https:// and without a path");
        }
        check.0
    }

    fn parent(&self) -> Option<&str> {
        self.parent.as_deref()
    }

    async fn stored<C: ConnectionTrait>(connection: &C) -> Result<Vec<(Self, i32)>, database::Fault> {
        write::departments(connection).await
    }

    async fn insert(transaction: &DatabaseTransaction, records: &[(&Self, i32)]) -> Result<(), database::Fault> {
        write::insert_departments(transaction, records).await
    }

    async fn remove(transaction: &DatabaseTransaction, key: &str) -> Result<(), database::Fault> {
        remove::department(transaction, key).await
    }

    async fn update(transaction: &DatabaseTransaction, record: &Self, position: i32) -> Result<(), database::Fault> {
        write::update_department(transaction, record, position).await
    }
}

impl Target for Day {
    const KIND: Kind = Kind::Calendar;
    const KEY: &'static str = "date";
    const ORDERED: bool = false;

    fn key(&self) -> String {
        self.date.to_string()
    }

    fn faults(&self) -> Vec<Fault> {
        let mut check = Check::default();
        check.that(
            self.name.is_empty() || self.name.chars().count() <= MAX_WORD_CHARACTERS,
            "name",
            "is longer than 200 characters",
        );
        check.that(!(self.is_workday && self.is_holiday), "is_holiday", "a day is either worked or a holiday");
        check.that(
            !self.is_in_lieu || !self.is_workday,
            "is_in_lieu",
            "a day off in lieu is no working day; the day worked for it has is_workday 1 and is_in_lieu 0",
        );
        check.0
    }

    async fn stored<C: ConnectionTrait>(connection: &C) -> Result<Vec<(Self, i32)>, database::Fault> {
        Ok(calendar::days(connection).await?.into_iter().map(|day| (day, 0)).collect())
    }

    async fn insert(transaction: &DatabaseTransaction, records: &[(&Self, i32)]) -> Result<(), database::Fault> {
        let days: Vec<&Day> = records.iter().map(|(day, _)| *day).collect();
        calendar::insert_days(transaction, &days).await
    }

    async fn remove(transaction: &DatabaseTransaction, key: &str) -> Result<(), database::Fault> {
        match key.parse() {
            Ok(date) => calendar::remove_day(transaction, date).await,
            Err(_) => Ok(()),
        }
    }

    async fn update(transaction: &DatabaseTransaction, record: &Self, _: i32) -> Result<(), database::Fault> {
        calendar::update_day(transaction, record).await
    }
}

impl Target for Synonym {
    const KIND: Kind = Kind::Synonyms;
    const KEY: &'static str = "term";
    const ORDERED: bool = false;

    fn key(&self) -> String {
        self.term.clone()
    }

    fn faults(&self) -> Vec<Fault> {
        const MOST: usize = 50;
        let mut check = Check::default();
        check.word("term", &self.term);
        check.that(self.expansions.len() <= MOST, "expansions", "holds more than 50 words");
        for word in &self.expansions {
            check.word("expansions", word);
            check.that(word != &self.term, "expansions", "holds the term itself: remove it there");
            check.that(!word.contains('|'), "expansions", "holds a word with `|`, which stands between words");
        }
        check.0
    }

    async fn stored<C: ConnectionTrait>(connection: &C) -> Result<Vec<(Self, i32)>, database::Fault> {
        write::synonyms(connection).await
    }

    async fn insert(transaction: &DatabaseTransaction, records: &[(&Self, i32)]) -> Result<(), database::Fault> {
        write::insert_synonyms(transaction, records).await
    }

    async fn remove(transaction: &DatabaseTransaction, key: &str) -> Result<(), database::Fault> {
        remove::synonym(transaction, key).await
    }

    async fn update(transaction: &DatabaseTransaction, record: &Self, _: i32) -> Result<(), database::Fault> {
        write::update_synonym(transaction, record).await
    }
}

impl Target for Boost {
    const KIND: Kind = Kind::Boosts;
    const KEY: &'static str = "item_code";
    const ORDERED: bool = false;

    fn key(&self) -> String {
        self.item_code.clone()
    }

    fn faults(&self) -> Vec<Fault> {
        let mut check = Check::default();
        check.code("item_code", &self.item_code);
        check.that(self.factor > 0.0 && self.factor <= 10.0, "factor", "is not above 0 and at most 10");
        check.0
    }

    fn items(&self) -> Vec<&str> {
        vec![&self.item_code]
    }

    async fn stored<C: ConnectionTrait>(connection: &C) -> Result<Vec<(Self, i32)>, database::Fault> {
        write::boosts(connection).await
    }

    async fn insert(transaction: &DatabaseTransaction, records: &[(&Self, i32)]) -> Result<(), database::Fault> {
        write::insert_boosts(transaction, records).await
    }

    async fn remove(transaction: &DatabaseTransaction, key: &str) -> Result<(), database::Fault> {
        remove::boost(transaction, key).await
    }

    async fn update(transaction: &DatabaseTransaction, record: &Self, _: i32) -> Result<(), database::Fault> {
        write::update_boost(transaction, record).await
    }
}

/// The three vocabularies are stored alike: a document with a key and a position.
macro_rules! vocabulary {
    ($record:ident, $kind:ident, $key:literal, $field:ident, $stored:ident, $insert:ident, $update:ident, $remove:ident,
     |$this:ident, $check:ident| $rules:block, |$owner:ident| $items:expr) => {
        impl Target for $record {
            const KIND: Kind = Kind::$kind;
            const KEY: &'static str = $key;
            const ORDERED: bool = true;

            fn key(&self) -> String {
                self.$field.clone()
            }

            fn faults(&self) -> Vec<Fault> {
                let ($this, mut $check) = (self, Check::default());
                $check.code($key, &$this.$field);
                $check.name("name", &$this.name);
                $rules
                $check.0
            }

            fn items(&self) -> Vec<&str> {
                let $owner = self;
                $items
            }

            async fn stored<C: ConnectionTrait>(connection: &C) -> Result<Vec<(Self, i32)>, database::Fault> {
                write::$stored(connection).await
            }

            async fn insert(transaction: &DatabaseTransaction, records: &[(&Self, i32)]) -> Result<(), database::Fault> {
                write::$insert(transaction, records).await
            }

            async fn remove(transaction: &DatabaseTransaction, key: &str) -> Result<(), database::Fault> {
                remove::$remove(transaction, key).await
            }

            async fn update(transaction: &DatabaseTransaction, record: &Self, position: i32) -> Result<(), database::Fault> {
                write::$update(transaction, record, position).await
            }
        }
    };
}

vocabulary!(
    Area,
    Areas,
    "code",
    code,
    areas,
    insert_areas,
    update_area,
    area,
    |area, check| {
        check.text("summary", &area.summary);
        check.code("icon", &area.icon);
    },
    |_area| Vec::new()
);

vocabulary!(
    LifeEvent,
    LifeEvents,
    "code",
    code,
    life_events,
    insert_life_events,
    update_life_event,
    life_event,
    |event, check| {
        check.text("summary", &event.summary);
        check.code("icon", &event.icon);
        for item in &event.order {
            check.code("order", item);
        }
        let mut once = event.order.clone();
        once.sort_unstable();
        once.dedup();
        check.that(once.len() == event.order.len(), "order", "names the same item twice");
    },
    |event| event.order.iter().map(String::as_str).collect()
);

vocabulary!(
    Place,
    Places,
    "id",
    id,
    places,
    insert_places,
    update_place,
    place,
    |place, check| {
        check.text("address", &place.address);
        if let Some(hours) = &place.hours {
            check.text("hours", hours);
        }
        if let Some(phone) = &place.phone {
            check.word("phone", phone);
            check.that(
                phone.bytes().any(|byte| byte.is_ascii_digit()),
                "phone",
                "holds no digit: a phone number is needed",
            );
        }
    },
    |_place| Vec::new()
);
