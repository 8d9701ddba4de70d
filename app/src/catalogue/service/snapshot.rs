use std::collections::{BTreeMap, HashMap};

use super::super::{
    model::{Area, Department, Division, LifeEvent, Place},
    search::{Builder, Index},
    store,
};
use crate::{
    database::{Database, Fault},
    identity::DepartmentTree,
};

/// How many items are read at once while the index is built.
const PAGE: u64 = 2_000;

/// What is published at one revision: the vocabulary whole, and the index over the items.
pub struct Snapshot {
    /// The revision it was taken at, or an earlier one where the catalogue changed meanwhile: then it is taken again.
    pub revision: i64,
    /// Over every item.
    pub index: Index,
    /// In the city's order.
    pub departments: Vec<Department>,
    /// In the city's order.
    pub areas: Vec<Area>,
    /// In the order of a life.
    pub life_events: Vec<LifeEvent>,
    /// By code.
    pub districts: Vec<Division>,
    places: HashMap<String, Place>,
    department_positions: HashMap<String, usize>,
    /// How many items each department offers.
    pub items_by_department: BTreeMap<String, usize>,
    /// How many items stand in each area.
    pub items_by_area: BTreeMap<String, usize>,
    /// How many items there are.
    pub item_count: usize,
}

impl Snapshot {
    /// Reads everything that is published.
    pub(in crate::catalogue) async fn take(database: &Database) -> Result<Self, Fault> {
        let reader = database.reader();
        let revision = store::read::revision(reader).await?;
        let departments = store::read::departments(reader).await?;
        let areas = store::read::areas(reader).await?;
        let life_events = store::read::life_events(reader).await?;
        let districts = store::read::districts(reader).await?;
        let places = store::read::places(reader).await?;
        let synonyms = store::search::load_synonyms(reader).await?;
        let boosts = store::search::load_boosts(reader).await?;

        let mut builder = Builder::new(departments.clone(), areas.clone(), life_events.clone(), synonyms, boosts);
        let mut items_by_department = BTreeMap::<String, usize>::new();
        let mut items_by_area = BTreeMap::<String, usize>::new();
        let mut item_count = 0;
        let mut after: Option<String> = None;
        loop {
            let page = store::read::items_after(reader, after.as_deref(), PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.item.code.to_string());
            item_count += page.len();
            for stored in &page {
                *items_by_department.entry(stored.item.department.clone()).or_default() += 1;
                for area in &stored.item.areas {
                    *items_by_area.entry(area.clone()).or_default() += 1;
                }
            }
            // Segmenting is work for a thread that answers nobody.
            builder = on_blocking_thread(move || {
                for stored in &page {
                    builder.add(&stored.item, stored.updated_at);
                }
                builder
            })
            .await?;
        }
        let index = on_blocking_thread(move || builder.finish()).await?;
        Ok(Self {
            revision,
            index,
            department_positions: departments.iter().enumerate().map(|(at, one)| (one.id.clone(), at)).collect(),
            places: places.into_iter().map(|place| (place.id.clone(), place)).collect(),
            departments,
            areas,
            life_events,
            districts,
            items_by_department,
            items_by_area,
            item_count,
        })
    }

    /// A department by id.
    pub fn department(&self, id: &str) -> Option<&Department> {
        self.department_positions.get(id).map(|at| &self.departments[*at])
    }

    /// A department's id, then those of all departments above it; empty where there is no such department.
    pub fn department_chain(&self, id: &str) -> Vec<String> {
        let mut chain: Vec<String> = Vec::new();
        let mut next = self.department(id);
        while let Some(department) = next {
            // A circle in the data ends where it closes.
            if chain.contains(&department.id) {
                break;
            }
            chain.push(department.id.clone());
            next = department.parent.as_deref().and_then(|id| self.department(id));
        }
        chain
    }

    /// Which departments there are and which stands above which.
    pub fn department_tree(&self) -> DepartmentTree {
        tree_of(&self.departments)
    }

    /// An area by code.
    pub fn area(&self, code: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.code == code)
    }

    /// A life event by code.
    pub fn life_event(&self, code: &str) -> Option<&LifeEvent> {
        self.life_events.iter().find(|event| event.code == code)
    }

    /// A district by code.
    pub fn district(&self, code: &str) -> Option<&Division> {
        self.districts.iter().find(|district| district.code == code)
    }

    /// Every place, in no order.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.values()
    }

    /// A place by id.
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.places.get(id)
    }
}

/// Which departments are stored and which stands above which, for those who need no snapshot.
pub async fn department_tree(database: &Database) -> Result<DepartmentTree, Fault> {
    Ok(tree_of(&store::read::departments(database.reader()).await?))
}

fn tree_of(departments: &[Department]) -> DepartmentTree {
    DepartmentTree::new(departments.iter().map(|one| (one.id.clone(), one.parent.clone())))
}

async fn on_blocking_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Fault::Unavailable(format!("the index was not built: {error}")))
}
