//! A plan held against every item that has something of it, one term after the other; the rules stand in `ranking`.

use std::cell::RefCell;

use super::{
    Index,
    plan::{Alternative, Group, Plan},
    ranking::{
        ACT, ALL_IN, CODE, CODE_BEGINS, Candidate, ENOUGH, EXACT_KEYWORD, EXACT_NAME, Field, Found, KEYWORD_INSIDE,
        LEAST_AMONG_WEAK, LEAST_COVERAGE, MAX_NAMES, MAX_POSTINGS, NAME_BEGINS,
    },
    vocabulary::{TermId, Vocabulary},
};

/// What is being worked out about each item; kept by the thread so that a query allocates little.
#[derive(Debug, Default)]
struct Scratch {
    items: Vec<Standing>,
    touched: Vec<u32>,
    /// The group at hand: the best alternative's worth and field by item, with the items that have one.
    best: Vec<(f32, u8)>,
    in_group: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Standing {
    score: f32,
    /// Rarity of the groups it has.
    has: f32,
    bonus: f32,
    /// A phrase found whole stands for so much of the plan.
    phrase: f32,
    field: u8,
}

const UNTOUCHED: Standing = Standing { score: 0.0, has: 0.0, bonus: 0.0, phrase: 0.0, field: u8::MAX };

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Index {
    /// The items that fit a plan.
    pub(super) fn rank(&self, plan: &Plan) -> Found {
        SCRATCH.with_borrow_mut(|scratch| {
            scratch.fit(self.slots());
            let found = scratch.rank(self, plan);
            scratch.clear();
            found
        })
    }

    /// The rarity of a group; none if no item has it.
    fn rarity(&self, group: &Group) -> Option<f32> {
        let frequency =
            |alternative: &Alternative| alternative.terms.iter().map(|term| self.words().frequency(*term)).min();
        let most = group.alternatives.iter().filter_map(frequency).max().filter(|most| *most > 0)?;
        #[expect(clippy::cast_precision_loss, reason = "a rarity needs no more digits")]
        let (all, most) = (self.len() as f32, most as f32);
        Some((1.0 + (all - most + 0.5) / (most + 0.5)).ln().max(0.2))
    }
}

impl Scratch {
    fn fit(&mut self, items: usize) {
        self.items.resize(items, UNTOUCHED);
        self.best.resize(items, (0.0, 0));
    }

    fn clear(&mut self) {
        for item in self.touched.drain(..) {
            self.items[item as usize] = UNTOUCHED;
        }
    }

    fn touch(&mut self, item: u32) -> &mut Standing {
        let standing = &mut self.items[item as usize];
        if standing.field == u8::MAX && standing.has == 0.0 && standing.bonus == 0.0 && standing.phrase == 0.0 {
            self.touched.push(item);
        }
        standing
    }

    fn rank(&mut self, index: &Index, plan: &Plan) -> Found {
        let rarities: Vec<Option<f32>> = plan.groups.iter().map(|group| index.rarity(group)).collect();
        // 补办 says less than 社保卡 however rare it is: what is done comes after what it is done to.
        let only_acts = plan.groups.iter().all(|group| group.is_act);
        let rarities: Vec<Option<f32>> = plan
            .groups
            .iter()
            .zip(rarities)
            .map(|(group, rarity)| rarity.map(|rarity| if group.is_act && !only_acts { rarity * ACT } else { rarity }))
            .collect();
        let required = || plan.groups.iter().zip(&rarities).filter(|(group, _)| !group.optional);
        let known: Vec<f32> = required().filter_map(|(_, rarity)| *rarity).collect();
        #[expect(clippy::cast_precision_loss, reason = "a handful of groups")]
        let unknown = known.iter().sum::<f32>() / known.len().max(1) as f32;
        let needed: f32 = required().map(|(_, rarity)| rarity.unwrap_or(unknown)).sum();

        for (group, rarity) in required() {
            if let Some(rarity) = rarity {
                self.add_group(index, group, *rarity);
            }
        }
        self.add_phrases(index, plan);
        for (group, rarity) in plan.groups.iter().zip(&rarities).filter(|(group, _)| group.optional) {
            if let Some(rarity) = rarity {
                self.add_optional(index, group, rarity.min(2.0));
            }
        }
        self.choose(index, needed, required().count())
    }

