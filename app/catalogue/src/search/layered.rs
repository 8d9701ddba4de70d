//! An index in two layers: one over everything, built at leisure, and a small one over what changed since.
//!
//! What changed is hidden in the lower layer and stands in the upper one as it is now. Terms, frequencies, names and
//! facets are those of both together, so the answers are those of an index built from scratch: a law of the tests.

use std::{ops::Range, sync::Arc};

use chrono::{DateTime, Utc};

use super::{
    facets::Bits,
    index::{Builder, Document, Layer, Sources, Subject},
    lexicon::{Above, Lexicon},
    query::{Facets, Filters},
    strings::SortedStrings,
    synonyms::Synonyms,
};
use crate::model::ServiceItem;

/// Places between two neighbours among the ties of the base: as many items can come between them.
const TIE_STEP: u32 = 1_024;

/// Everything that is needed to search one state of the catalogue.
#[derive(Debug)]
pub struct Index {
    base: Arc<Layer>,
    upper: Option<Upper>,
}

#[derive(Debug)]
struct Upper {
    layer: Layer,
    /// Items of the base that are gone, or stand above as they are now.
    hidden: Bits,
    words: Above,
    ties: Vec<u32>,
}

/// Items of both layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    base: Bits,
    upper: Bits,
    items: u32,
}

impl Chosen {
    pub(super) fn insert(&mut self, item: u32) {
        match item.checked_sub(self.items) {
            None => self.base.insert(item),
            Some(own) => self.upper.insert(own),
        }
    }

    pub(super) fn contains(&self, item: u32) -> bool {
        match item.checked_sub(self.items) {
            None => self.base.contains(item),
            Some(own) => self.upper.contains(own),
        }
    }

    pub(super) fn count(&self) -> usize {
        self.base.count() + self.upper.count()
    }
}

impl Index {
    /// Builds the index of a catalogue.
    pub fn build<I: IntoIterator<Item = (ServiceItem, DateTime<Utc>)>>(sources: Sources<I>) -> Self {
        let Sources { items, departments, areas, life_events, synonyms, boosts } = sources;
        let mut builder = Builder::new(departments, areas, life_events, synonyms, boosts);
        for (item, updated_at) in items {
            builder.add(&item, updated_at);
        }
        builder.finish()
    }

    pub(super) fn on(base: Layer) -> Self {
        Self { base: Arc::new(base), upper: None }
    }

