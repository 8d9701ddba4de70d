//! A layer of the index: built item by item, then only read.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
};

use chrono::{DateTime, Utc};

use super::{
    Index,
    facets::{FacetSets, FacetsBuilder, Kind},
    normalise::{compact, is_all_han, normalise},
    pinyin::MAX_CHARACTERS,
    ranking::{Field, Impact},
    segment::{Depth, index_terms, phrase},
    strings::{SortedStrings, StringsBuilder},
    synonyms::Synonyms,
    vocabulary::{Vocabulary, VocabularyBuilder},
};
use crate::model::{Area, Bilingual, Department, LifeEvent, ServiceItem};

/// What an index is built from. Items are read one by one and not kept.
#[derive(Debug)]
pub struct Sources<I> {
    /// The items, each with when it was last changed.
    pub items: I,
    /// Departments: items are found by the names of theirs.
    pub departments: Vec<Department>,
    /// Areas, likewise.
    pub areas: Vec<Area>,
    /// Life events, likewise.
    pub life_events: Vec<LifeEvent>,
    /// What else a word may mean: the word, and the words to look for too.
    pub synonyms: Vec<(String, Vec<String>)>,
    /// Items lifted (above 1) or lowered (below 1), by code.
    pub boosts: Vec<(String, f64)>,
}

/// Everything that is needed to search some items.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) vocabulary: Vocabulary,
    pub(super) facets: FacetSets,
    pub(super) synonyms: Synonyms,
    pub(super) documents: Vec<Document>,
    /// What orders each item where nothing was asked, or two fit equally well.
    pub(super) ranks: Vec<Rank>,
    /// Each item's place among items that fit equally well: shorter names first, then newer, then by code.
    pub(super) ties: Vec<u32>,
    /// Items in the order in which they are listed where nothing was typed.
    pub(super) order: Vec<u32>,
    /// Whole names, compact, in both languages, with and without what stands in brackets.
    pub(super) names: SortedStrings,
    /// Whole keywords, compact.
    pub(super) keywords: SortedStrings,
    /// Codes without separators, from the front and from behind each separator.
    pub(super) codes: SortedStrings,
    /// Departments, areas and life events by their names' beginnings, as numbers into `subjects`.
    pub(super) subject_names: SortedStrings,
    pub(super) subjects: Vec<Subject>,
}

/// What is kept of an item.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) code: Box<str>,
    pub(super) name: (Box<str>, Box<str>),
}

/// What orders an item among others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rank {
    pub(super) boost: f32,
    name_length: u32,
    updated_at: DateTime<Utc>,
}

/// A department, an area or a life event, to be suggested.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) kind: super::SuggestionKind,
    pub(super) code: String,
    pub(super) name: Bilingual,
}

impl Layer {
    /// How many items it holds.
    pub(super) fn len(&self) -> usize {
        self.documents.len()
    }

    fn place(&self, item: u32) -> (&Rank, &str) {
        (&self.ranks[item as usize], &self.documents[item as usize].code)
    }

    /// Which of two items comes first where both fit equally well: the shorter name, then the newer, then by code.
    pub(super) fn cmp_ties(&self, item: u32, other: &Self, others: u32) -> Ordering {
        let ((first, code), (second, other_code)) = (self.place(item), other.place(others));
        let by_name = first.name_length.cmp(&second.name_length);
        by_name.then(second.updated_at.cmp(&first.updated_at)).then_with(|| code.cmp(other_code))
    }

    /// Which of two items comes first where nothing was asked.
    pub(super) fn cmp_order(&self, item: u32, other: &Self, others: u32) -> Ordering {
        let ((first, code), (second, other_code)) = (self.place(item), other.place(others));
        second.boost.total_cmp(&first.boost).then_with(|| code.cmp(other_code))
    }

