//! Official words near to what somebody typed in vain, for an editor to choose from.

use std::collections::BTreeSet;

use super::{Index, normalise::normalise};

/// What shares less with what was typed is no proposal.
const LEAST: f32 = 0.34;

impl Index {
    /// Up to `limit` keywords and names of the catalogue that share most with a text, best first.
    pub fn nearest(&self, text: &str, limit: usize) -> Vec<String> {
        let typed = normalise(text);
        let mut proposals: Vec<String> = Vec::new();
        if let Some(mended) = self.mended(&typed).filter(|mended| *mended != typed) {
            proposals.push(mended);
        }
        let wanted = Parts::of(&typed);
        if wanted.characters.is_empty() {
            return Vec::new();
        }
        let mut best: Vec<(f32, &str)> = self
            .official_words()
            .map(|word| (wanted.shared_with(word), word))
            .filter(|(shared, word)| *shared >= LEAST && *word != typed)
            .collect();
        // Of words that share as much the shortest says least beside it.
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.len().cmp(&b.1.len())).then_with(|| a.1.cmp(b.1)));
        for (_, word) in best {
            if proposals.len() >= limit {
                break;
            }
            if !proposals.iter().any(|known| known == word) {
                proposals.push(word.to_owned());
            }
        }
        proposals.truncate(limit);
        proposals
    }
}

/// The characters of a text, and its pairs of neighbours.
struct Parts {
    characters: BTreeSet<char>,
    pairs: BTreeSet<(char, char)>,
}

impl Parts {
    fn of(text: &str) -> Self {
        let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        Self {
            pairs: letters.windows(2).map(|pair| (pair[0], pair[1])).collect(),
            characters: letters.into_iter().collect(),
        }
    }

    /// How much of this text stands in a word, characters and pairs alike, less a little for what else the word holds.
    fn shared_with(&self, word: &str) -> f32 {
        let mut characters = BTreeSet::new();
        let (mut pairs, mut length, mut last) = (0usize, 0usize, None);
        for c in word.chars().filter(|c| c.is_alphanumeric()) {
            length += 1;
            if self.characters.contains(&c) {
                characters.insert(c);
            }
            if let Some(last) = last
                && self.pairs.contains(&(last, c))
            {
                pairs += 1;
            }
            last = Some(c);
        }
        // Letters of a Latin word are shared by any other: only its pairs say something.
        let is_latin = self.characters.iter().all(char::is_ascii);
        #[expect(clippy::cast_precision_loss, reason = "a few dozen characters")]
        let (held, of, pairs, of_pairs, more) = (
            characters.len() as f32,
            self.characters.len() as f32,
            pairs.min(self.pairs.len()) as f32,
            self.pairs.len().max(1) as f32,
            length.saturating_sub(self.characters.len()) as f32,
        );
        let shared =
            if is_latin { pairs / of_pairs } else { f32::midpoint(held / of, pairs / of_pairs).max(held / of * 0.6) };
        shared - more * 0.005
    }
}
