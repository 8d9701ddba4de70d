//! The catalogue's own import: items in our form or in those of the standards, checked against all they point to.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;

use super::{
    Destination, ImportError, Kind, Options, Report, Source,
    foreign::{self, Draft, Flavour},
    ledger::{Counts, Ledger},
    references::References,
    row::{Fault, Naming, Origin, Row, top},
    source,
};
use crate::{
    model::{Department, DivisionLevel, ItemCode, ServiceItem},
    publishing::{self, Planned},
    store::{
        changes::{self, Changed},
        write,
        write_items::{self, Standing},
    },
};
use foundation::{
    audit::{self, Entry},
    clock::Clock,
    database::Database,
    ids::ServiceItemId,
    jobs::Stage,
};
use identity::{Actor, Permission};

/// Items written between two looks at whether to go on.
const CHUNK: usize = 500;

/// A row understood as far as it can be without the database.
enum Read {
    Native(Box<ServiceItem>),
    Foreign(Box<Draft>),
}

struct Candidate {
    origin: Origin,
    naming: Naming,
    read: Read,
}

impl Candidate {
    /// A fault under the name the file's author knows the field by.
    fn name(&self, fault: Fault) -> Fault {
        match &self.read {
            Read::Native(_) => self.naming.name(fault),
            Read::Foreign(draft) => match draft.columns.get(top(&fault.column)) {
                Some(column) => Fault { column: column.clone(), reason: fault.reason },
                None => fault,
            },
        }
    }
}

/// What is to be written.
#[derive(Default)]
struct Plan<'a> {
    departments: BTreeMap<String, Department>,
    next_position: i32,
    created: Vec<Cow<'a, ServiceItem>>,
    changed: Vec<(ServiceItemId, Cow<'a, ServiceItem>)>,
    drafts: Vec<Planned>,
    counts: Counts,
}

