use serde_json::{Map, Value};

use super::super::{
    Catalogue, Kind,
    import::{
        Change, RecordError, Removal, by_kind, fingerprint,
        layout::{Layout, Shape},
        remove_record, save_record,
        target::{Target, stored_records},
    },
    search::Query,
    store,
};
use foundation::{
    clock::Clock,
    database::{Database, Fault},
    error::AppError,
};
use identity::{Actor, Permission, Scope};

/// How far down a list of hits an effect is looked for.
const LOOKED_AT: usize = 200;

/// The vocabulary desk; clone it freely.
#[derive(Clone)]
pub struct Vocabulary {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) catalogue: Catalogue,
}

/// A record as a form shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What tells it from others of its kind.
    pub key: String,
    /// Its fields, as an export writes them.
    pub fields: Map<String, Value>,
    /// What tells this content from any other.
    pub fingerprint: String,
}

/// A page of records.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordPage {
    /// The records, in the order people see.
    pub records: Vec<Record>,
    /// How many fit in all.
    pub total: usize,
    /// The key to go on after; none where this is the end.
    pub next: Option<String>,
}

/// A field of a kind's records: its name, how it is filled in, and whether it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldShape {
    /// The name.
    pub name: &'static str,
    /// How it is filled in.
    pub shape: Shape,
    /// Whether a record cannot do without it.
    pub required: bool,
}

/// Where an item stands among what a query finds, from 1; none where it is not found among the first 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// With the factor it has now.
    pub before: Option<usize>,
    /// With the factor asked about.
    pub after: Option<usize>,
}

impl Vocabulary {
    /// The kinds kept here, in the order pages list them.
    pub const KINDS: [Kind; 8] = [
        Kind::Departments,
        Kind::Areas,
        Kind::LifeEvents,
        Kind::Divisions,
        Kind::Places,
        Kind::Synonyms,
        Kind::Boosts,
        Kind::Calendar,
    ];

    /// Over a catalogue.
    pub fn new(database: Database, clock: Clock, catalogue: Catalogue) -> Self {
        Self { database, clock, catalogue }
    }

