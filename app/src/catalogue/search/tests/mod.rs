//! The search over the items of the demonstration city, asked as residents ask.

mod queries;

use std::{fs, path::Path, sync::LazyLock};

use chrono::{DateTime, Utc};

use super::*;
use crate::catalogue::model::ServiceItem;

/// The items of the demonstration city.
fn demo_items() -> Vec<(ServiceItem, DateTime<Utc>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/items");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path| serde_json::from_str::<Vec<ServiceItem>>(&fs::read_to_string(path).unwrap()).unwrap();
    files.into_iter().flat_map(read).map(|item| (item, DateTime::UNIX_EPOCH)).collect()
}

/// What editors have taught, as `term,expansion|expansion`.
fn synonyms() -> Vec<(String, Vec<String>)> {
    let lines = [
        "驾照,驾驶证",
        "准生证,生育登记",
        "小孩,儿童|新生儿|孩子|子女",
        "暂住证,居住证",
        "户口本,户口簿",
        "低保,最低生活保障",
        "五险一金,社会保险|公积金",
        "扯证,结婚登记",
    ];
    let split = |line: &&str| {
        let (term, expansions) = line.split_once(',').unwrap();
        (term.to_owned(), expansions.split('|').map(str::to_owned).collect())
    };
    lines.iter().map(split).collect()
}

/// The index of the demonstration city, built once for all tests.
fn demo() -> &'static Index {
    static DEMO: LazyLock<Index> = LazyLock::new(|| {
        Index::build(Sources {
            items: demo_items(),
            departments: Vec::new(),
            areas: Vec::new(),
            life_events: Vec::new(),
            synonyms: synonyms(),
            boosts: Vec::new(),
        })
    });
    &DEMO
}