pub(super) async fn import(
    database: &Database,
    clock: Clock,
    sources: &[Source<'_>],
    options: &Options,
) -> Result<Report, ImportError> {
    let names: Vec<String> = sources.iter().map(|source| source.name.to_owned()).collect();
    let mut read = Ledger::new(Kind::Catalogue, &options.source_name, &names);
    let mut candidates = Vec::new();
    let mut homeless: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    options.progress.begin(Stage::Reading, 0)?;
    for (file, source) in sources.iter().enumerate() {
        let homeless = homeless.entry(file).or_default();
        source::for_each_row(Kind::Catalogue, file, *source, &mut read, |row, ledger| {
            ledger.count_row();
            // A file is read to its end; whether to go on is asked after it.
            let _ = options.progress.advance(1);
            candidates.extend(understand(row, homeless, ledger));
        })?;
    }
    for (file, fields) in homeless.into_iter().filter(|(_, fields)| !fields.is_empty()) {
        let fields: Vec<String> = fields.into_iter().collect();
        read.note_file(file, format!("fields without a place in an item, left out: {}", fields.join(", ")));
    }

    compare_and_store(database, clock, &candidates, read, options).await
}

/// Imports items made by this program itself, as if they had stood in a file one a line.
pub(crate) async fn import_items(
    database: &Database,
    clock: Clock,
    items: Vec<ServiceItem>,
    options: &Options,
) -> Result<Report, ImportError> {
    let mut read = Ledger::new(Kind::Catalogue, &options.source_name, &[]);
    let candidates: Vec<Candidate> = items
        .into_iter()
        .zip(1..)
        .map(|(item, line)| {
            read.count_row();
            Candidate { origin: Origin { file: 0, line }, naming: Naming::PATHS, read: Read::Native(Box::new(item)) }
        })
        .collect();
    compare_and_store(database, clock, &candidates, read, options).await
}

async fn compare_and_store(
    database: &Database,
    clock: Clock,
    candidates: &[Candidate],
    read: Ledger,
    options: &Options,
) -> Result<Report, ImportError> {
    if options.dry_run {
        let mut ledger = read.clone();
        let plan = plan(database.reader(), candidates, clock, options, &mut ledger).await?;
        return Ok(ledger.close(plan.counts, false));
    }
    database
        .write(&(candidates, read, clock, options), |transaction, (candidates, read, clock, options)| {
            Box::pin(async move {
                changes::queue(transaction).await?;
                let mut ledger = read.clone();
                let plan = plan(transaction, candidates, *clock, options, &mut ledger).await?;
                let applies = options.skip_bad || !ledger.has_bad();
                if applies && !(plan.created.is_empty() && plan.changed.is_empty() && plan.drafts.is_empty()) {
                    store(transaction, &plan, *clock, options).await?;
                }
                Ok(ledger.close(plan.counts, applies))
            })
        })
        .await
}

async fn store(
    transaction: &DatabaseTransaction,
    plan: &Plan<'_>,
    clock: Clock,
    options: &Options,
) -> Result<(), ImportError> {
    let now = clock.now();
    let progress = &options.progress;
    progress.begin(Stage::Writing, plan.counts.created + plan.counts.changed)?;
    match &options.destination {
        Destination::Published => publish(transaction, plan, options, now).await?,
        Destination::Drafts(actor) => {
            for chunk in plan.drafts.chunks(CHUNK) {
                publishing::write(transaction, actor, &chunk.iter().collect::<Vec<_>>(), now).await?;
                progress.advance(chunk.len())?;
            }
        }
    }
    let who = match &options.destination {
        Destination::Published => options.who.clone(),
        Destination::Drafts(actor) => Some(actor.who()),
    };
    if let Some(who) = who {
        let entry = Entry::new(who, options.destination.act(), Kind::Catalogue.name(), options.source_name.as_str());
        let entry = entry.after(json!({ "created": plan.counts.created, "changed": plan.counts.changed }));
        audit::append(transaction, &entry, now).await?;
    }
    Ok(())
}

/// Makes items what residents have, each with a version that stays.
async fn publish(
    transaction: &DatabaseTransaction,
    plan: &Plan<'_>,
    options: &Options,
    now: DateTime<Utc>,
) -> Result<(), ImportError> {
    let progress = &options.progress;
    let by = options.who.as_ref().map_or("import", |who| who.name.as_str());
    let departments: Vec<(&Department, i32)> = plan.departments.values().zip(plan.next_position..).collect();
    write::insert_departments(transaction, &departments).await?;
    for chunk in plan.created.chunks(CHUNK) {
        let items: Vec<&ServiceItem> = chunk.iter().map(AsRef::as_ref).collect();
        write_items::insert_items(transaction, &items, now).await?;
        publishing::keep(transaction, &items, by, now).await?;
        progress.advance(chunk.len())?;
    }
    for chunk in plan.changed.chunks(CHUNK) {
        let items: Vec<_> = chunk.iter().map(|(id, item)| (*id, item.as_ref())).collect();
        write_items::update_items(transaction, &items, now).await?;
        let items: Vec<&ServiceItem> = items.into_iter().map(|(_, item)| item).collect();
        publishing::keep(transaction, &items, by, now).await?;
        progress.advance(chunk.len())?;
    }
    let items = plan.created.iter().chain(plan.changed.iter().map(|(_, item)| item));
    let codes: Vec<&str> = items.map(|item| item.code.as_str()).collect();
    // Departments that came with them stand in the vocabulary.
    let changed = if departments.is_empty() { Changed::Items(&codes) } else { Changed::Everything };
    Ok(changes::bump_revision(transaction, changed, now).await?)
}

impl Destination {
    /// As the audit names it.
    fn act(&self) -> &'static str {
        match self {
            Self::Published => "item.import",
            Self::Drafts(_) => "item.import_drafts",
        }
    }
}

fn understand(row: Row, homeless: &mut BTreeSet<String>, ledger: &mut Ledger) -> Option<Candidate> {
    let (origin, naming) = (row.origin, row.naming());
    let flavour = Flavour::of_fields(&row.fields);
    let read = if flavour == Flavour::Native {
        row.typed().map(|item| Read::Native(Box::new(item)))
    } else {
        let (draft, without_home) = foreign::read(&row, flavour);
        homeless.extend(without_home);
        draft.map(|draft| Read::Foreign(Box::new(draft)))
    };
    match read {
        Ok(read) => Some(Candidate { origin, naming, read }),
        Err(faults) => {
            ledger.refuse(origin, faults);
            None
        }
    }
}

