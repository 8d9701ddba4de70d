//! The words of an index of two layers, as one vocabulary: what an index built from scratch would know.

use std::{cmp::Ordering, collections::HashMap};

use super::{
    facets::Bits,
    ranking::Impact,
    vocabulary::{TermId, Vocabulary},
};

/// What the words over a base know of it, and what was taken from it.
#[derive(Debug)]
pub(super) struct Above {
    /// The base's number of each own term that the base knows too.
    below: Vec<Option<TermId>>,
    /// The own number of each term of the base that is known here too.
    own: HashMap<TermId, TermId>,
    gone: HashMap<TermId, Gone>,
}

/// What hidden items held of a term.
#[derive(Debug, Clone, Copy, Default)]
struct Gone {
    items: usize,
    prominence: u32,
    /// None of the items that are left has it as a word.
    is_no_word: bool,
}

/// Hidden items up to this number are looked up in the terms one by one; more are worth a walk through everything.
const FEW: usize = 16;

impl Above {
    /// Finds the terms of a layer in the base under it.
    pub(super) fn new(base: &Vocabulary, layer: &Vocabulary) -> Self {
        let below: Vec<Option<TermId>> = layer.terms().map(|term| base.term(layer.text(term))).collect();
        let own = below.iter().zip(layer.terms()).filter_map(|(below, own)| below.map(|below| (below, own))).collect();
        Self { below, own, gone: HashMap::new() }
    }

    /// Takes items of the base away: `newly` are those that were not taken away in `before`, `hidden` are all.
    pub(super) fn without(mut self, base: &Vocabulary, before: Option<&Self>, newly: &[u32], hidden: &Bits) -> Self {
        self.gone = before.map(|before| before.gone.clone()).unwrap_or_default();
        if newly.is_empty() {
            return self;
        }
        let mut is_newly = Bits::none(newly.iter().max().map_or(0, |item| *item as usize + 1));
        for item in newly {
            is_newly.insert(*item);
        }
        for term in base.terms() {
            let (items, impacts) = base.holders(term);
            let mut take = |entry: usize| {
                let gone = self.gone.entry(term).or_default();
                gone.items += 1;
                gone.prominence += impacts[entry].prominence();
            };
            if newly.len() <= FEW {
                newly.iter().filter_map(|item| items.binary_search(item).ok()).for_each(&mut take);
            } else {
                let known = |item: &u32| is_newly.holds(*item);
                items.iter().enumerate().filter(|(_, item)| known(item)).for_each(|(entry, _)| take(entry));
            }
        }
        for (term, gone) in &mut self.gone {
            gone.is_no_word = base.is_word(*term) && !base.is_word_without(*term, hidden);
        }
        self
    }
}

/// Words of one or two layers. A term has the base's number; those the base does not know are numbered after it.
#[derive(Clone, Copy)]
pub(super) struct Lexicon<'a> {
    base: &'a Vocabulary,
    above: Option<(&'a Vocabulary, &'a Above)>,
    /// How many items the base holds: those above it are numbered after them.
    items: u32,
}

/// The words of one layer.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    /// What to add to its items' numbers.
    pub(super) offset: u32,
    first: TermId,
    own: Option<&'a HashMap<TermId, TermId>>,
}

impl Part<'_> {
    /// The layer's own number of a term; none where it does not know it.
    pub(super) fn own(&self, term: TermId) -> Option<TermId> {
        match self.own {
            None => (term < self.first).then_some(term),
            Some(own) => term.checked_sub(self.first).or_else(|| own.get(&term).copied()),
        }
    }
}

impl<'a> Lexicon<'a> {
    pub(super) fn new(base: &'a Vocabulary, above: Option<(&'a Vocabulary, &'a Above)>, items: u32) -> Self {
        Self { base, above, items }
    }

    /// The first number that the base does not use.
    fn first(self) -> TermId {
        self.base.terms().end
    }

