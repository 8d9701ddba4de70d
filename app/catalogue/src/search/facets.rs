//! Sets of items, and what each filter would leave of them.

use std::collections::BTreeMap;

use super::query::{Facets, Filters};
use crate::model::{Audience, ServiceMode};

/// A set of items by number, one bit each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// None of so many items.
    pub(super) fn none(items: usize) -> Self {
        Self(vec![0; items.div_ceil(64)])
    }

    /// All of so many items.
    pub(super) fn all(items: usize) -> Self {
        let mut words = vec![u64::MAX; items / 64];
        if !items.is_multiple_of(64) {
            words.push((1 << (items % 64)) - 1);
        }
        Self(words)
    }

    /// Takes an item in.
    pub(super) fn insert(&mut self, item: u32) {
        self.0[item as usize / 64] |= 1 << (item % 64);
    }

    /// Whether an item is in it.
    pub(super) fn contains(&self, item: u32) -> bool {
        self.0[item as usize / 64] >> (item % 64) & 1 == 1
    }

    /// The same for a number that may be beyond those it was made for.
    pub(super) fn holds(&self, item: u32) -> bool {
        self.0.get(item as usize / 64).is_some_and(|word| word >> (item % 64) & 1 == 1)
    }

    /// How many items are in it.
    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Takes out what is in another set of the same items.
    pub(super) fn remove(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }

    fn keep(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }
}

/// The items of one value of a facet: a list while they are few, bits once that is smaller.
#[derive(Debug)]
enum Members {
    Few(Vec<u32>),
    Many(Bits),
}

impl Members {
    fn new(mut items: Vec<u32>, of: usize) -> Self {
        items.dedup();
        if items.len() * 32 < of {
            items.shrink_to_fit();
            return Self::Few(items);
        }
        let mut bits = Bits::none(of);
        for item in items {
            bits.insert(item);
        }
        Self::Many(bits)
    }

    fn add_to(&self, set: &mut Bits) {
        match self {
            Self::Few(items) => {
                for item in items {
                    set.insert(*item);
                }
            }
            Self::Many(bits) => {
                for (word, other) in set.0.iter_mut().zip(&bits.0) {
                    *word |= other;
                }
            }
        }
    }

    fn count_in(&self, set: &Bits) -> usize {
        match self {
            Self::Few(items) => items.iter().filter(|item| set.contains(**item)).count(),
            Self::Many(bits) => bits.0.iter().zip(&set.0).map(|(a, b)| (a & b).count_ones() as usize).sum(),
        }
    }
}

/// One facet: the items of each of its values.
#[derive(Debug, Default)]
struct Facet(Vec<(String, Members)>);

impl Facet {
    fn new(values: BTreeMap<String, Vec<u32>>, items: usize) -> Self {
        Self(values.into_iter().map(|(value, members)| (value, Members::new(members, items))).collect())
    }

    fn narrow(&self, set: &mut Bits, items: usize, fits: impl Fn(&str) -> bool) {
        let mut wanted = Bits::none(items);
        for (_, members) in self.0.iter().filter(|(value, _)| fits(value)) {
            members.add_to(&mut wanted);
        }
        set.keep(&wanted);
    }

    /// How many of a set have each value, most first.
    fn counts(&self, set: &Bits) -> Vec<(String, usize)> {
        let counted = self.0.iter().map(|(value, members)| (value.clone(), members.count_in(set)));
        let mut counts: Vec<_> = counted.filter(|(_, count)| *count > 0).collect();
        counts.sort_by(most_first);
        counts
    }
}

/// What a facet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Area,
    Department,
    District,
    Audience,
    Mode,
    LifeEvent,
    Remote,
}

/// Gathers which item has which values.
#[derive(Debug, Default)]
pub(super) struct FacetsBuilder {
    values: [BTreeMap<String, Vec<u32>>; 6],
    remote: Vec<u32>,
    everywhere: Vec<u32>,
}

impl FacetsBuilder {
    /// Says that an item has a value; items come in order.
    pub(super) fn add(&mut self, kind: Kind, value: &str, item: u32) {
        let Some(values) = self.values.get_mut(kind as usize) else { return self.remote.push(item) };
        match values.get_mut(value) {
            Some(items) => items.push(item),
            None => drop(values.insert(value.to_owned(), vec![item])),
        }
    }

    /// Says that an item is limited to no district.
    pub(super) fn add_everywhere(&mut self, item: u32) {
        self.everywhere.push(item);
    }

    /// The facets of so many items.
    pub(super) fn finish(self, items: usize) -> FacetSets {
        FacetSets {
            items,
            facets: self.values.map(|values| Facet::new(values, items)),
            remote: Members::new(self.remote, items),
            everywhere: Members::new(self.everywhere, items),
        }
    }
}

/// Which items have which values.
#[derive(Debug)]
pub(super) struct FacetSets {
    items: usize,
    /// In the order of [`Kind`].
    facets: [Facet; 6],
    remote: Members,
    /// Items limited to no district.
    everywhere: Members,
}