    /// The item with a code.
    pub(super) fn item(&self, code: &str) -> Option<u32> {
        let same = self.codes.values(self.codes.equal(&compact(&code.to_ascii_lowercase())));
        same.iter().copied().find(|item| *self.documents[*item as usize].code == *code)
    }
}

/// Builds an index from items that come one by one, as pages of a store do.
#[derive(Debug)]
pub struct Builder {
    terms: VocabularyBuilder,
    facets: FacetsBuilder,
    synonyms: Synonyms,
    boosts: HashMap<String, f64>,
    /// The names of departments, areas and life events by kind and code, as terms.
    subject_terms: BTreeMap<(u8, String), Vec<(u32, bool)>>,
    documents: Vec<Document>,
    ranks: Vec<Rank>,
    names: StringsBuilder,
    keywords: StringsBuilder,
    codes: StringsBuilder,
    subject_names: StringsBuilder,
    subjects: Vec<Subject>,
    /// Terms of long texts that many items share: the same materials and conditions come again and again.
    seen: HashMap<String, Vec<(u32, bool)>>,
}

/// Texts remembered while building, and how long one may be.
const MAX_SEEN: usize = 20_000;
const MAX_SEEN_BYTES: usize = 240;
/// What is read of an item's long texts, in bytes: the guide of a well-described item several times over.
const MAX_BODY_BYTES: usize = 24_000;

impl Builder {
    /// Begins an index.
    pub fn new(
        departments: Vec<Department>,
        areas: Vec<Area>,
        life_events: Vec<LifeEvent>,
        synonyms: Vec<(String, Vec<String>)>,
        boosts: Vec<(String, f64)>,
    ) -> Self {
        let mut builder = Self {
            terms: VocabularyBuilder::default(),
            facets: FacetsBuilder::default(),
            synonyms: Synonyms::new(synonyms),
            boosts: boosts.into_iter().collect(),
            subject_terms: BTreeMap::new(),
            documents: Vec::new(),
            ranks: Vec::new(),
            names: StringsBuilder::default(),
            keywords: StringsBuilder::default(),
            codes: StringsBuilder::default(),
            subject_names: StringsBuilder::default(),
            subjects: Vec::new(),
            seen: HashMap::new(),
        };
        for life_event in life_events {
            builder.add_subject(
                super::SuggestionKind::LifeEvent,
                life_event.code,
                &[&life_event.name],
                life_event.name.clone(),
            );
        }
        for area in areas {
            builder.add_subject(super::SuggestionKind::Area, area.code, &[&area.name], area.name.clone());
        }
        for department in departments {
            let names: Vec<_> =
                [Some(&department.name), department.short_name.as_ref()].into_iter().flatten().collect();
            builder.add_subject(super::SuggestionKind::Department, department.id, &names, department.name.clone());
        }
        builder
    }

    fn add_subject(&mut self, kind: super::SuggestionKind, code: String, names: &[&Bilingual], name: Bilingual) {
        let number = u32::try_from(self.subjects.len()).unwrap_or(u32::MAX);
        let mut numbers = Vec::new();
        for text in names.iter().flat_map(|name| [&name.zh, &name.en]) {
            let text = normalise(text);
            index_terms(&text, Depth::Everything, &mut |term, word| {
                numbers.push((self.terms.number(term, word), word));
            });
            self.subject_names.add(&compact(&text), number);
            if let Some(sound) = super::pinyin::sound(&text) {
                self.subject_names.add(&sound.full, number);
            }
        }
        self.subject_terms.insert((kind as u8, code.clone()), numbers);
        self.subjects.push(Subject { kind, code, name });
    }