async fn plan<'a, C: ConnectionTrait>(
    connection: &C,
    candidates: &'a [Candidate],
    clock: Clock,
    options: &Options,
    ledger: &mut Ledger,
) -> Result<Plan<'a>, ImportError> {
    let references = References::read(connection).await?;
    let mut plan = Plan { next_position: references.next_position(), ..Plan::default() };
    let mut good: Vec<(&Candidate, Cow<'a, ServiceItem>)> = Vec::with_capacity(candidates.len());
    let mut first: HashMap<ItemCode, Origin> = HashMap::new();
    let mut new_departments: BTreeMap<String, Department> = BTreeMap::new();
    let mut renamed: Vec<(&str, &str)> = Vec::new();
    options.progress.begin(Stage::Comparing, candidates.len())?;
    for candidate in candidates {
        options.progress.advance(1)?;
        let (item, department) = match &candidate.read {
            Read::Native(item) => (Cow::Borrowed(item.as_ref()), None),
            Read::Foreign(draft) => {
                let (item, department) = settle(draft, &references);
                (Cow::Owned(item), department)
            }
        };
        // A department that is not there yet comes with items only from the command line.
        let department = department.filter(|_| matches!(options.destination, Destination::Published));
        let mut faults = faults(&item, department.as_ref(), &references, options);
        if let Some(known) = first.get(&item.code) {
            let reason = format!("`{}` stands on line {} already: keep one of the two rows", item.code, known.line);
            faults.push(Fault::new("code", reason));
        }
        first.entry(item.code.clone()).or_insert(candidate.origin);
        if !faults.is_empty() {
            ledger.refuse(candidate.origin, faults.into_iter().map(|fault| candidate.name(fault)));
            continue;
        }
        if let Read::Foreign(draft) = &candidate.read {
            report(draft, candidate.origin, ledger);
            renamed.extend(draft.renamed.as_deref().map(|key| (key, draft.item.code.as_str())));
        }
        if let Some(department) = department {
            new_departments.entry(department.id.clone()).or_insert(department);
        }
        good.push((candidate, item));
    }
    if let [(key, code), rest @ ..] = &renamed[..] {
        let others = if rest.is_empty() { String::new() } else { format!(", and {} more", rest.len()) };
        ledger
            .note_all(format!("keys that cannot stand in an address are stored with hyphens: {key} as {code}{others}"));
    }
    for department in new_departments.values() {
        ledger.note_all(format!(
            "department {} {} is new: no department of this city has that name",
            department.id, department.name.zh
        ));
    }
    plan.departments = new_departments;
    note_namesakes(&good, ledger);
    note_related_not_there(connection, &good, ledger).await?;

    match &options.destination {
        Destination::Published => compare_with_public(connection, good, &mut plan, ledger).await?,
        Destination::Drafts(actor) => {
            let lock = !options.dry_run;
            plan.drafts =
                compare_with_drafts(connection, actor, &good, (clock.now(), lock), &mut plan.counts, ledger).await?;
        }
    }
    Ok(plan)
}

async fn compare_with_public<'a, C: ConnectionTrait>(
    connection: &C,
    good: Vec<(&Candidate, Cow<'a, ServiceItem>)>,
    plan: &mut Plan<'a>,
    ledger: &mut Ledger,
) -> Result<(), ImportError> {
    let standings =
        write_items::standings(connection, &good.iter().map(|(_, item)| item.as_ref()).collect::<Vec<_>>()).await?;
    let missing: Vec<String> = good
        .iter()
        .zip(&standings)
        .filter(|(_, standing)| **standing == Standing::New)
        .map(|((_, item), _)| item.code.to_string())
        .collect();
    let gone = publishing::gone(connection, &missing).await?;
    for ((candidate, item), standing) in good.into_iter().zip(standings) {
        match standing {
            Standing::New if gone.contains(item.code.as_str()) => {
                let text = format!("{} was withdrawn, or its time is over: it stays so; restore it first", item.code);
                ledger.note(candidate.origin, text);
                plan.counts.unchanged += 1;
            }
            Standing::New => plan.created.push(item),
            Standing::Changed(id) => plan.changed.push((id, item)),
            Standing::Same => plan.counts.unchanged += 1,
        }
    }
    plan.counts.created = plan.created.len();
    plan.counts.changed = plan.changed.len();
    Ok(())
}

