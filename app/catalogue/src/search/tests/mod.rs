//! The search over the items of the demonstration city, asked as residents ask.

mod laws;
mod layers;
mod queries;

use std::{fs, path::PathBuf, sync::LazyLock};

use chrono::{DateTime, Utc};

use super::*;
use crate::model::{Area, Bilingual, Department, LifeEvent, ServiceItem};

fn demo_file(name: &str) -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("demo").join(name)).unwrap()
}

/// The items of the demonstration city.
fn demo_items() -> Vec<(ServiceItem, DateTime<Utc>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("demo/items");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path| serde_json::from_str::<Vec<ServiceItem>>(&fs::read_to_string(path).unwrap()).unwrap();
    files.into_iter().flat_map(read).map(|item| (item, DateTime::UNIX_EPOCH)).collect()
}

fn demo_departments() -> Vec<Department> {
    let text = demo_file("departments.csv");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let department = |row: csv::StringRecord| Department {
        id: row[0].to_owned(),
        name: Bilingual::new(&row[1], &row[2]),
        short_name: Some(Bilingual::new(&row[3], &row[4])),
        duties: None,
        parent: None,
        uscc: None,
        website: None,
    };
    rows.records().map(|row| department(row.unwrap())).collect()
}

/// What editors have taught, as `term,expansion|expansion`.
fn demo_synonyms() -> Vec<(String, Vec<String>)> {
    let text = demo_file("synonyms.csv");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let synonym = |row: csv::StringRecord| (row[0].to_owned(), row[1].split('|').map(str::to_owned).collect());
    rows.records().map(|row| synonym(row.unwrap())).collect()
}

/// The demonstration city, whole.
fn demo_sources() -> Sources<Vec<(ServiceItem, DateTime<Utc>)>> {
    Sources { items: demo_items(), ..demo_sources_without_items() }
}

fn demo_sources_without_items() -> Sources<Vec<(ServiceItem, DateTime<Utc>)>> {
    Sources {
        items: Vec::new(),
        departments: demo_departments(),
        areas: serde_json::from_str::<Vec<Area>>(&demo_file("areas.json")).unwrap(),
        life_events: serde_json::from_str::<Vec<LifeEvent>>(&demo_file("life-events.json")).unwrap(),
        synonyms: demo_synonyms(),
        boosts: Vec::new(),
    }
}

/// The index of the demonstration city, built once for all tests.
fn demo() -> &'static Index {
    static DEMO: LazyLock<Index> = LazyLock::new(|| Index::build(demo_sources()));
    &DEMO
}
