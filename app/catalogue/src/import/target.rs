//! The kinds whose records are few and simple: all of what is stored is read, compared, and the difference written.

use std::collections::{HashMap, HashSet, VecDeque};

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use super::{
    ImportError, Kind, Options, Report, Source,
    ledger::{Counts, Ledger},
    row::{Fault, Naming, Origin, Row},
    source,
};
use crate::store;
use foundation::{
    audit::{self, Entry},
    clock::Clock,
    database::{self, Database},
    jobs::Stage,
};

/// Records written between two looks at whether to go on.
const CHUNK: usize = 500;

/// A kind of record files can hold.
pub(crate) trait Target: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync {
    /// The kind.
    const KIND: Kind;
    /// The field that tells records apart.
    const KEY: &'static str;
    /// Whether the order of the file is the order people see.
    const ORDERED: bool;

    /// What tells this record from the others.
    fn key(&self) -> String;

    /// What is wrong with the record itself.
    fn faults(&self) -> Vec<Fault>;

    /// The key of the record above it.
    fn parent(&self) -> Option<&str> {
        None
    }

    /// What keeps it from standing under that parent.
    fn misfit(&self, _parent: &Self) -> Option<Fault> {
        None
    }

    /// Items it names, which need not be there yet.
    fn items(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Everything stored, in order, with positions.
    fn stored<C: ConnectionTrait>(
        connection: &C,
    ) -> impl Future<Output = Result<Vec<(Self, i32)>, database::Fault>> + Send;

    /// Stores new records; parents come before their children.
    fn insert(
        transaction: &DatabaseTransaction,
        records: &[(&Self, i32)],
    ) -> impl Future<Output = Result<(), database::Fault>> + Send;

    /// Removes the record of a key; a conflict where something refers to it.
    fn remove(transaction: &DatabaseTransaction, key: &str)
    -> impl Future<Output = Result<(), database::Fault>> + Send;

    /// Stores a record in place of the one with its key.
    fn update(
        transaction: &DatabaseTransaction,
        record: &Self,
        position: i32,
    ) -> impl Future<Output = Result<(), database::Fault>> + Send;
}

/// A record of a file, and where it stood.
pub(super) struct Candidate<T> {
    origin: Origin,
    naming: Naming,
    pub(super) record: T,
}

/// What is to be written.
pub(super) struct Plan<'a, T> {
    pub(super) created: Vec<(&'a T, i32)>,
    pub(super) updated: Vec<(&'a T, i32)>,
    counts: Counts,
}

impl<T> Plan<'_, T> {
    pub(super) fn changes_anything(&self) -> bool {
        !(self.created.is_empty() && self.updated.is_empty())
    }
}

pub(super) async fn import<T: Target>(
    database: &Database,
    clock: Clock,
    sources: &[Source<'_>],
    options: &Options,
) -> Result<Report, ImportError> {
    let names: Vec<String> = sources.iter().map(|source| source.name.to_owned()).collect();
    let mut read = Ledger::new(T::KIND, &options.source_name, &names);
    let mut candidates = Vec::new();
    options.progress.begin(Stage::Reading, 0)?;
    for (file, source) in sources.iter().enumerate() {
        source::for_each_row(T::KIND, file, *source, &mut read, |row, ledger| {
            ledger.count_row();
            // A file is read to its end; whether to go on is asked after it.
            let _ = options.progress.advance(1);
            candidates.extend(understand(row, ledger));
        })?;
    }
    let candidates = refuse_twins(candidates, &mut read);
    options.progress.begin(Stage::Comparing, 0)?;

    if options.dry_run {
        let mut ledger = read.clone();
        let plan = plan(database.reader(), &candidates, &mut ledger).await?;
        return Ok(ledger.close(plan.counts, false));
    }
    database
        .write(&(candidates, read, clock, options), |transaction, (candidates, read, clock, options)| {
            Box::pin(async move {
                store::changes::queue(transaction).await?;
                let mut ledger = read.clone();
                let plan = plan(transaction, candidates, &mut ledger).await?;
                let applies = options.skip_bad || !ledger.has_bad();
                if applies && plan.changes_anything() {
                    options.progress.begin(Stage::Writing, plan.created.len() + plan.updated.len())?;
                    for chunk in plan.created.chunks(CHUNK) {
                        T::insert(transaction, chunk).await?;
                        options.progress.advance(chunk.len())?;
                    }
                    for (record, position) in &plan.updated {
                        T::update(transaction, record, *position).await?;
                        options.progress.advance(1)?;
                    }
                    store::changes::bump_revision(transaction, store::changes::Changed::Everything, clock.now())
                        .await?;
                }
                if let Some(who) = options.who.clone().filter(|_| applies && plan.changes_anything()) {
                    let entry = Entry::new(who, "vocabulary.import", T::KIND.name(), options.source_name.as_str())
                        .after(json!({ "created": plan.counts.created, "changed": plan.counts.changed }));
                    audit::append(transaction, &entry, clock.now()).await?;
                }
                Ok(ledger.close(plan.counts, applies))
            })
        })
        .await
}

pub(super) fn understand<T: Target>(row: Row, ledger: &mut Ledger) -> Option<Candidate<T>> {
    let (origin, naming) = (row.origin, row.naming());
    match row.typed::<T>() {
        Ok(record) => {
            let faults = record.faults();
            if faults.is_empty() {
                return Some(Candidate { origin, naming, record });
            }
            ledger.refuse(origin, faults.into_iter().map(|fault| naming.name(fault)));
        }
        Err(faults) => ledger.refuse(origin, faults),
    }
    None
}

/// Keeps the first of several records with one key and refuses the others.
fn refuse_twins<T: Target>(candidates: Vec<Candidate<T>>, ledger: &mut Ledger) -> Vec<Candidate<T>> {
    let mut first: HashMap<String, Origin> = HashMap::new();
    candidates
        .into_iter()
        .filter(|candidate| {
            let key = candidate.record.key();
            let Some(known) = first.get(&key) else {
                first.insert(key, candidate.origin);
                return true;
            };
            let reason = format!("`{key}` stands on line {} already: keep one of the two rows", known.line);
            ledger.refuse(candidate.origin, [candidate.naming.name(Fault::new(T::KEY, reason))]);
            false
        })
        .collect()
}

pub(super) async fn plan<'a, T: Target, C: ConnectionTrait>(
    connection: &C,
    candidates: &'a [Candidate<T>],
    ledger: &mut Ledger,
) -> Result<Plan<'a, T>, ImportError> {
    let stored = T::stored(connection).await?;
    let stored_by_key: HashMap<String, (&T, i32)> =
        stored.iter().map(|(record, position)| (record.key(), (record, *position))).collect();
    let accepted = accept_under_parents(candidates, &stored, ledger);
    note_items_not_there(connection, &accepted, ledger).await?;