impl FacetSets {
    /// What the filters leave of a set, ignoring the filter of one facet.
    pub(super) fn narrowed(&self, set: &Bits, filters: &Filters, except: Option<Kind>) -> Bits {
        let mut set = set.clone();
        let mut narrow = |kind: Kind, wanted: Option<&str>| {
            if let Some(wanted) = wanted.filter(|_| except != Some(kind)) {
                self.facets[kind as usize].narrow(&mut set, self.items, |value| value == wanted);
            }
        };
        narrow(Kind::Area, filters.area.as_deref());
        narrow(Kind::Department, filters.department.as_deref());
        narrow(Kind::Audience, filters.audience.map(Audience::code));
        narrow(Kind::Mode, filters.mode.map(ServiceMode::code));
        narrow(Kind::LifeEvent, filters.life_event.as_deref());
        if let Some(district) = filters.district.as_deref().filter(|_| except != Some(Kind::District)) {
            let mut wanted = Bits::none(self.items);
            self.everywhere.add_to(&mut wanted);
            for (value, members) in &self.facets[Kind::District as usize].0 {
                if serves(value, district) {
                    members.add_to(&mut wanted);
                }
            }
            set.keep(&wanted);
        }
        if filters.remote_only && except != Some(Kind::Remote) {
            let mut wanted = Bits::none(self.items);
            self.remote.add_to(&mut wanted);
            set.keep(&wanted);
        }
        set
    }

    /// How many of the matches each value would leave: all filters but the facet's own are in force.
    pub(super) fn tally(&self, matches: &Bits, filters: &Filters) -> Tally {
        let all = self.narrowed(matches, filters, None);
        let of = |kind: Kind, is_set: bool| {
            let own;
            let set = if is_set {
                own = self.narrowed(matches, filters, Some(kind));
                &own
            } else {
                &all
            };
            (self.facets.get(kind as usize).map(|facet| facet.counts(set)).unwrap_or_default(), set.clone())
        };
        let (districts, set) = of(Kind::District, filters.district.is_some());
        let everywhere = self.everywhere.count_in(&set);
        let (_, set) = of(Kind::Remote, filters.remote_only);
        let facets = Facets {
            areas: of(Kind::Area, filters.area.is_some()).0,
            departments: of(Kind::Department, filters.department.is_some()).0,
            audiences: of(Kind::Audience, filters.audience.is_some()).0,
            modes: of(Kind::Mode, filters.mode.is_some()).0,
            life_events: of(Kind::LifeEvent, filters.life_event.is_some()).0,
            districts,
            remote: self.remote.count_in(&set),
        };
        Tally { facets, everywhere }
    }
}

/// What was counted in one set of items; several become one.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Here districts count only what is limited to them.
    facets: Facets,
    /// Items limited to no district.
    everywhere: usize,
}

impl Tally {
    /// Both counted together.
    pub(super) fn with(self, other: Self) -> Self {
        let (mine, theirs) = (self.facets, other.facets);
        Self {
            facets: Facets {
                areas: together(mine.areas, theirs.areas),
                departments: together(mine.departments, theirs.departments),
                audiences: together(mine.audiences, theirs.audiences),
                modes: together(mine.modes, theirs.modes),
                life_events: together(mine.life_events, theirs.life_events),
                districts: together(mine.districts, theirs.districts),
                remote: mine.remote + theirs.remote,
            },
            everywhere: self.everywhere + other.everywhere,
        }
    }

    /// As they are told: what is limited to no district counts for each.
    pub(super) fn told(mut self) -> Facets {
        for (_, count) in &mut self.facets.districts {
            *count += self.everywhere;
        }
        self.facets
    }
}

fn together(counts: Vec<(String, usize)>, others: Vec<(String, usize)>) -> Vec<(String, usize)> {
    if others.is_empty() {
        return counts;
    }
    let mut sums: BTreeMap<String, usize> = counts.into_iter().collect();
    for (value, count) in others {
        *sums.entry(value).or_default() += count;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by(most_first);
    sums
}

fn most_first(a: &(String, usize), b: &(String, usize)) -> std::cmp::Ordering {
    b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0))
}

/// Whether an item limited to one division serves another: the same, one above it, or one inside it. Codes nest.
pub(super) fn serves(limited_to: &str, district: &str) -> bool {
    district.starts_with(limited_to) || limited_to.starts_with(district)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_was_put_in() {
        for items in [0usize, 1, 63, 64, 65, 200] {
            assert_eq!(Bits::all(items).count(), items);
            assert_eq!(Bits::none(items).count(), 0);
        }
        let mut bits = Bits::none(70);
        bits.insert(69);
        assert!(bits.contains(69) && !bits.contains(68));
    }

    #[test]
    fn a_facet_counts_what_its_own_filter_hides() {
        let mut builder = FacetsBuilder::default();
        for item in 0..100 {
            builder.add(Kind::Area, if item % 2 == 0 { "even" } else { "odd" }, item);
            builder.add(Kind::Department, if item < 10 { "small" } else { "large" }, item);
            if item < 50 { builder.add(Kind::District, "510104", item) } else { builder.add_everywhere(item) }
        }
        let sets = builder.finish(100);
        let filters = Filters { area: Some("even".into()), district: Some("510104001".into()), ..Filters::default() };
        assert_eq!(sets.narrowed(&Bits::all(100), &filters, None).count(), 50);
        let facets = sets.tally(&Bits::all(100), &filters).told();
        assert_eq!(facets.areas, [("even".to_owned(), 50), ("odd".to_owned(), 50)]);
        assert_eq!(facets.departments, [("large".to_owned(), 45), ("small".to_owned(), 5)]);
        assert_eq!(facets.districts, [("510104".to_owned(), 50)]);
        let elsewhere = Filters { district: Some("510105".into()), ..Filters::default() };
        assert_eq!(sets.narrowed(&Bits::all(100), &elsewhere, None).count(), 50);
    }
}
