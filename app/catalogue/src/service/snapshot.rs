use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::super::{
    model::{Area, Department, Division, LifeEvent, Place},
    search::{Index, Query},
    store,
};
use foundation::database::{Database, Fault};
use identity::DepartmentTree;

/// What items refer to, and what editors teach the search: read whole, for it is small.
pub(super) struct Vocabulary {
    pub(super) departments: Arc<[Department]>,
    pub(super) areas: Arc<[Area]>,
    pub(super) life_events: Arc<[LifeEvent]>,
    pub(super) synonyms: Vec<(String, Vec<String>)>,
    pub(super) boosts: Vec<(String, f64)>,
    districts: Arc<[Division]>,
    places: HashMap<String, Place>,
    department_positions: HashMap<String, usize>,
}

impl Vocabulary {
    pub(super) async fn read(database: &Database) -> Result<Arc<Self>, Fault> {
        let reader = database.reader();
        let departments = store::read::departments(reader).await?;
        let places = store::read::places(reader).await?;
        Ok(Arc::new(Self {
            department_positions: departments.iter().enumerate().map(|(at, one)| (one.id.clone(), at)).collect(),
            departments: departments.into(),
            areas: store::read::areas(reader).await?.into(),
            life_events: store::read::life_events(reader).await?.into(),
            synonyms: store::search::load_synonyms(reader).await?,
            boosts: store::search::load_boosts(reader).await?,
            districts: store::read::districts(reader).await?.into(),
            places: places.into_iter().map(|place| (place.id.clone(), place)).collect(),
        }))
    }
}

/// What is published at one revision: the vocabulary whole, and the index over the items.
pub struct Snapshot {
    /// The revision it was taken at, or an earlier one where the catalogue changed meanwhile: then it is taken again.
    pub revision: i64,
    /// Over every item.
    pub index: Arc<Index>,
    /// In the city's order.
    pub departments: Arc<[Department]>,
    /// In the city's order.
    pub areas: Arc<[Area]>,
    /// In the order of a life.
    pub life_events: Arc<[LifeEvent]>,
    /// By code.
    pub districts: Arc<[Division]>,
    vocabulary: Arc<Vocabulary>,
    /// How many items each department offers.
    pub items_by_department: BTreeMap<String, usize>,
    /// How many items stand in each area.
    pub items_by_area: BTreeMap<String, usize>,
    /// How many items there are.
    pub item_count: usize,
}

impl Snapshot {
    pub(super) fn new(revision: i64, vocabulary: Arc<Vocabulary>, index: Arc<Index>) -> Self {
        let everything = index.search(&Query::text_only("", 0));
        Self {
            revision,
            items_by_department: everything.facets.departments.into_iter().collect(),
            items_by_area: everything.facets.areas.into_iter().collect(),
            item_count: everything.total,
            index,
            departments: vocabulary.departments.clone(),
            areas: vocabulary.areas.clone(),
            life_events: vocabulary.life_events.clone(),
            districts: vocabulary.districts.clone(),
            vocabulary,
        }
    }

    pub(super) fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// A department by id.
    pub fn department(&self, id: &str) -> Option<&Department> {
        self.vocabulary.department_positions.get(id).map(|at| &self.departments[*at])
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
        self.vocabulary.places.values()
    }

    /// A place by id.
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.vocabulary.places.get(id)
    }
}

/// Which departments are stored and which stands above which, for those who need no snapshot.
pub async fn department_tree(database: &Database) -> Result<DepartmentTree, Fault> {
    Ok(tree_of(&store::read::departments(database.reader()).await?))
}

fn tree_of(departments: &[Department]) -> DepartmentTree {
    DepartmentTree::new(departments.iter().map(|one| (one.id.clone(), one.parent.clone())))
}
