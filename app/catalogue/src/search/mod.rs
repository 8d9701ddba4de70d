//! Search over the catalogue, in the memory of each process: no database, no other service, the same answer each time.
//!
//! What people type is read as Chinese words, characters that sound alike, pinyin, initials, traditional characters,
//! English, codes, and what editors have taught as synonyms. [`Index::build`] reads the catalogue once; what changes
//! after that is laid over it ([`Index::changed`]), until whoever holds the index builds it anew.
//!
//! Chinese is cut by jieba with its own dictionary, loaded at the first use: measured at 33 MB of memory and 0.15 s a
//! process (jieba-rs 0.11), which buys words that no list of ours would hold. Pairs of characters are indexed beside the
//! words, so nothing depends on the dictionary knowing a word.

mod facets;
mod fuzzy;
mod highlight;
mod index;
mod layered;
mod lexicon;
mod nearest;
mod normalise;
mod pinyin;
mod plan;
mod query;
mod ranking;
mod scoring;
mod segment;
mod strings;
mod suggest;
mod synonyms;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use highlight::highlight;
pub use index::{Builder, Sources};
pub use layered::Index;
pub(crate) use normalise::normalise as normalised;
pub use query::{Answer, Facets, Filters, Hit, MAX_QUERY_CHARACTERS, Query};
pub use suggest::{Suggestion, SuggestionKind};

use self::{
    plan::Plan,
    ranking::{Found, best},
};

impl Index {
    /// The items that fit a query, best first; without a text, those that pass the filters, in the catalogue's order.
    pub fn search(&self, query: &Query) -> Answer {
        if query.text().is_empty() {
            return self.list(query);
        }
        let (plan, found, read_as) = self.read(query.text());
        let mut matches = self.none();
        found.candidates.iter().for_each(|candidate| matches.insert(candidate.item));
        let wanted = self.narrowed(&matches, &query.filters);
        let fitting = found.candidates.into_iter().filter(|candidate| wanted.contains(candidate.item));
        let first = best(fitting, query.offset.saturating_add(query.limit));
        Answer {
            total: wanted.count(),
            hits: first.iter().skip(query.offset).map(|candidate| self.hit(candidate.item, candidate.score)).collect(),
            facets: self.facets(&matches, &query.filters),
            read_as,
            terms: plan.shows(),
        }
    }

    fn list(&self, query: &Query) -> Answer {
        let all = self.all();
        let wanted = self.narrowed(&all, &query.filters);
        let hits = self.in_order(&wanted).skip(query.offset).take(query.limit);
        Answer {
            total: wanted.count(),
            hits: hits.map(|item| self.hit(item, self.boost(item))).collect(),
            facets: self.facets(&all, &query.filters),
            read_as: None,
            terms: Vec::new(),
        }
    }

    /// What a text asks for and what fits; taken for a slip where it makes more sense that way.
    fn read(&self, text: &str) -> (Plan, Found, Option<String>) {
        let plan = self.plan(text);
        let found = self.rank(&plan);
        if found.strong {
            return (plan, found, None);
        }
        let mut best = (plan, found, None);
        for (other_text, is_slip) in [(self.recut(text), false), (self.mended(text), true)] {
            let Some(other_text) = other_text else { continue };
            let plan = self.plan(&other_text);
            let found = self.rank(&plan);
            if found.strong || found.coverage > best.1.coverage + 0.2 {
                let is_strong = found.strong;
                best = (plan, found, is_slip.then_some(other_text));
                if is_strong {
                    break;
                }
            }
        }
        best
    }

    fn hit(&self, item: u32, score: f32) -> Hit {
        Hit { code: self.document(item).code.to_string(), score }
    }
}
