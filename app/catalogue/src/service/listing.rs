use std::collections::HashMap;

use super::{
    super::{
        model::{Bilingual, ServiceItem},
        search::{Answer, Facets},
        store::read::StoredItem,
    },
    Snapshot,
};

/// An item of a list, with its department's name.
pub struct ListedItem {
    /// The item.
    pub item: ServiceItem,
    /// The department's full name.
    pub department: Bilingual,
}

impl ListedItem {
    pub(super) fn new(snapshot: &Snapshot, stored: StoredItem) -> Self {
        let department = snapshot
            .department(&stored.item.department)
            .map_or_else(|| Bilingual::zh(stored.item.department.clone()), |department| department.name.clone());
        Self { item: stored.item, department }
    }
}

/// A page of a list, with what it can be narrowed by.
pub struct Listing {
    /// How many there are in all.
    pub total: usize,
    /// This page of them.
    pub items: Vec<ListedItem>,
    /// How many match by area, department, audience and mode.
    pub facets: Facets,
    /// What the query was read as, where it was mended.
    pub read_as: Option<String>,
    /// The words that matched, for marking them.
    pub terms: Vec<String>,
}

impl Listing {
    pub(super) fn new(
        snapshot: &Snapshot,
        answer: Answer,
        mut items: HashMap<String, StoredItem>,
        codes: &[String],
    ) -> Self {
        Self {
            total: answer.total,
            items: codes
                .iter()
                .filter_map(|code| items.remove(code))
                .map(|stored| ListedItem::new(snapshot, stored))
                .collect(),
            facets: answer.facets,
            read_as: answer.read_as,
            terms: answer.terms,
        }
    }
}