    let positions = if T::ORDERED { positions(candidates, &stored) } else { HashMap::new() };
    let mut plan = Plan { created: Vec::new(), updated: Vec::new(), counts: Counts::default() };
    let mut moved = 0;
    for candidate in accepted {
        let key = candidate.record.key();
        let position = positions.get(&key).copied();
        match stored_by_key.get(&key) {
            None => {
                plan.counts.created += 1;
                plan.created.push((&candidate.record, position.unwrap_or_default()));
            }
            Some((known, old)) => {
                let position = position.unwrap_or(*old);
                let same = *known == &candidate.record;
                if same {
                    plan.counts.unchanged += 1;
                } else {
                    plan.counts.changed += 1;
                }
                moved += usize::from(same && position != *old);
                if !same || position != *old {
                    plan.updated.push((&candidate.record, position));
                }
            }
        }
    }
    if moved > 0 {
        ledger.note_all(format!("the order changes for {moved} rows that are otherwise unchanged"));
    }
    Ok(plan)
}

/// Candidates whose chain of parents is whole, each after its parent.
fn accept_under_parents<'a, T: Target>(
    candidates: &'a [Candidate<T>],
    stored: &[(T, i32)],
    ledger: &mut Ledger,
) -> Vec<&'a Candidate<T>> {
    let mut accepted: Vec<&Candidate<T>> = candidates.iter().collect();
    loop {
        // What would be stored: a candidate stands in place of its stored version.
        let mut records: HashMap<String, (&T, Option<&Candidate<T>>)> =
            stored.iter().map(|(record, _)| (record.key(), (record, None))).collect();
        for candidate in &accepted {
            records.insert(candidate.record.key(), (&candidate.record, Some(candidate)));
        }
        let mut children: HashMap<&str, Vec<String>> = HashMap::new();
        let mut reached: HashSet<String> = HashSet::new();
        let mut queue = VecDeque::new();
        for (key, (record, _)) in &records {
            match record.parent() {
                Some(parent) => children.entry(parent).or_default().push(key.clone()),
                None => queue.push_back(key.clone()),
            }
        }
        while let Some(key) = queue.pop_front() {
            for child in children.get(key.as_str()).into_iter().flatten() {
                queue.push_back(child.clone());
            }
            reached.insert(key);
        }

        let before = accepted.len();
        accepted.retain(|candidate| {
            let Some(parent) = candidate.record.parent() else { return true };
            let fault = match records.get(parent) {
                None => Some(Fault::new("parent", format!("`{parent}` is neither stored nor a good row of this file"))),
                Some(_) if !reached.contains(&candidate.record.key()) => Some(Fault::new(
                    "parent",
                    format!("`{parent}` leads back to this row, or to a row that is missing"),
                )),
                Some((record, _)) => candidate.record.misfit(record),
            };
            let fits = fault.is_none();
            ledger.refuse(candidate.origin, fault.map(|fault| candidate.naming.name(fault)));
            fits
        });
        if accepted.len() == before {
            // Parents come before children; within a generation the order of the file stays.
            accepted.sort_by_key(|candidate| generation(&candidate.record, &records));
            return accepted;
        }
    }
}

