//! What may be meant by what has been typed so far.

use super::{Index, Query, normalise::compact, ranking::best};
use crate::model::Bilingual;

/// What a suggestion leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SuggestionKind {
    /// A service item.
    Item,
    /// A life event's page.
    LifeEvent,
    /// An area's page.
    Area,
    /// A department's page.
    Department,
}

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it leads to.
    pub kind: SuggestionKind,
    /// The code or id of that.
    pub code: String,
    /// Its name.
    pub name: Bilingual,
}

/// Departments, areas and life events take at most this many places from items.
const MOST_SUBJECTS: usize = 2;

impl Index {
    /// Up to `limit` suggestions: departments, areas and life events whose names begin like the text, then items.
    pub fn suggest(&self, text: &str, limit: usize) -> Vec<Suggestion> {
        let query = Query::text_only(text, limit);
        let typed = compact(query.text());
        if typed.is_empty() || limit == 0 || (typed.is_ascii() && typed.len() < 2) {
            return Vec::new();
        }
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for subject in self.subjects_starting_with(&typed) {
            let known = suggestions.iter().any(|known| known.kind == subject.kind && known.code == subject.code);
            if suggestions.len() < MOST_SUBJECTS.min(limit) && !known {
                suggestions.push(Suggestion {
                    kind: subject.kind,
                    code: subject.code.clone(),
                    name: subject.name.clone(),
                });
            }
        }
        let (_, found, _) = self.read(query.text());
        for candidate in best(found.candidates.into_iter(), limit - suggestions.len()) {
            let document = self.document(candidate.item);
            let (zh, en) = &document.name;
            suggestions.push(Suggestion {
                kind: SuggestionKind::Item,
                code: document.code.to_string(),
                name: Bilingual::new(zh.to_string(), en.to_string()),
            });
        }
        suggestions
    }
}
