//! Slips mended: one wrong letter in a word, a character that sounds like the right one.

use super::{
    Index,
    normalise::stem,
    pinyin,
    segment::{Weight, runs, weight},
    vocabulary::TermId,
};

/// The longest word of Han characters that is mended.
const LONGEST: usize = 6;

impl Index {
    /// The text as it was probably meant; none where nothing comes to mind.
    pub(super) fn mended(&self, text: &str) -> Option<String> {
        let mut mended = String::with_capacity(text.len());
        let mut end = 0;
        for run in runs(text) {
            mended.push_str(&text[end..run.start]);
            if run.han {
                mended.push_str(&self.mended_han(run.text));
            } else {
                mended.push_str(&self.mended_word(run.text).unwrap_or_else(|| run.text.to_owned()));
            }
            end = run.start + run.text.len();
        }
        mended.push_str(&text[end..]);
        if mended != text {
            return Some(mended);
        }
        // Pinyin typed with a space after each syllable.
        let letters: String = text.split(' ').collect();
        let words = text.contains(' ').then(|| self.split_pinyin(&letters)).flatten()?;
        Some(words.concat())
    }

    /// Walks through a run, longest words first, and replaces what is no word but sounds like one.
    fn mended_han(&self, run: &str) -> String {
        let characters: Vec<char> = run.chars().collect();
        let mut mended = String::with_capacity(run.len());
        let mut at = 0;
        while at < characters.len() {
            let longest = LONGEST.min(characters.len() - at);
            let found = (2..=longest).rev().find_map(|length| {
                let word: String = characters[at..at + length].iter().collect();
                let known = self.words().term(&word).is_some_and(|term| self.words().is_word(term));
                if known || weight(&word) != Weight::Content {
                    return Some((word, length));
                }
                self.alike(&word, length).map(|term| (self.words().text(term).to_owned(), length))
            });
            let (word, length) = found.unwrap_or_else(|| (characters[at].to_string(), 1));
            mended.push_str(&word);
            at += length;
        }
        mended
    }

    /// The catalogue's word that sounds like this one, sharing as many characters as possible.
    fn alike(&self, word: &str, length: usize) -> Option<TermId> {
        let sound = pinyin::sound(word)?;
        let shared = |term: TermId| self.words().text(term).chars().zip(word.chars()).filter(|(a, b)| a == b).count();
        let best = |terms: &mut dyn Iterator<Item = TermId>, at_least: usize| {
            let same_length = |term: &TermId| self.words().text(*term).chars().count() == length;
            let prominent = |term: &TermId| self.words().prominence(*term) > 0.0;
            let fit = terms.filter(same_length).filter(prominent).filter(|term| shared(*term) >= at_least);
            fit.max_by(|a, b| shared(*a).cmp(&shared(*b)).then_with(|| self.words().by_prominence(*a, *b)))
        };
        // Two characters that both differ are another word, not a slip.
        let exact = best(&mut self.words().sounding(&sound.full), usize::from(length == 2));
        exact.or_else(|| best(&mut self.words().sounding_near(&sound.blurred), length - 1))
    }

    /// The English word, or the word with the pinyin, that is one letter away from a word nobody knows.
    fn mended_word(&self, word: &str) -> Option<String> {
        let letters = word.bytes().all(|byte| byte.is_ascii_lowercase());
        if word.len() < 4 || !letters || weight(word) != Weight::Content || self.begins_something(word) {
            return None;
        }
        let vocabulary = self.words();
        let prominence = |term: &TermId| vocabulary.prominence(*term);
        let best = |terms: &mut dyn Iterator<Item = TermId>| terms.max_by(|a, b| vocabulary.by_prominence(*a, *b));
        let singular = stem(word);
        let english = best(&mut vocabulary.latin().filter(|term| {
            let text = vocabulary.text(*term);
            text.len() >= 4 && (one_slip_apart(text, word) || one_slip_apart(text, &singular))
        }));
        let chinese = || {
            let mut near =
                vocabulary.spellings().filter(|(spelling, _)| word.len() >= 5 && one_slip_apart(spelling, word));
            best(&mut near.by_ref().map(|(_, term)| term))
        };
        english
            .filter(|term| prominence(term) > 0.0)
            .or_else(chinese)
            .or(english)
            .map(|term| vocabulary.text(term).to_owned())
    }

    fn begins_something(&self, word: &str) -> bool {
        let is_prominent = |term: TermId| self.words().prominence(term) > 0.0;
        self.words().starting_with(&stem(word)).any(is_prominent)
            || self.words().sounding_from(word).next().is_some()
            || self.split_pinyin(word).is_some()
    }
}

/// Whether two words differ in one letter: wrong, missing, doubled, or swapped with its neighbour.
fn one_slip_apart(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    if short.len() < long.len() {
        return short[same..] == long[same + 1..];
    }
    if same == short.len() {
        return false;
    }
    let swapped = same + 1 < short.len() && short[same] == long[same + 1] && short[same + 1] == long[same];
    short[same + 1..] == long[same + 1..] || (swapped && short[same + 2..] == long[same + 2..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_missing_doubled_or_swapped_letter_is_a_slip() {
        for slip in ["pasport", "passsport", "pasaport", "psasport", "passporx", "xassport"] {
            assert!(one_slip_apart("passport", slip), "{slip}");
        }
        for other in ["passport", "port", "paspor", "pssaport"] {
            assert!(!one_slip_apart("passport", other), "{other}");
        }
    }
}