async fn compare_with_drafts<C: ConnectionTrait>(
    connection: &C,
    actor: &Actor,
    good: &[(&Candidate, Cow<'_, ServiceItem>)],
    (now, lock): (DateTime<Utc>, bool),
    counts: &mut Counts,
    ledger: &mut Ledger,
) -> Result<Vec<Planned>, ImportError> {
    let items: Vec<&ServiceItem> = good.iter().map(|(_, item)| item.as_ref()).collect();
    let plans = publishing::plan(connection, actor, Permission::ImportItems, &items, now, lock).await?;
    let mut drafts = Vec::with_capacity(plans.len());
    for ((candidate, _), plan) in good.iter().zip(plans) {
        match plan {
            publishing::Plan::Write(plan) => {
                if plan.is_new() {
                    counts.created += 1;
                } else {
                    counts.changed += 1;
                }
                drafts.push(*plan);
            }
            publishing::Plan::Same => counts.unchanged += 1,
            publishing::Plan::Refused(field, reason) => {
                ledger.refuse(candidate.origin, [candidate.name(Fault::new(field, reason))]);
            }
        }
    }
    Ok(drafts)
}

/// Finds a draft's department, areas and districts among the city's; a department that is new comes with it.
fn settle(draft: &Draft, references: &References) -> (ServiceItem, Option<Department>) {
    let mut item = draft.item.clone();
    let (department, name) = match references.department(draft) {
        Ok(id) => {
            let name = references.departments.get(&id).map(|department| department.name.zh.clone());
            item.department = id;
            (None, name)
        }
        Err(new) => {
            item.department.clone_from(&new.id);
            let name = new.name.zh.clone();
            (Some(*new), Some(name))
        }
    };
    if name.as_ref() != Some(&draft.authority) {
        item.authority = Some(crate::model::Bilingual::zh(draft.authority.clone()));
    }
    match draft.area_code.as_deref().and_then(|code| references.division(code)) {
        Some((code, DivisionLevel::District | DivisionLevel::Street | DivisionLevel::Community)) => {
            item.districts = vec![code];
        }
        // The whole city or province: limited to nothing.
        Some(_) => {}
        None => item.jurisdiction = draft.area_name.clone().or_else(|| draft.area_code.clone()),
    }
    for topic in &draft.topics {
        match references.area(topic) {
            Some(area) if !item.areas.contains(&area) => item.areas.push(area),
            // A topic of another city's list is still a word to find the item by.
            None if !item.keywords.contains(topic) => item.keywords.push(topic.clone()),
            _ => {}
        }
    }
    (item, department)
}

fn report(draft: &Draft, origin: Origin, ledger: &mut Ledger) {
    for (_, column, value, reason) in &draft.unverified {
        ledger.keep_unverified(origin, column, value, reason);
    }
    for remark in &draft.remarks {
        ledger.note(origin, remark.clone());
    }
}

/// Every rule an item breaks: its own, and that what it points to is there.
fn faults(item: &ServiceItem, new: Option<&Department>, references: &References, options: &Options) -> Vec<Fault> {
    let mut faults: Vec<Fault> = item
        .faults(&options.code_pattern)
        .into_iter()
        .chain(references.faults(item, new))
        .map(|fault| Fault::new(fault.field, fault.reason))
        .collect();
    // One fault a field is enough where the second only follows from the first.
    let mut seen = HashSet::new();
    faults.retain(|fault| seen.insert((top(&fault.column).to_owned(), fault.reason.clone())));
    faults
}

/// Two items of one name in one department are kept, and shown to whoever may know that they are one.
fn note_namesakes(good: &[(&Candidate, Cow<'_, ServiceItem>)], ledger: &mut Ledger) {
    let mut first: HashMap<(&str, &str), (Origin, &ItemCode)> = HashMap::new();
    for (candidate, item) in good {
        let origin = &candidate.origin;
        match first.get(&(item.department.as_str(), item.name.zh.as_str())) {
            Some((known, code)) => ledger.note(
                *origin,
                format!(
                    "{} has the name and department of {code} on line {}: both are kept ({})",
                    item.code, known.line, item.name.zh
                ),
            ),
            None => drop(first.insert((&item.department, &item.name.zh), (*origin, &item.code))),
        }
    }
}

async fn note_related_not_there<C: ConnectionTrait>(
    connection: &C,
    good: &[(&Candidate, Cow<'_, ServiceItem>)],
    ledger: &mut Ledger,
) -> Result<(), ImportError> {
    let here: HashSet<&str> = good.iter().map(|(_, item)| item.code.as_str()).collect();
    let elsewhere: HashSet<&str> = good
        .iter()
        .flat_map(|(_, item)| item.related.iter().map(String::as_str))
        .filter(|code| !here.contains(code))
        .collect();
    if elsewhere.is_empty() {
        return Ok(());
    }
    let known = write_items::known_codes(connection, elsewhere.iter().map(|code| (*code).to_owned()).collect()).await?;
    for (candidate, item) in good {
        for code in item.related.iter().filter(|code| !here.contains(code.as_str()) && !known.contains(*code)) {
            ledger.note(candidate.origin, format!("{} names the related item {code}, which is not there", item.code));
        }
    }
    Ok(())
}
