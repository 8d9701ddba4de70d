//! Which items fit, and which fit best.
//!
//! A query is a list of groups (things asked for), each with alternatives (ways to say it). The order of hits follows,
//! from strongest to weakest, what a resident means by "that is it":
//!
//! 1. The whole code was typed, or its beginning (`CODE`), or the exact name (`EXACT_NAME`).
//! 2. The name begins with what was typed (`NAME_BEGINS`); a keyword is exactly what was typed (`EXACT_KEYWORD`).
//! 3. Every group stands in the name; in name and keywords; at least in summary or department (`ALL_IN`).
//! 4. Inside such a tier the score decides: for each group its rarity (as in BM25: `ln(1 + (N - n + ½) / (n + ½))`)
//!    times how much the found term says about the item, averaged over the groups. A term says most in the name, then
//!    in keywords, then in what is said about the item, least in its long texts and the names of its areas
//!    (`STRENGTH`), and the more of the name or keyword it makes up the more it says: shorter names come first.
//!    What is done (补办, renew) counts for less than the thing it is done to (`ACT`).
//! 5. What an alternative is surely meant to be scales it: a synonym counts a little less than the word itself, a
//!    guess from initials less than that.
//!
//! An editor's boost multiplies the result. Ties: shorter name, then newer, then code.
//!
//! Items with all groups are given alone if one has them in name and keywords (of long questions: if three have);
//! otherwise those follow that have the larger part of what was asked, by rarity, worth less the smaller the part. Items that mention
//! everything only in their long texts are left out once there are enough better ones.

use std::cell::RefCell;

use super::{
    Index,
    plan::{Alternative, Group, Plan},
};

/// Where a term stands, from weakest to strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// Conditions, materials, steps, questions; the names of its areas and life events.
    Body,
    /// Summary, result, authority, department.
    About,
    /// Keywords.
    Keyword,
    /// The name, in either language.
    Name,
}

/// How much a term says about an item, in one byte: the field in the upper two bits, its share of it in the rest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Impact(u8);

/// By field: what a term says there, at the least and at the most.
const STRENGTH: [(f32, f32); 4] = [(0.3, 0.7), (1.0, 2.5), (3.0, 7.0), (4.0, 10.0)];
const CODE: f32 = 300.0;
const CODE_BEGINS: f32 = 60.0;
const EXACT_NAME: f32 = 100.0;
const NAME_BEGINS: f32 = 12.0;
const EXACT_KEYWORD: f32 = 12.0;
/// A keyword inside a longer text, times its share of the text.
const KEYWORD_INSIDE: f32 = 10.0;
/// Every group at least in this field.
const ALL_IN: [f32; 4] = [0.0, 2.0, 6.0, 10.0];
/// The least part of what was asked for (by rarity) that makes an item a hit at all.
const LEAST_COVERAGE: f32 = 0.3;
/// The least part where others have everything, but none of them in name and keywords.
const LEAST_AMONG_WEAK: f32 = 0.4;
/// What is done to a thing counts for so much of its rarity beside the thing itself.
const ACT: f32 = 0.4;
/// So many better items make those superfluous that only mention the words in their long texts.
const ENOUGH: usize = 8;
/// More names than this begin with what was typed: then that says nothing yet.
const MAX_NAMES: usize = 5_000;
/// Alternatives of one group beyond so many postings are left out, the least sure first.
const MAX_POSTINGS: usize = 300_000;

impl Impact {
    /// A term in a field, saying so much of what it can say there (0 to 1).
    pub(super) fn new(field: Field, part: f32) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to six bits")]
        let part = (part.clamp(0.0, 1.0) * 63.0) as u8;
        Self((field as u8) << 6 | part)
    }

    /// A term that makes up so many bytes of a field's bytes.
    pub(super) fn share(field: Field, bytes: usize, of: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "lengths of names")]
        Self::new(field, (bytes as f32 / of.max(1) as f32).sqrt())
    }

    /// A term that stands in several fields: it counts for the strongest of them, and says as much as it says anywhere.
    pub(super) fn or(self, other: Self) -> Self {
        let (weaker, stronger) = if self < other { (self, other) } else { (other, self) };
        let (least, most) = STRENGTH[usize::from(stronger.field())];
        let part = (weaker.strength().max(stronger.strength()) - least) / (most - least);
        Self((stronger.0 & 0xc0) | Self::new(Field::Body, part).0)
    }

    fn field(self) -> u8 {
        self.0 >> 6
    }

    fn strength(self) -> f32 {
        let (least, most) = STRENGTH[usize::from(self.field())];
        least + (most - least) * f32::from(self.0 & 63) / 63.0
    }

    /// What it adds to a term's prominence: only names and keywords make a word prominent.
    pub(super) fn prominence(self) -> f32 {
        if self.field() >= Field::Keyword as u8 { self.strength() } else { 0.0 }
    }
}

/// An item that fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) item: u32,
    pub(super) score: f32,
    /// Lower comes first.
    key: u64,
}

