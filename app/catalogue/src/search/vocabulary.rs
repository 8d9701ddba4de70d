//! Every term of the catalogue with the items that hold it, and how the terms sound.

use std::{collections::HashMap, ops::Range};

use super::{
    facets::Bits,
    normalise::is_all_han,
    pinyin::{self, MAX_CHARACTERS},
    ranking::Impact,
    strings::{SortedStrings, StringsBuilder},
};

/// A term by its place in the sorted vocabulary.
pub(super) type TermId = u32;

/// The terms, sorted, and for each the items that hold it (ascending) with how much it says about each.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    terms: SortedStrings,
    is_word: Vec<bool>,
    /// How much each term says in names and keywords, over all items, in thousandths.
    prominence: Vec<u32>,
    starts: Vec<u32>,
    items: Vec<u32>,
    impacts: Vec<Impact>,
    /// Of the entries of `items`, those in which the term is a word and not merely neighbouring characters.
    as_word: Bits,
    full: SortedStrings,
    initials: SortedStrings,
    blurred: SortedStrings,
    /// Terms that begin with a Latin letter or a digit stand in front.
    latin: usize,
}

impl Vocabulary {
    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// Every term.
    pub(super) fn terms(&self) -> Range<TermId> {
        0..id(self.len())
    }

    /// The term written like this.
    pub(super) fn term(&self, text: &str) -> Option<TermId> {
        let entries = self.terms.equal(text);
        (!entries.is_empty()).then(|| id(entries.start))
    }

    /// How a term is written.
    pub(super) fn text(&self, term: TermId) -> &str {
        self.terms.key(term as usize)
    }

    /// Whether a term is a word and not merely neighbouring characters.
    pub(super) fn is_word(&self, term: TermId) -> bool {
        self.is_word[term as usize]
    }

    /// Whether a term is a word for one of the items that hold it, leaving out these.
    pub(super) fn is_word_without(&self, term: TermId, hidden: &Bits) -> bool {
        let entries = self.starts[term as usize]..self.starts[term as usize + 1];
        entries.into_iter().any(|entry| self.as_word.contains(entry) && !hidden.contains(self.items[entry as usize]))
    }

    /// How much a term says in names and keywords, in thousandths.
    pub(super) fn prominence(&self, term: TermId) -> u32 {
        self.prominence[term as usize]
    }

    /// The terms that begin like this.
    pub(super) fn starting_with(&self, text: &str) -> Range<TermId> {
        let entries = self.terms.starting_with(text);
        id(entries.start)..id(entries.end)
    }

    /// The terms in letters and digits.
    pub(super) fn latin(&self) -> Range<TermId> {
        0..id(self.latin)
    }

    /// How many items hold a term.
    pub(super) fn frequency(&self, term: TermId) -> usize {
        self.entries(term).len()
    }

    /// The items that hold a term, ascending, and how much it says about each.
    pub(super) fn postings(&self, term: TermId) -> impl Iterator<Item = (u32, Impact)> + '_ {
        let (items, impacts) = self.holders(term);
        items.iter().copied().zip(impacts.iter().copied())
    }

    /// The same in two lists, for looking up single items.
    pub(super) fn holders(&self, term: TermId) -> (&[u32], &[Impact]) {
        let entries = self.entries(term);
        (&self.items[entries.clone()], &self.impacts[entries])
    }

    fn entries(&self, term: TermId) -> Range<usize> {
        self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize
    }

    /// The words with this pinyin, or these first letters of it.
    pub(super) fn sounding(&self, full: &str) -> &[TermId] {
        self.full.values(self.full.equal(full))
    }

    /// The words whose pinyin begins like this.
    pub(super) fn sounding_from(&self, full: &str) -> &[TermId] {
        self.full.values(self.full.starting_with(full))
    }

    /// The words with these initials.
    pub(super) fn initialled(&self, initials: &str) -> &[TermId] {
        self.initials.values(self.initials.equal(initials))
    }

    /// The words whose initials begin like this.
    pub(super) fn initialled_from(&self, initials: &str) -> &[TermId] {
        self.initials.values(self.initials.starting_with(initials))
    }

    /// The words that sound like this to somebody who mixes sounds up.
    pub(super) fn sounding_near(&self, blurred: &str) -> &[TermId] {
        self.blurred.values(self.blurred.equal(blurred))
    }

    /// Every pinyin spelling, sorted, with its word.
    pub(super) fn spellings(&self) -> impl Iterator<Item = (&str, TermId)> {
        (0..self.full.len()).map(|entry| (self.full.key(entry), self.full.values(entry..entry + 1)[0]))
    }
}

