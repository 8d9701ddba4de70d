//! A text cut where the words that were looked for stand in it.

use super::normalise::{folded, is_han, is_letter, stem};

/// Cuts a text into pieces, each with whether it was looked for. Joined, the pieces are the text.
///
/// Width, case and script do not matter; English words only count from their beginning.
pub fn highlight(text: &str, terms: &[String]) -> Vec<(bool, String)> {
    let characters: Vec<char> = text.chars().collect();
    let folded = folded(text);
    let mut marked = vec![false; characters.len()];
    for term in terms {
        let term: Vec<char> = term.chars().collect();
        if term.is_empty() || term.len() > folded.len() {
            continue;
        }
        for start in 0..=folded.len() - term.len() {
            if folded[start..start + term.len()] == term[..] {
                let end = word_end(&folded, start, start + term.len());
                if let Some(end) = end {
                    marked[start..end].fill(true);
                }
            }
        }
    }
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for (c, mark) in characters.into_iter().zip(marked) {
        match pieces.last_mut() {
            Some((last, piece)) if *last == mark => piece.push(c),
            _ => pieces.push((mark, c.to_string())),
        }
    }
    pieces
}

/// Where a match ends: none inside an English word, and with its plural ending.
fn word_end(text: &[char], start: usize, end: usize) -> Option<usize> {
    let in_word = |c: char| is_letter(c) && !is_han(c);
    if !in_word(text[start]) {
        return Some(end);
    }
    if start > 0 && in_word(text[start - 1]) {
        return None;
    }
    let rest = text[end..].iter().take_while(|c| in_word(**c)).count();
    let whole: String = text[start..end + rest].iter().collect();
    let term: String = text[start..end].iter().collect();
    Some(if stem(&whole) == term { end + rest } else { end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(text: &str, terms: &[&str]) -> String {
        let terms: Vec<String> = terms.iter().map(|term| (*term).to_owned()).collect();
        highlight(text, &terms)
            .into_iter()
            .map(|(mark, piece)| if mark { format!("[{piece}]") } else { piece })
            .collect()
    }

    #[test]
    fn what_was_looked_for_is_marked_in_both_languages() {
        assert_eq!(marked("居住证首次申领", &["居住证", "申领"]), "[居住证]首次[申领]");
        assert_eq!(marked("Residence Permits, permitted", &["permit"]), "Residence [Permits], [permit]ted");
        assert_eq!(marked("President", &["resident"]), "President");
        assert_eq!(marked("駕照與ＩＤ", &["驾照", "id"]), "[駕照]與[ＩＤ]");
        assert_eq!(marked("abc", &["", "abcd"]), "abc");
    }

    proptest! {
        #[test]
        fn the_pieces_joined_are_the_text(text in ".{0,60}", terms in proptest::collection::vec(".{0,5}", 0..5)) {
            let joined: String = highlight(&text, &terms).into_iter().map(|(_, piece)| piece).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
