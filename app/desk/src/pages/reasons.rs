//! Reasons of imports in the reader's language. Imports say them in English, for files and command lines of all cities.

use foundation::text::Texts;

/// So many words of a reason tell it from others.
const WORDS: usize = 7;

/// The key of a reason: its first words without what it quotes and counts.
fn key_of(reason: &str) -> String {
    let plain: String = reason.split('`').step_by(2).collect();
    let words = plain
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .map(str::to_ascii_lowercase);
    format!("fault-{}", words.collect::<Vec<_>>().join("-"))
}

/// What a reason quotes, which translations leave out: the value that is wrong.
fn quoted(reason: &str) -> Option<&str> {
    reason.split('`').nth(1).filter(|quoted| !quoted.is_empty())
}

/// A reason in the reader's language, with the value it is about; as it is where there are no words for it.
pub(super) fn reason_in(texts: &Texts, reason: &str) -> String {
    let Some(sentence) = texts.by_key(&key_of(reason)).filter(|_| texts.language().is_first()) else {
        return reason.to_owned();
    };
    match quoted(reason) {
        Some(quoted) => format!("{sentence}（{quoted}）"),
        None => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use foundation::text::Language;

    #[test]
    fn reasons_of_forms_have_chinese_words() {
        let texts = Language::FIRST.texts();
        for reason in [
            "has other characters than letters, digits, hyphens, underscores and dots, or more than 60",
            "holds an empty entry: remove it",
            "is longer than 200 characters",
            "holds a line break or another control character",
            "needs a Chinese text",
            "does not have the 6 digits of a district",
            "does not begin with its parent's code `51`: mend one of them, or mark it as local",
            "a district cannot stand under a street",
            "a unified social credit code has 18 characters",
            "the check character does not fit; one of the 18 characters is wrong",
            "is no host name: write it without https:// and without a path",
            "holds the term itself: remove it there",
            "is not above 0 and at most 10",
            "names the same item twice",
            "is missing: every row needs it",
            "`X1` is neither stored nor a good row of this file",
            "`X1` leads back to this row, or to a row that is missing",
            "`X1` is no department: import departments first, or mend the id",
            "`X1` is no area",
            "`X1` stands on line 3 already: keep one of the two rows",
            "cannot be changed",
        ] {
            assert_ne!(reason_in(texts, reason), reason, "{}", key_of(reason));
        }
        assert_eq!(reason_in(texts, "something else"), "something else");
        assert!(reason_in(texts, "`X1` is no area").contains("X1"));
    }
}
