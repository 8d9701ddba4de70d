//! The demo city: Chengdu in small, embedded in the program, so that everything can be tried within a minute.

use super::{
    import::{Format, ImportError, Kind, Options, Report, Source, import_all},
    model::Bilingual,
};
use foundation::{clock::Clock, database::Database};

mod generate;

#[cfg(test)]
pub(super) use generate::generate;
pub use generate::load_generated;

/// A file of the demo city: its name and what it holds.
type Embedded = (&'static str, &'static str);

// ITEMS: &[Embedded], every file of demo/items.
include!(concat!(env!("OUT_DIR"), "/demo_items.rs"));

const DIVISIONS: &[Embedded] = &[("divisions.csv", include_str!("../demo/divisions.csv"))];
const DEPARTMENTS: &[Embedded] = &[("departments.csv", include_str!("../demo/departments.csv"))];
const CALENDAR: &[Embedded] = &[("calendar.csv", include_str!("../demo/calendar.csv"))];
const AREAS: &[Embedded] = &[("areas.json", include_str!("../demo/areas.json"))];
const LIFE_EVENTS: &[Embedded] = &[("life-events.json", include_str!("../demo/life-events.json"))];
const PLACES: &[Embedded] = &[("places.json", include_str!("../demo/places.json"))];
const SYNONYMS: &[Embedded] = &[("synonyms.csv", include_str!("../demo/synonyms.csv"))];

/// Imports the demo city, each kind in a transaction of its own. What is there already just so is left alone.
pub async fn load_demo(database: &Database, clock: Clock) -> Result<Vec<(Kind, Report)>, ImportError> {
    let mut reports = Vec::new();
    for (kind, format, files) in [
        (Kind::Divisions, Format::Csv, DIVISIONS),
        (Kind::Departments, Format::Csv, DEPARTMENTS),
        (Kind::Calendar, Format::Csv, CALENDAR),
        (Kind::Areas, Format::Json, AREAS),
        (Kind::LifeEvents, Format::Json, LIFE_EVENTS),
        (Kind::Places, Format::Json, PLACES),
        (Kind::Catalogue, Format::Json, ITEMS),
        (Kind::Synonyms, Format::Csv, SYNONYMS),
    ] {
        let sources: Vec<Source<'_>> =
            files.iter().map(|(name, text)| Source { name, format, bytes: text.as_bytes() }).collect();
        let options = Options { source_name: "the demo city".to_owned(), ..Options::default() };
        reports.push((kind, import_all(database, clock, kind, &sources, &options).await?));
    }
    Ok(reports)
}

/// The districts of the demo city: code and name.
pub fn demo_districts() -> Vec<(String, Bilingual)> {
    let files = DIVISIONS.iter().flat_map(|(_, text)| csv::Reader::from_reader(text.as_bytes()).into_records());
    let district = |row: csv::StringRecord| {
        let is_district = row.get(3)? == "district";
        is_district.then(|| Some((row.get(0)?.to_owned(), Bilingual::new(row.get(1)?, row.get(2)?)))).flatten()
    };
    files.filter_map(Result::ok).filter_map(district).collect()
}
