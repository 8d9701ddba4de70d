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
pub(super) const CODE: f32 = 300.0;
pub(super) const CODE_BEGINS: f32 = 60.0;
pub(super) const EXACT_NAME: f32 = 100.0;
pub(super) const NAME_BEGINS: f32 = 12.0;
pub(super) const EXACT_KEYWORD: f32 = 12.0;
/// A keyword inside a longer text, times its share of the text.
pub(super) const KEYWORD_INSIDE: f32 = 10.0;
/// Every group at least in this field.
pub(super) const ALL_IN: [f32; 4] = [0.0, 2.0, 6.0, 10.0];
/// The least part of what was asked for (by rarity) that makes an item a hit at all.
pub(super) const LEAST_COVERAGE: f32 = 0.3;
/// The least part where others have everything, but none of them in name and keywords.
pub(super) const LEAST_AMONG_WEAK: f32 = 0.4;
/// What is done to a thing counts for so much of its rarity beside the thing itself.
pub(super) const ACT: f32 = 0.4;
/// So many better items make those superfluous that only mention the words in their long texts.
pub(super) const ENOUGH: usize = 8;
/// More names than this begin with what was typed: then that says nothing yet.
pub(super) const MAX_NAMES: usize = 5_000;
/// Alternatives of one group beyond so many postings are left out, the least sure first.
pub(super) const MAX_POSTINGS: usize = 150_000;

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

    /// The field, as a number.
    pub(super) fn field(self) -> u8 {
        self.0 >> 6
    }

    /// What it says, by `STRENGTH`.
    pub(super) fn strength(self) -> f32 {
        let (least, most) = STRENGTH[usize::from(self.field())];
        least + (most - least) * f32::from(self.0 & 63) / 63.0
    }

    /// What it adds to a term's prominence, in thousandths: only names and keywords make a word prominent. Whole numbers,
    /// so that what was added can be taken away again.
    pub(super) fn prominence(self) -> u32 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most ten thousand")]
        let thousandths = (self.strength() * 1_000.0).round() as u32;
        if self.field() >= Field::Keyword as u8 { thousandths } else { 0 }
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
    pub(super) fn new(item: u32, score: f32, tie: u32) -> Self {
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