    /// The layers.
    pub(super) fn parts(self) -> impl Iterator<Item = Part<'a>> + use<'a> {
        let first = self.first();
        let below = Part { vocabulary: self.base, offset: 0, first, own: None };
        let above =
            self.above.map(|(vocabulary, above)| Part { vocabulary, offset: self.items, first, own: Some(&above.own) });
        std::iter::once(below).chain(above)
    }

    /// The same term's numbers in the base and above it.
    fn numbers(self, term: TermId) -> (Option<TermId>, Option<(&'a Vocabulary, TermId)>) {
        let first = self.first();
        let Some((vocabulary, above)) = self.above else { return (Some(term), None) };
        match term.checked_sub(first) {
            Some(own) => (None, Some((vocabulary, own))),
            None => (Some(term), above.own.get(&term).map(|own| (vocabulary, *own))),
        }
    }

    fn gone(self, term: TermId) -> Gone {
        self.above.and_then(|(_, above)| above.gone.get(&term)).copied().unwrap_or_default()
    }

    /// Whether an item that is left, or the vocabulary of the city, has this term of the base.
    fn is_left(self, term: TermId) -> bool {
        let Some((_, above)) = self.above else { return true };
        above.own.contains_key(&term) || above.gone.get(&term).is_none_or(|gone| gone.items < self.base.frequency(term))
    }

    /// The number here of a term above the base.
    fn lifted(self, above: &Above, own: TermId) -> TermId {
        above.below[own as usize].unwrap_or(self.first() + own)
    }

    /// The term written like this.
    pub(super) fn term(self, text: &str) -> Option<TermId> {
        if let Some(term) = self.base.term(text) {
            return self.is_left(term).then_some(term);
        }
        let (vocabulary, above) = self.above?;
        vocabulary.term(text).map(|own| self.lifted(above, own))
    }

    /// How a term is written.
    pub(super) fn text(self, term: TermId) -> &'a str {
        match self.numbers(term) {
            (Some(term), _) => self.base.text(term),
            (None, Some((vocabulary, own))) => vocabulary.text(own),
            (None, None) => "",
        }
    }

    /// Whether a term is a word and not merely neighbouring characters.
    pub(super) fn is_word(self, term: TermId) -> bool {
        let (below, above) = self.numbers(term);
        above.is_some_and(|(vocabulary, own)| vocabulary.is_word(own))
            || below.is_some_and(|term| self.base.is_word(term) && !self.gone(term).is_no_word)
    }