    /// What is shared by all belongs to those who may change it; to others it does not exist.
    pub(super) fn authorise(actor: &Actor) -> Result<(), AppError> {
        if actor.scope(Permission::ManageVocabulary) == Scope::City { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// The fields of a kind's records, in the order of its files.
    pub fn fields(kind: Kind) -> Vec<FieldShape> {
        Layout::of(kind).shapes().map(|(name, shape, required)| FieldShape { name, shape, required }).collect()
    }

    /// The field that tells a kind's records apart.
    pub fn key_field(kind: Kind) -> &'static str {
        match kind {
            Kind::Departments | Kind::Places => "id",
            Kind::Synonyms => "term",
            Kind::Boosts => "item_code",
            Kind::Calendar => "date",
            Kind::Divisions | Kind::Areas | Kind::LifeEvents | Kind::Catalogue => "code",
        }
    }

    /// How many records each kind has, and how many queries found nothing.
    pub async fn overview(&self, actor: &Actor) -> Result<(Vec<(Kind, u64)>, u64), AppError> {
        Self::authorise(actor)?;
        let reader = self.database.reader();
        let mut counts = Vec::with_capacity(Self::KINDS.len());
        for kind in Self::KINDS {
            counts.push((kind, store::vocabulary::count(reader, kind).await?));
        }
        Ok((counts, store::vocabulary::count_zero_hits(reader).await?))
    }

    /// A page of a kind's records that hold a text somewhere, after a key.
    pub async fn list(
        &self,
        actor: &Actor,
        kind: Kind,
        text: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<RecordPage, AppError> {
        Self::authorise(actor)?;
        let records = by_kind!(kind, records_of(&self.database), return Err(AppError::NotFound))?;
        let wanted = text.trim().to_lowercase();
        let fitting: Vec<Record> = records
            .into_iter()
            .filter(|record| wanted.is_empty() || record.fields.values().any(|value| holds(value, &wanted)))
            .collect();
        let total = fitting.len();
        let start = match after {
            None => 0,
            Some(key) => fitting.iter().position(|record| record.key == key).map_or(total, |at| at + 1),
        };
        let records: Vec<Record> = fitting.into_iter().skip(start).take(limit).collect();
        let next = (start + records.len() < total).then(|| records.last().map(|last| last.key.clone())).flatten();
        Ok(RecordPage { records, total, next })
    }

    /// One record.
    pub async fn record(&self, actor: &Actor, kind: Kind, key: &str) -> Result<Record, AppError> {
        Self::authorise(actor)?;
        let records = by_kind!(kind, records_of(&self.database), return Err(AppError::NotFound))?;
        records.into_iter().find(|record| record.key == key).ok_or(AppError::NotFound)
    }

    /// Saves a record as a form has it; `seen` is the key and the fingerprint of what the form showed, none for a new
    /// record. Answers the record's key.
    pub async fn save(
        &self,
        actor: &Actor,
        kind: Kind,
        fields: Map<String, Value>,
        seen: Option<(String, String)>,
    ) -> Result<String, RecordError> {
        Self::authorise(actor).map_err(|_| RecordError::NotFound)?;
        let change = Change { fields, seen, who: actor.who() };
        by_kind!(kind, save_record(&self.database, self.clock, &change), Err(RecordError::NotFound))
    }

    /// Removes a record nothing refers to, if it is still what the form showed.
    pub async fn remove(&self, actor: &Actor, kind: Kind, key: &str, fingerprint: &str) -> Result<(), RecordError> {
        Self::authorise(actor).map_err(|_| RecordError::NotFound)?;
        let removal = Removal { key: key.to_owned(), fingerprint: fingerprint.to_owned(), who: actor.who() };
        by_kind!(kind, remove_record(&self.database, self.clock, &removal), Err(RecordError::NotFound))
    }

    /// How many items, and how many records of its kind, refer to a record.
    pub async fn references(&self, actor: &Actor, kind: Kind, key: &str) -> Result<(u64, u64), AppError> {
        Self::authorise(actor)?;
        Ok(store::vocabulary::references(self.database.reader(), kind, key).await?)
    }

    /// What a factor would do to an item's place among what a query finds. `now` is the factor it has.
    pub fn effect(&self, code: &str, now: f64, factor: f64, query: &str) -> Effect {
        let snapshot = self.catalogue.snapshot();
        let hits = snapshot.index.search(&Query::text_only(query, LOOKED_AT)).hits;
        let Some(at) = hits.iter().position(|hit| hit.code == code) else {
            return Effect { before: None, after: None };
        };
        let score = f64::from(hits[at].score) / now * factor;
        let above = hits.iter().filter(|hit| hit.code != code && f64::from(hit.score) > score).count();
        Effect { before: Some(at + 1), after: Some(above + 1) }
    }
}

async fn records_of<T: Target>(database: &Database) -> Result<Vec<Record>, Fault> {
    let unreadable = || Fault::Other(sea_orm::DbErr::Type(format!("a record of {} is no object", T::KIND.name())));
    stored_records::<T, _>(database.reader())
        .await?
        .into_iter()
        .map(|record| match serde_json::to_value(&record) {
            Ok(value) => {
                let fingerprint = fingerprint(&value);
                let Value::Object(fields) = value else { return Err(unreadable()) };
                Ok(Record { key: record.key(), fields, fingerprint })
            }
            Err(_) => Err(unreadable()),
        })
        .collect()
}

/// Whether a text stands in a value, or in a part of it.
fn holds(value: &Value, text: &str) -> bool {
    match value {
        Value::String(known) => known.to_lowercase().contains(text),
        Value::Array(list) => list.iter().any(|value| holds(value, text)),
        Value::Object(fields) => fields.values().any(|value| holds(value, text)),
        Value::Number(number) => number.to_string() == text,
        Value::Null | Value::Bool(_) => false,
    }
}
