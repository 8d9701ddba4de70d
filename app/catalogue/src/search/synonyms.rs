//! What else a word may mean, as editors teach it: 驾照 is 驾驶证 in the names of items.

use std::collections::HashMap;

use super::normalise::normalise;

/// Words with what to look for too. One way: both ways are two entries.
#[derive(Debug, Default)]
pub(super) struct Synonyms(HashMap<String, Vec<String>>);

impl Synonyms {
    /// Synonyms in the one form that is compared; a word with nothing beside it says nothing.
    pub(super) fn new(entries: Vec<(String, Vec<String>)>) -> Self {
        let mut known: HashMap<String, Vec<String>> = HashMap::new();
        for (term, expansions) in entries {
            let term = normalise(&term);
            let expansions = expansions.iter().map(|expansion| normalise(expansion));
            let expansions: Vec<_> =
                expansions.filter(|expansion| !expansion.is_empty() && *expansion != term).collect();
            if !term.is_empty() && !expansions.is_empty() {
                known.entry(term).or_default().extend(expansions);
            }
        }
        Self(known)
    }

    /// What a word may mean besides itself.
    pub(super) fn of(&self, word: &str) -> Option<&[String]> {
        self.0.get(word).map(Vec::as_slice)
    }
}