    /// Takes an item in.
    pub fn add(&mut self, item: &ServiceItem, updated_at: DateTime<Utc>) {
        // A catalogue of more items than u32 counts does not fit into memory long before.
        let number = u32::try_from(self.documents.len()).unwrap_or(u32::MAX);
        self.add_name(&item.name, number);
        for keyword in &item.keywords {
            self.add_keyword(keyword, number);
        }
        self.add_about(item);
        self.add_body(item);
        self.terms.finish_item();
        self.add_code(item.code.as_str(), number);
        self.add_facets(item, number);
        self.documents.push(Document {
            code: item.code.as_str().into(),
            name: (item.name.zh.as_str().into(), item.name.en.as_str().into()),
        });
        self.ranks.push(Rank {
            #[expect(clippy::cast_possible_truncation, reason = "a factor between 0 and 10 needs no more digits")]
            boost: self.boosts.get(item.code.as_str()).map_or(1.0, |factor| factor.clamp(0.01, 10.0) as f32),
            name_length: u32::try_from(by_brackets(&item.name.zh).0.chars().count()).unwrap_or(u32::MAX),
            updated_at,
        });
    }

    fn add_name(&mut self, name: &Bilingual, number: u32) {
        for name in [&name.zh, &name.en] {
            let text = normalise(name);
            // What a name says in brackets explains it, as a keyword does.
            let (outside, inside) = by_brackets(&text);
            for (part, field) in [(outside, Field::Name), (inside, Field::Keyword)] {
                let whole = phrase(&part);
                self.add_text(&part, Depth::Everything, |term| Impact::share(field, term.len(), whole.len()));
                if field == Field::Name {
                    self.names.add(&whole, number);
                }
            }
            self.names.add(&phrase(&text), number);
        }
    }

    fn add_keyword(&mut self, keyword: &str, number: u32) {
        let text = normalise(keyword);
        let whole = phrase(&text);
        self.add_text(&text, Depth::Everything, |term| Impact::share(Field::Keyword, term.len(), whole.len()));
        if is_all_han(&whole) && whole.chars().count() <= MAX_CHARACTERS {
            let term = self.terms.number(&whole, true);
            self.terms.add(term, Impact::share(Field::Keyword, 1, 1), true);
        }
        self.keywords.add(&whole, number);
    }

    fn add_about(&mut self, item: &ServiceItem) {
        let texts = [&item.summary, &item.result, &item.parent_name, &item.authority, &item.handling_org];
        for text in texts.into_iter().flatten().flat_map(|text| [&text.zh, &text.en]) {
            self.add_text(&normalise(text), Depth::Everything, |_| Impact::new(Field::About, 0.7));
        }
        // Hundreds of items share an area: that is no reason to show them beside those that say the word.
        let subjects = [
            (super::SuggestionKind::Department, std::slice::from_ref(&item.department), Impact::new(Field::About, 0.3)),
            (super::SuggestionKind::Area, &item.areas, Impact::new(Field::Body, 1.0)),
            (super::SuggestionKind::LifeEvent, &item.life_events, Impact::new(Field::Body, 1.0)),
        ];
        for (kind, codes, impact) in subjects {
            for code in codes {
                for (term, word) in self.subject_terms.get(&(kind as u8, code.clone())).into_iter().flatten() {
                    self.terms.add(*term, impact, *word);
                }
            }
        }
    }

    fn add_body(&mut self, item: &ServiceItem) {
        let lines = item.conditions.iter().chain(&item.exclusions);
        let materials = item.materials.iter().map(|material| &material.name);
        let steps = item.steps.iter().map(|step| &step.name);
        let questions = item.faq.iter().flat_map(|question| [&question.question, &question.answer]);
        let mut read = 0;
        for text in materials.chain(lines).chain(questions).chain(steps).flat_map(|text| [&text.zh, &text.en]) {
            read += text.len();
            if read > MAX_BODY_BYTES {
                break;
            }
            self.add_shared_text(text);
        }
        for material in item.materials.iter().map(|material| normalise(&material.name.zh)) {
            self.add_text(&material, Depth::Words, |_| Impact::new(Field::Body, 0.8));
        }
    }