fn id(entry: usize) -> TermId {
    TermId::try_from(entry).expect("a vocabulary stays below four thousand million terms")
}

/// Gathers terms item by item.
#[derive(Debug, Default)]
pub(super) struct VocabularyBuilder {
    known: HashMap<Box<str>, u32>,
    is_word: Vec<bool>,
    /// The item at hand.
    at_hand: Vec<(u32, Impact, bool)>,
    items: u32,
    /// Terms of all items one after the other, with where each item ends.
    terms: Vec<u32>,
    impacts: Vec<Impact>,
    as_word: Vec<bool>,
    ends: Vec<usize>,
}

impl VocabularyBuilder {
    /// The number of a term while gathering.
    pub(super) fn number(&mut self, term: &str, is_word: bool) -> u32 {
        if let Some(number) = self.known.get(term) {
            self.is_word[*number as usize] |= is_word;
            return *number;
        }
        let number = id(self.known.len());
        self.known.insert(term.into(), number);
        self.is_word.push(is_word);
        number
    }

    /// Says that the item at hand holds a term, and whether as a word.
    pub(super) fn add(&mut self, number: u32, impact: Impact, as_word: bool) {
        self.at_hand.push((number, impact, as_word));
    }

    /// Puts the item at hand away; of a term said several times the strongest saying counts.
    pub(super) fn finish_item(&mut self) {
        self.at_hand.sort_unstable();
        self.at_hand.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = kept.1.or(next.1);
                kept.2 |= next.2;
            }
            same
        });
        for (number, impact, as_word) in self.at_hand.drain(..) {
            self.terms.push(number);
            self.impacts.push(impact);
            self.as_word.push(as_word);
        }
        self.items += 1;
        self.ends.push(self.terms.len());
    }

    /// Sorts the terms, turns "item → terms" into "term → items", and notes how the words sound.
    pub(super) fn finish(self) -> Vocabulary {
        let mut sorted = StringsBuilder::default();
        for (term, number) in &self.known {
            sorted.add(term, *number);
        }
        drop(self.known);
        let terms = sorted.finish();
        let mut place = vec![0u32; terms.len()];
        for (entry, number) in terms.values(0..terms.len()).iter().enumerate() {
            place[*number as usize] = id(entry);
        }

        let mut starts = vec![0u32; terms.len() + 1];
        for number in &self.terms {
            starts[place[*number as usize] as usize + 1] += 1;
        }
        for entry in 1..starts.len() {
            starts[entry] += starts[entry - 1];
        }
        let mut next = starts.clone();
        let mut items = vec![0u32; self.terms.len()];
        let mut impacts = vec![Impact::default(); self.terms.len()];
        let mut as_word = Bits::none(self.terms.len());
        let mut prominence = vec![0u32; terms.len()];
        let mut from = 0;
        for (item, end) in (0u32..).zip(&self.ends) {
            for at in from..*end {
                let term = place[self.terms[at] as usize] as usize;
                let slot = next[term] as usize;
                next[term] += 1;
                items[slot] = item;
                impacts[slot] = self.impacts[at];
                if self.as_word[at] {
                    as_word.insert(id(slot));
                }
                prominence[term] += self.impacts[at].prominence();
            }
            from = *end;
        }

        let mut is_word = vec![false; terms.len()];
        for (number, entry) in place.iter().enumerate() {
            is_word[*entry as usize] = self.is_word[number];
        }
        let [mut full, mut initials, mut blurred] = <[StringsBuilder; 3]>::default();
        for entry in (0..terms.len()).filter(|entry| is_word[*entry]) {
            let text = terms.key(entry);
            let is_sounded = is_all_han(text) && (2..=MAX_CHARACTERS).contains(&text.chars().count());
            if let Some(sound) = is_sounded.then(|| pinyin::sound(text)).flatten() {
                full.add(&sound.full, id(entry));
                initials.add(&sound.initials, id(entry));
                blurred.add(&sound.blurred, id(entry));
            }
        }
        let latin = terms.starting_below('\u{80}');
        Vocabulary {
            terms,
            is_word,
            prominence,
            starts,
            items,
            impacts,
            as_word,
            full: full.finish(),
            initials: initials.finish(),
            blurred: blurred.finish(),
            latin,
        }
    }
}