    fn add_group(&mut self, index: &Index, group: &Group, rarity: f32) {
        if let [Alternative { terms, weight }] = group.alternatives.as_slice()
            && let [term] = terms.as_slice()
        {
            index.words().postings(*term).for_each(|(item, impact)| {
                let standing = self.touch(item);
                standing.score += rarity * weight * impact.strength();
                standing.has += rarity;
                standing.field = standing.field.min(impact.field());
            });
            return;
        }
        self.gather(index, group);
        let in_group = std::mem::take(&mut self.in_group);
        for item in &in_group {
            let (worth, field) = std::mem::take(&mut self.best[*item as usize]);
            let standing = self.touch(*item);
            standing.score += rarity * worth;
            standing.has += rarity;
            standing.field = standing.field.min(field);
        }
        self.in_group = in_group;
    }

    fn add_optional(&mut self, index: &Index, group: &Group, rarity: f32) {
        self.gather(index, group);
        let in_group = std::mem::take(&mut self.in_group);
        for item in &in_group {
            let (worth, _) = std::mem::take(&mut self.best[*item as usize]);
            let standing = &mut self.items[*item as usize];
            if standing.has > 0.0 {
                standing.score += rarity * worth;
            }
        }
        self.in_group = in_group;
    }

    /// The best alternative of a group by item.
    fn gather(&mut self, index: &Index, group: &Group) {
        self.in_group.clear();
        let mut read = 0;
        for Alternative { terms, weight } in &group.alternatives {
            read += terms.iter().map(|term| index.words().frequency(*term)).sum::<usize>();
            if read > MAX_POSTINGS && !self.in_group.is_empty() {
                break;
            }
            let mut keep = |item: u32, worth: f32, field: u8| {
                let best = &mut self.best[item as usize];
                if best.0 == 0.0 {
                    self.in_group.push(item);
                }
                *best = (best.0.max(worth), best.1.max(field));
            };
            match terms.as_slice() {
                [term] => index
                    .words()
                    .postings(*term)
                    .for_each(|(item, impact)| keep(item, weight * impact.strength(), impact.field())),
                terms => {
                    for (item, worth, field) in intersection(index, terms) {
                        keep(item, weight * worth, field);
                    }
                }
            }
        }
    }

    /// Lifts items whose code, name or keyword is what was typed, or whose keyword stands in it.
    fn add_phrases(&mut self, index: &Index, plan: &Plan) {
        let code =
            plan.whole.len() >= 3 && plan.whole.is_ascii() && plan.whole.bytes().any(|byte| byte.is_ascii_digit());
        if code {
            let mut place = 0u16;
            index.each_code_starting_with(&plan.whole, |item, is_whole| {
                // In the order of the codes, as far as anybody reads on.
                let bonus = if is_whole { CODE } else { CODE_BEGINS - f32::from(place) / 2_000.0 };
                self.lift(item, bonus, 1.0);
                place = place.saturating_add(1);
            });
        }
        let bare = Some(&plan.bare).filter(|bare| !bare.is_empty() && **bare != plan.whole);
        for text in [Some(&plan.whole), bare].into_iter().flatten() {
            index.each(|layer| (&layer.names, layer.names.equal(text)), |item| self.lift(item, EXACT_NAME, 1.0));
            if text.chars().nth(1).is_some() && index.count_names_starting_with(text) <= MAX_NAMES {
                index.each(
                    |layer| (&layer.names, layer.names.starting_with(text)),
                    |item| self.lift(item, NAME_BEGINS, 1.0),
                );
            }
            index.each(
                |layer| (&layer.keywords, layer.keywords.equal(text)),
                |item| self.lift(item, EXACT_KEYWORD, 1.0),
            );
        }
        self.add_keywords_inside(index, plan);
    }

    fn add_keywords_inside(&mut self, index: &Index, plan: &Plan) {
        const MOST_WORDS: usize = 24;
        let words = &plan.words[..plan.words.len().min(MOST_WORDS)];
        for start in 0..words.len() {
            let mut phrase = words[start].clone();
            for word in &words[start + 1..] {
                phrase.push_str(word);
                if phrase.len() >= plan.whole.len() {
                    break;
                }
                #[expect(clippy::cast_precision_loss, reason = "lengths of a query")]
                let share = phrase.len() as f32 / plan.whole.len() as f32;
                index.each(
                    |layer| (&layer.keywords, layer.keywords.equal(&phrase)),
                    |item| self.lift(item, KEYWORD_INSIDE * share, share),
                );
            }
        }
    }

    /// Gives an item the best of its bonuses.
    fn lift(&mut self, item: u32, bonus: f32, phrase: f32) {
        let standing = self.touch(item);
        standing.bonus = standing.bonus.max(bonus);
        standing.phrase = standing.phrase.max(phrase);
    }