impl Candidate {
    /// The order of scores, highest first, then of ties. Scores are not negative, so their bits are in their order.
    fn new(item: u32, score: f32, tie: u32) -> Self {
        Self { item, score, key: u64::from(!score.to_bits()) << 32 | u64::from(tie) }
    }
}

/// The best so many of the candidates, in order, in one pass.
pub(super) fn best(candidates: impl Iterator<Item = Candidate>, count: usize) -> Vec<Candidate> {
    if count == 0 {
        return Vec::new();
    }
    let room = count.saturating_mul(2).max(64);
    let mut kept: Vec<Candidate> = Vec::new();
    let mut worst = u64::MAX;
    for candidate in candidates {
        // Once so many are known to be better, what is worse need not be kept.
        if candidate.key <= worst {
            kept.push(candidate);
        }
        if kept.len() >= room {
            kept.select_nth_unstable_by_key(count - 1, |candidate| candidate.key);
            kept.truncate(count);
            worst = kept[count - 1].key;
        }
    }
    kept.sort_unstable_by_key(|candidate| candidate.key);
    kept.truncate(count);
    kept
}

/// The items that fit a plan.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In no order.
    pub(super) candidates: Vec<Candidate>,
    /// The largest part of the plan that an item has, 0 to 1.
    pub(super) coverage: f32,
    /// Whether an item has the whole plan outside its long texts.
    pub(super) strong: bool,
}

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
            scratch.fit(self.len());
            let found = scratch.rank(self, plan);
            scratch.clear();
            found
        })
    }

    /// The rarity of a group; none if no item has it.
    fn rarity(&self, group: &Group) -> Option<f32> {
        let frequency =
            |alternative: &Alternative| alternative.terms.iter().map(|term| self.vocabulary.frequency(*term)).min();
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
            for (item, impact) in index.vocabulary.postings(*term) {
                let standing = self.touch(item);
                standing.score += rarity * weight * impact.strength();
                standing.has += rarity;
                standing.field = standing.field.min(impact.field());
            }
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
            read += terms.iter().map(|term| index.vocabulary.frequency(*term)).sum::<usize>();
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
                    .vocabulary
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
            let whole = index.codes.equal(&plan.whole);
            let begins = index.codes.values(index.codes.starting_with(&plan.whole));
            for (place, item) in begins.iter().enumerate() {
                // In the order of the codes, as far as anybody reads on.
                let place = f32::from(u16::try_from(place).unwrap_or(u16::MAX));
                self.lift(*item, CODE_BEGINS - place / 2_000.0, 1.0);
            }
            for item in index.codes.values(whole) {
                self.lift(*item, CODE, 1.0);
            }
        }
        let bare = Some(&plan.bare).filter(|bare| !bare.is_empty() && **bare != plan.whole);
        for text in [Some(&plan.whole), bare].into_iter().flatten() {
            for item in index.names.values(index.names.equal(text)) {
                self.lift(*item, EXACT_NAME, 1.0);
            }
            let begins = index.names.starting_with(text);
            if text.chars().nth(1).is_some() && begins.len() <= MAX_NAMES {
                for item in index.names.values(begins) {
                    self.lift(*item, NAME_BEGINS, 1.0);
                }
            }
            for item in index.keywords.values(index.keywords.equal(text)) {
                self.lift(*item, EXACT_KEYWORD, 1.0);
            }
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
                for item in index.keywords.values(index.keywords.equal(&phrase)) {
                    self.lift(*item, KEYWORD_INSIDE * share, share);
                }
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
        for standing in self.touched.iter().map(|item| &self.items[*item as usize]) {
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
        let candidates = self.touched.iter().filter_map(|item| {
            let standing = &self.items[*item as usize];
            let covered = coverage(standing);
            let is_hit = covered >= least
                && (full_and_strong < ENOUGH || is_strong(standing))
                && (is_full(covered) || full_and_strong == 0 || is_named(standing));
            is_hit.then(|| {
                let all_in =
                    ALL_IN.get(usize::from(standing.field)).copied().filter(|_| is_full(covered)).unwrap_or_default();
                let score = standing.score / needed * covered + all_in + standing.bonus;
                Candidate::new(*item, score * index.boosts[*item as usize], index.ties[*item as usize])
            })
        });
        Found { candidates: candidates.collect(), coverage: best_strong.max(0.5 * best), strong: full_and_strong > 0 }
    }
}

/// The items that hold all terms, with their average worth and weakest field.
fn intersection(index: &Index, terms: &[u32]) -> Vec<(u32, f32, u8)> {
    let Some((first, rest)) = terms.split_first() else { return Vec::new() };
    let mut common: Vec<(u32, f32, u8)> =
        index.vocabulary.postings(*first).map(|(item, impact)| (item, impact.strength(), impact.field())).collect();
    for term in rest {
        let mut others = index.vocabulary.postings(*term).peekable();
        common.retain_mut(|(item, worth, field)| {
            while others.next_if(|(other, _)| other < item).is_some() {}
            let Some((_, impact)) = others.next_if(|(other, _)| other == item) else { return false };
            *worth += impact.strength();
            *field = (*field).min(impact.field());
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