    fn add_text(&mut self, text: &str, depth: Depth, impact: impl Fn(&str) -> Impact) {
        let terms = &mut self.terms;
        index_terms(text, depth, &mut |term, word| {
            let number = terms.number(term, word);
            terms.add(number, impact(term), word);
        });
    }

    fn add_shared_text(&mut self, text: &str) {
        let impact = Impact::new(Field::Body, 0.5);
        if let Some(numbers) = self.seen.get(text) {
            for (number, word) in numbers {
                self.terms.add(*number, impact, *word);
            }
            return;
        }
        let mut numbers = Vec::new();
        index_terms(&normalise(text), Depth::Words, &mut |term, word| {
            numbers.push((self.terms.number(term, word), word));
        });
        for (number, word) in &numbers {
            self.terms.add(*number, impact, *word);
        }
        if text.len() <= MAX_SEEN_BYTES && self.seen.len() < MAX_SEEN {
            self.seen.insert(text.to_owned(), numbers);
        }
    }

    fn add_code(&mut self, code: &str, number: u32) {
        let code = code.to_ascii_lowercase();
        let separates = |c: char| !c.is_ascii_alphanumeric();
        let behind = code.match_indices(separates).map(|(at, separator)| at + separator.len());
        for start in std::iter::once(0).chain(behind) {
            self.codes.add(&compact(&code[start..]), number);
        }
    }

    fn add_facets(&mut self, item: &ServiceItem, number: u32) {
        let facets = &mut self.facets;
        facets.add(Kind::Department, &item.department, number);
        item.areas.iter().for_each(|area| facets.add(Kind::Area, area, number));
        item.life_events.iter().for_each(|event| facets.add(Kind::LifeEvent, event, number));
        item.audiences.iter().for_each(|audience| facets.add(Kind::Audience, audience.code(), number));
        item.modes.iter().for_each(|mode| facets.add(Kind::Mode, mode.code(), number));
        item.districts.iter().for_each(|district| facets.add(Kind::District, district, number));
        if item.districts.is_empty() {
            facets.add_everywhere(number);
        }
        if item.is_fully_remote() {
            facets.add(Kind::Remote, "", number);
        }
    }

    /// Puts everything in order.
    pub fn finish(self) -> Index {
        Index::on(self.finish_layer())
    }

    pub(super) fn finish_layer(self) -> Layer {
        let Self { terms, facets, synonyms, documents, ranks, names, keywords, codes, subject_names, subjects, .. } =
            self;
        let order: Vec<u32> = (0u32..).zip(&documents).map(|(item, _)| item).collect();
        let mut layer = Layer {
            facets: facets.finish(documents.len()),
            vocabulary: terms.finish(),
            synonyms,
            order: Vec::new(),
            ranks,
            ties: vec![0; documents.len()],
            names: names.finish(),
            keywords: keywords.finish(),
            codes: codes.finish(),
            subject_names: subject_names.finish(),
            subjects,
            documents,
        };
        let mut by_ties = order.clone();
        by_ties.sort_unstable_by(|a, b| layer.cmp_ties(*a, &layer, *b));
        for (place, item) in (0u32..).zip(by_ties) {
            layer.ties[item as usize] = place;
        }
        let mut order = order;
        order.sort_unstable_by(|a, b| layer.cmp_order(*a, &layer, *b));
        layer.order = order;
        layer
    }
}

/// What a name says outside and inside its brackets: 最低生活保障申请 and 低保 of 最低生活保障（低保）申请.
fn by_brackets(name: &str) -> (String, String) {
    let mut depth = 0usize;
    let (mut outside, mut inside) = (String::with_capacity(name.len()), String::new());
    for c in name.chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => {
                depth = depth.saturating_sub(1);
                inside.push(' ');
            }
            _ if depth == 0 => outside.push(c),
            _ => inside.push(c),
        }
    }
    // A name that is nothing but a bracket is its own core.
    if outside.chars().any(char::is_alphanumeric) { (outside, inside) } else { (name.to_owned(), String::new()) }
}