    /// Decides which of the touched items are hits.
    fn choose(&self, index: &Index, needed: f32, groups: usize) -> Found {
        let needed = needed.max(0.001);
        let coverage = |standing: &Standing| (standing.has / needed).max(standing.phrase);
        let is_full = |covered: f32| covered > 0.999;
        let is_strong =
            |standing: &Standing| (standing.field != 0 && standing.field != u8::MAX) || standing.bonus > 0.0;
        let is_named =
            |standing: &Standing| (Field::Keyword as u8..u8::MAX).contains(&standing.field) || standing.bonus > 0.0;

        // What is only mentioned in long texts does not push out what the item is about.
        let (mut best, mut best_strong, mut full_and_strong, mut full_and_named) = (0f32, 0f32, 0usize, 0usize);
        let shown = || self.touched.iter().filter(|item| !index.hides(**item));
        for standing in shown().map(|item| &self.items[*item as usize]) {
            let covered = coverage(standing);
            best = best.max(covered);
            if is_strong(standing) {
                best_strong = best_strong.max(covered);
                full_and_strong += usize::from(is_full(covered));
                full_and_named += usize::from(is_full(covered) && is_named(standing));
            }
        }
        // A summary that mentions everything does not push out an item whose name has the larger part of it.
        let enough_named = if groups > 2 { 3 } else { 1 };
        let least = match (full_and_named >= enough_named, full_and_strong > 0) {
            (true, _) => 0.999,
            (false, true) => LEAST_AMONG_WEAK,
            (false, false) => LEAST_COVERAGE.max(0.6 * best_strong),
        };
        let candidates = shown().filter_map(|item| {
            let standing = &self.items[*item as usize];
            let covered = coverage(standing);
            let is_hit = covered >= least
                && (full_and_strong < ENOUGH || is_strong(standing))
                && (is_full(covered) || full_and_strong == 0 || is_named(standing));
            is_hit.then(|| {
                let all_in =
                    ALL_IN.get(usize::from(standing.field)).copied().filter(|_| is_full(covered)).unwrap_or_default();
                let score = standing.score / needed * covered + all_in + standing.bonus;
                Candidate::new(*item, score * index.boost(*item), index.tie(*item))
            })
        });
        Found { candidates: candidates.collect(), coverage: best_strong.max(0.5 * best), strong: full_and_strong > 0 }
    }
}

/// The items that hold all terms, with their average worth and weakest field.
fn intersection(index: &Index, terms: &[TermId]) -> Vec<(u32, f32, u8)> {
    // The rarest first: what it leaves is looked up in the others.
    let mut terms = terms.to_vec();
    terms.sort_unstable_by_key(|term| index.words().frequency(*term));
    let mut common = Vec::new();
    for part in index.words().parts() {
        let own: Option<Vec<TermId>> = terms.iter().map(|term| part.own(*term)).collect();
        if let Some(own) = own {
            let held = intersection_of(part.vocabulary, &own).into_iter();
            common.extend(held.map(|(item, worth, field)| (part.offset + item, worth, field)));
        }
    }
    common
}

fn intersection_of(vocabulary: &Vocabulary, terms: &[TermId]) -> Vec<(u32, f32, u8)> {
    let Some((rarest, rest)) = terms.split_first() else { return Vec::new() };
    let first = vocabulary.postings(*rarest);
    let mut common: Vec<_> = first.map(|(item, impact)| (item, impact.strength(), impact.field())).collect();
    for term in rest {
        let (items, impacts) = vocabulary.holders(*term);
        let mut from = 0;
        common.retain_mut(|(item, worth, field)| {
            from = seek(items, from, *item);
            if items.get(from) != Some(item) {
                return false;
            }
            *worth += impacts[from].strength();
            *field = (*field).min(impacts[from].field());
            true
        });
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of terms")]
    let count = terms.len() as f32;
    for (_, worth, _) in &mut common {
        *worth /= count;
    }
    common
}

/// The place of the first entry from a place on that is not below a value: in steps that double, then by halves.
fn seek(sorted: &[u32], from: usize, value: u32) -> usize {
    let mut step = 1;
    while sorted.get(from + step).is_some_and(|entry| *entry < value) {
        step *= 2;
    }
    let (start, end) = (from + step / 2, sorted.len().min(from + step + 1));
    start + sorted[start..end].partition_point(|entry| *entry < value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn seeking_finds_what_walking_finds(mut sorted in proptest::collection::vec(0u32..500, 0..80), value in 0u32..510, from in 0usize..80) {
            sorted.sort_unstable();
            let from = from.min(sorted.len());
            let walked = (from..sorted.len()).find(|at| sorted[*at] >= value).unwrap_or(sorted.len());
            prop_assert_eq!(seek(&sorted, from, value), walked);
        }
    }
}