    /// The same catalogue after these items changed: `codes` are all that did since the index was built from scratch,
    /// `sources` holds those of them that still exist, beside the vocabulary it was built with.
    ///
    /// Takes as long as reading those items does, and as finding the changed ones in every term.
    #[must_use]
    pub fn changed<'c, I>(&self, codes: impl IntoIterator<Item = &'c str>, sources: Sources<I>) -> Self
    where
        I: IntoIterator<Item = (ServiceItem, DateTime<Utc>)>,
    {
        let Sources { items, departments, areas, life_events, synonyms: _, boosts } = sources;
        let mut builder = Builder::new(departments, areas, life_events, Vec::new(), boosts);
        for (item, updated_at) in items {
            builder.add(&item, updated_at);
        }
        let (base, layer) = (self.base.clone(), builder.finish_layer());
        let before = self.upper.as_ref();
        let mut hidden = before.map_or_else(|| Bits::none(base.len()), |upper| upper.hidden.clone());
        let mut newly = Vec::new();
        for item in codes.into_iter().filter_map(|code| base.item(code)) {
            if !hidden.contains(item) {
                hidden.insert(item);
                newly.push(item);
            }
        }
        let words = Above::new(&base.vocabulary, &layer.vocabulary).without(
            &base.vocabulary,
            before.map(|upper| &upper.words),
            &newly,
            &hidden,
        );
        let ties = ties_between(&base, &layer);
        Self { base, upper: Some(Upper { layer, hidden, words, ties }) }
    }

    /// How many items stand in the upper layer, hidden ones below counted too.
    pub fn changes(&self) -> usize {
        self.upper.as_ref().map_or(0, |upper| upper.layer.len().max(upper.hidden.count()))
    }

    /// How many items can be found.
    pub fn len(&self) -> usize {
        self.base.len() + self.upper.as_ref().map_or(0, |upper| upper.layer.len()) - self.hidden_count()
    }

    /// Whether nothing can be found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn hidden_count(&self) -> usize {
        self.upper.as_ref().map_or(0, |upper| upper.hidden.count())
    }

    /// How many numbers of items there are, those of hidden ones too.
    pub(super) fn slots(&self) -> usize {
        self.base.len() + self.upper.as_ref().map_or(0, |upper| upper.layer.len())
    }

    /// The first number of the upper layer's items.
    fn first(&self) -> u32 {
        u32::try_from(self.base.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn words(&self) -> Lexicon<'_> {
        let above = self.upper.as_ref().map(|upper| (&upper.layer.vocabulary, &upper.words));
        Lexicon::new(&self.base.vocabulary, above, self.first())
    }

    pub(super) fn synonyms(&self) -> &Synonyms {
        &self.base.synonyms
    }

    fn at(&self, item: u32) -> (&Layer, u32) {
        match (&self.upper, item.checked_sub(self.first())) {
            (Some(upper), Some(own)) => (&upper.layer, own),
            _ => (&self.base, item),
        }
    }

    pub(super) fn document(&self, item: u32) -> &Document {
        let (layer, own) = self.at(item);
        &layer.documents[own as usize]
    }

    /// An item's boost.
    pub(super) fn boost(&self, item: u32) -> f32 {
        let (layer, own) = self.at(item);
        layer.ranks[own as usize].boost
    }

    /// An item's place among items that fit equally well.
    pub(super) fn tie(&self, item: u32) -> u32 {
        match (&self.upper, item.checked_sub(self.first())) {
            (Some(upper), Some(own)) => upper.ties[own as usize],
            _ => self.base.ties[item as usize].saturating_mul(TIE_STEP).saturating_add(TIE_STEP - 1),
        }
    }

    /// Whether an item is gone, or stands in the upper layer as it is now.
    pub(super) fn hides(&self, item: u32) -> bool {
        self.upper.as_ref().is_some_and(|upper| upper.hidden.holds(item))
    }

    /// No item.
    pub(super) fn none(&self) -> Chosen {
        let upper = self.upper.as_ref().map_or(0, |upper| upper.layer.len());
        Chosen { base: Bits::none(self.base.len()), upper: Bits::none(upper), items: self.first() }
    }

    /// Every item.
    pub(super) fn all(&self) -> Chosen {
        let mut base = Bits::all(self.base.len());
        if let Some(upper) = &self.upper {
            base.remove(&upper.hidden);
        }
        let upper = self.upper.as_ref().map_or(0, |upper| upper.layer.len());
        Chosen { base, upper: Bits::all(upper), items: self.first() }
    }

    /// What the filters leave of a set.
    pub(super) fn narrowed(&self, set: &Chosen, filters: &Filters) -> Chosen {
        let upper = self.upper.as_ref();
        Chosen {
            base: self.base.facets.narrowed(&set.base, filters, None),
            upper: upper
                .map_or_else(|| set.upper.clone(), |upper| upper.layer.facets.narrowed(&set.upper, filters, None)),
            items: set.items,
        }
    }

    /// What further filters would leave of a set.
    pub(super) fn facets(&self, set: &Chosen, filters: &Filters) -> Facets {
        let upper = self.upper.as_ref().map(|upper| upper.layer.facets.tally(&set.upper, filters));
        self.base.facets.tally(&set.base, filters).with(upper.unwrap_or_default()).told()
    }

    /// The items of a set in the order of lists where nothing was typed.
    pub(super) fn in_order<'a>(&'a self, set: &'a Chosen) -> impl Iterator<Item = u32> + 'a {
        let mut below = self.base.order.iter().copied().filter(|item| set.base.contains(*item)).peekable();
        let upper = self.upper.as_ref().map(|upper| &upper.layer);
        let own = upper.map_or(&[][..], |layer| &layer.order);
        let mut above = own.iter().copied().filter(|item| set.upper.contains(*item)).peekable();
        std::iter::from_fn(move || {
            let is_above = match (below.peek(), above.peek(), upper) {
                (Some(low), Some(high), Some(layer)) => layer.cmp_order(*high, &self.base, *low).is_lt(),
                (low, _, _) => low.is_none(),
            };
            if is_above { above.next().map(|own| self.first() + own) } else { below.next() }
        })
    }

    /// Tells the items of some strings of each layer.
    pub(super) fn each<'a>(
        &'a self,
        find: impl Fn(&'a Layer) -> (&'a SortedStrings, Range<usize>),
        mut tell: impl FnMut(u32),
    ) {
        let (strings, entries) = find(&self.base);
        strings.values(entries).iter().for_each(|item| tell(*item));
        if let Some(upper) = &self.upper {
            let (strings, entries) = find(&upper.layer);
            strings.values(entries).iter().for_each(|own| tell(self.first() + own));
        }
    }

    /// How many names begin with a text.
    pub(super) fn count_names_starting_with(&self, text: &str) -> usize {
        let Some(upper) = &self.upper else { return self.base.names.starting_with(text).len() };
        let below = self.base.names.values(self.base.names.starting_with(text));
        let shown = below.iter().filter(|item| !upper.hidden.contains(**item)).count();
        shown + upper.layer.names.starting_with(text).len()
    }

    /// Tells the items whose code begins with a text, in the order of the codes, and whether it is the whole code.
    pub(super) fn each_code_starting_with(&self, text: &str, mut tell: impl FnMut(u32, bool)) {
        let (mut below, mut above) = (self.base.codes.starting_with(text), 0..0);
        let codes = self.upper.as_ref().map_or(&self.base.codes, |upper| {
            above = upper.layer.codes.starting_with(text);
            &upper.layer.codes
        });
        let value = |strings: &SortedStrings, entry: usize| strings.values(entry..entry + 1)[0];
        loop {
            let is_above = match (below.is_empty(), above.is_empty()) {
                (true, true) => return,
                (one, other) if one != other => one,
                _ => {
                    let key = |strings: &SortedStrings, entry: usize, first: u32| {
                        let item = first + value(strings, entry);
                        (strings.key(entry).to_owned(), self.document(item).code.clone())
                    };
                    key(codes, above.start, self.first()) < key(&self.base.codes, below.start, 0)
                }
            };
            let (strings, entries, first) =
                if is_above { (codes, &mut above, self.first()) } else { (&self.base.codes, &mut below, 0) };
            let Some(entry) = entries.next() else { return };
            let item = first + value(strings, entry);
            if !self.hides(item) {
                tell(item, strings.key(entry) == text);
            }
        }
    }

    /// Every keyword of an item that can be found.
    fn keywords(&self) -> impl Iterator<Item = &str> {
        let upper = self.upper.as_ref().map(|upper| &upper.layer);
        let shown =
            |layer: &Layer, entry: usize, first: u32| !self.hides(first + layer.keywords.values(entry..entry + 1)[0]);
        let below = (0..self.base.keywords.len()).filter(move |entry| shown(&self.base, *entry, 0));
        let above =
            upper.into_iter().flat_map(|layer| (0..layer.keywords.len()).map(|entry| layer.keywords.key(entry)));
        below.map(|entry| self.base.keywords.key(entry)).chain(above)
    }

    /// Every item that can be found.
    fn documents(&self) -> impl Iterator<Item = &Document> {
        let shown = (0u32..).zip(&self.base.documents).filter(|(item, _)| !self.hides(*item));
        let above = self.upper.as_ref().into_iter().flat_map(|upper| &upper.layer.documents);
        shown.map(|(_, document)| document).chain(above)
    }

    /// Departments, areas and life events whose names begin with a text.
    pub(super) fn subjects_starting_with(&self, text: &str) -> impl Iterator<Item = &Subject> {
        let names = &self.base.subject_names;
        names.values(names.starting_with(text)).iter().map(|number| &self.base.subjects[*number as usize])
    }

    /// Every official word: keywords and Chinese names of items, departments, areas and life events; some several times.
    pub(super) fn official_words(&self) -> impl Iterator<Item = &str> {
        let subjects = self.base.subjects.iter().map(|subject| subject.name.zh.as_str());
        self.keywords().chain(subjects).chain(self.documents().map(|document| &*document.name.0))
    }
}

/// The places of a layer's items between those of the base.
fn ties_between(base: &Layer, layer: &Layer) -> Vec<u32> {
    let numbers = |layer: &Layer| (0u32..).zip(&layer.ties).map(|(item, place)| (*place, item)).collect::<Vec<_>>();
    let mut by_place = vec![0u32; base.len()];
    for (place, item) in numbers(base) {
        by_place[place as usize] = item;
    }
    let mut own = numbers(layer);
    own.sort_unstable();
    let mut ties = vec![0u32; layer.len()];
    for (place, item) in own {
        let before = by_place.partition_point(|below| base.cmp_ties(*below, layer, item).is_lt());
        let gap = u32::try_from(before).unwrap_or(u32::MAX).saturating_mul(TIE_STEP);
        ties[item as usize] = gap.saturating_add(place.min(TIE_STEP - 2));
    }
    ties
}