fn generation<T: Target>(record: &T, records: &HashMap<String, (&T, Option<&Candidate<T>>)>) -> usize {
    let mut generation = 0;
    let mut above = record.parent();
    while let Some(parent) = above {
        generation += 1;
        above = records.get(parent).and_then(|(record, _)| record.parent());
    }
    generation
}

/// Where each row stands for people to see.
///
/// A file that holds every stored row sets the order; rows of a file that holds only some come after all others, and
/// what is there stays where it is. An order that is right already is left as it is.
fn positions<T: Target>(candidates: &[Candidate<T>], stored: &[(T, i32)]) -> HashMap<String, i32> {
    let in_file: HashSet<String> = candidates.iter().map(|candidate| candidate.record.key()).collect();
    let known: HashMap<String, i32> = stored.iter().map(|(record, position)| (record.key(), *position)).collect();
    let keys = || candidates.iter().map(|candidate| candidate.record.key());
    let sets_order = known.keys().all(|key| in_file.contains(key));
    let is_right = candidates.len() == stored.len() && keys().eq(stored.iter().map(|(record, _)| record.key()));
    if sets_order && !is_right {
        return keys().zip(0..).collect();
    }
    let after = stored.iter().map(|(_, position)| position + 1).max().unwrap_or(0);
    keys().filter(|key| !known.contains_key(key)).zip(after..).collect()
}

async fn note_items_not_there<T: Target, C: ConnectionTrait>(
    connection: &C,
    accepted: &[&Candidate<T>],
    ledger: &mut Ledger,
) -> Result<(), ImportError> {
    const SHOWN: usize = 5;
    let named: HashSet<&str> = accepted.iter().flat_map(|candidate| candidate.record.items()).collect();
    if named.is_empty() {
        return Ok(());
    }
    let known =
        store::write_items::known_codes(connection, named.iter().map(|code| (*code).to_owned()).collect()).await?;
    let mut absent: Vec<&str> = named.into_iter().filter(|code| !known.contains(*code)).collect();
    absent.sort_unstable();
    if !absent.is_empty() {
        let shown = absent[..absent.len().min(SHOWN)].join(", ");
        let more = if absent.len() > SHOWN { ", …" } else { "" };
        let text = format!("{} items named here are not in the catalogue yet: {shown}{more}", absent.len());
        ledger.note_all(text);
    }
    Ok(())
}

/// Everything stored of a kind, in the order exports write it.
pub(crate) async fn stored_records<T: Target, C: ConnectionTrait>(connection: &C) -> Result<Vec<T>, database::Fault> {
    let mut stored = T::stored(connection).await?;
    // Engines sort texts by their own collations; the order of bytes is the same everywhere.
    stored.sort_by_cached_key(|(record, position)| (*position, record.key()));
    Ok(stored.into_iter().map(|(record, _)| record).collect())
}