    /// How much a term says in names and keywords.
    pub(super) fn prominence(self, term: TermId) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a measure")]
        let prominence = self.thousandths(term) as f32;
        prominence / 1_000.0
    }

    fn thousandths(self, term: TermId) -> u32 {
        let (below, above) = self.numbers(term);
        let below = below.map_or(0, |term| self.base.prominence(term) - self.gone(term).prominence);
        below + above.map_or(0, |(vocabulary, own)| vocabulary.prominence(own))
    }

    /// The order of prominence; of two that say as much, the one written first counts as more.
    pub(super) fn by_prominence(self, a: TermId, b: TermId) -> Ordering {
        self.thousandths(a).cmp(&self.thousandths(b)).then_with(|| self.text(b).cmp(self.text(a)))
    }

    /// How many items hold a term.
    pub(super) fn frequency(self, term: TermId) -> usize {
        let (below, above) = self.numbers(term);
        let below = below.map_or(0, |term| self.base.frequency(term) - self.gone(term).items);
        below + above.map_or(0, |(vocabulary, own)| vocabulary.frequency(own))
    }

    /// The items that hold a term, hidden ones too, ascending, and how much it says about each.
    pub(super) fn postings(self, term: TermId) -> impl Iterator<Item = (u32, Impact)> + use<'a> {
        let (below, above) = self.numbers(term);
        let below = below.into_iter().flat_map(|term| self.base.postings(term));
        let above = above.into_iter().flat_map(|(vocabulary, own)| vocabulary.postings(own));
        below.chain(above.map(move |(item, impact)| (self.items + item, impact)))
    }

    /// The terms that begin like this.
    pub(super) fn starting_with(self, text: &str) -> impl Iterator<Item = TermId> + use<'a> {
        let above = self.above.map(|(vocabulary, _)| vocabulary.starting_with(text));
        self.terms(self.base.starting_with(text), above)
    }

    /// The terms in letters and digits.
    pub(super) fn latin(self) -> impl Iterator<Item = TermId> + use<'a> {
        self.terms(self.base.latin(), self.above.map(|(vocabulary, _)| vocabulary.latin()))
    }

    fn terms(
        self,
        below: std::ops::Range<TermId>,
        above: Option<std::ops::Range<TermId>>,
    ) -> impl Iterator<Item = TermId> + use<'a> {
        let only_above = self.above.zip(above).into_iter().flat_map(move |((_, known), terms)| {
            terms.filter(move |own| known.below[*own as usize].is_none()).map(move |own| self.first() + own)
        });
        below.filter(move |term| self.is_left(*term)).chain(only_above)
    }

    /// The words with this pinyin.
    pub(super) fn sounding(self, full: &str) -> impl Iterator<Item = TermId> + use<'a> {
        self.sounded(self.of_both(|vocabulary| vocabulary.sounding(full)))
    }

    /// The words whose pinyin begins like this.
    pub(super) fn sounding_from(self, full: &str) -> impl Iterator<Item = TermId> + use<'a> {
        self.sounded(self.of_both(|vocabulary| vocabulary.sounding_from(full)))
    }

    /// The words with these initials.
    pub(super) fn initialled(self, initials: &str) -> impl Iterator<Item = TermId> + use<'a> {
        self.sounded(self.of_both(|vocabulary| vocabulary.initialled(initials)))
    }

    /// The words whose initials begin like this.
    pub(super) fn initialled_from(self, initials: &str) -> impl Iterator<Item = TermId> + use<'a> {
        self.sounded(self.of_both(|vocabulary| vocabulary.initialled_from(initials)))
    }

    /// The words that sound like this to somebody who mixes sounds up.
    pub(super) fn sounding_near(self, blurred: &str) -> impl Iterator<Item = TermId> + use<'a> {
        self.sounded(self.of_both(|vocabulary| vocabulary.sounding_near(blurred)))
    }

    fn of_both(self, find: impl Fn(&'a Vocabulary) -> &'a [TermId]) -> (&'a [TermId], &'a [TermId]) {
        (find(self.base), self.above.map_or(&[][..], |(vocabulary, _)| find(vocabulary)))
    }

    fn sounded(self, (below, above): (&'a [TermId], &'a [TermId])) -> impl Iterator<Item = TermId> + use<'a> {
        let below = below.iter().copied().filter(move |term| self.is_left(*term) && self.is_word(*term));
        below.chain(above.iter().filter_map(move |own| self.only_above(*own)))
    }

    /// The number here of a word above the base, unless the base tells of it as a word.
    fn only_above(self, own: TermId) -> Option<TermId> {
        let (_, above) = self.above?;
        let below = above.below[own as usize];
        below.is_none_or(|term| !self.base.is_word(term)).then(|| self.lifted(above, own))
    }

    /// Every pinyin spelling with its word.
    pub(super) fn spellings(self) -> impl Iterator<Item = (&'a str, TermId)> + use<'a> {
        let below = self.base.spellings().filter(move |(_, term)| self.is_left(*term) && self.is_word(*term));
        let above = self.above.into_iter().flat_map(|(vocabulary, _)| vocabulary.spellings());
        below.chain(above.filter_map(move |(spelling, own)| self.only_above(own).map(|term| (spelling, term))))
    }
}
