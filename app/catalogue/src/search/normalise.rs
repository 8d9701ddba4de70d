//! One spelling for everything that is compared: half-width, lower-case, simplified, one space between words.

use std::borrow::Cow;

/// The one form of a character, before simplification: width and case.
fn fold(c: char) -> char {
    let c = match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    // A lower-case form of several characters (İ) would shift every position after it.
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// The characters of a text in their one form, as many as the text has: position `n` stands for character `n`.
pub(super) fn folded(text: &str) -> Vec<char> {
    let folded: String = text.chars().map(fold).collect();
    fast2s::convert(&folded).chars().collect()
}

/// The text in its one form, without control characters, trimmed, with single spaces.
pub(crate) fn normalise(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in folded(text) {
        if c.is_whitespace() || c.is_control() {
            if !result.ends_with(' ') && !result.is_empty() {
                result.push(' ');
            }
        } else {
            result.push(c);
        }
    }
    result.truncate(result.trim_end().len());
    result
}

/// A normalised text without anything but letters and digits: what names and codes are compared by.
pub(super) fn compact(text: &str) -> String {
    text.chars().filter(|c| is_letter(*c)).collect()
}

/// Whether a character is written Chinese.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// Whether a character belongs to a word of any script.
pub(super) fn is_letter(c: char) -> bool {
    is_han(c) || c.is_alphanumeric()
}

/// Whether a text is made of Han characters only.
pub(super) fn is_all_han(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_han)
}

/// An English word without its plural ending: `permits` → `permit`, `copies` → `copy`, `taxes` → `tax`.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    if word.len() < 4 || !word.is_ascii() || ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) {
        return Cow::Borrowed(word);
    }
    if let Some(rest) = word.strip_suffix("ies") {
        return Cow::Owned(format!("{rest}y"));
    }
    let Some(rest) = word.strip_suffix('s') else { return Cow::Borrowed(word) };
    let sounded = ["sse", "she", "che", "xe", "ze"].iter().any(|ending| rest.ends_with(ending));
    Cow::Borrowed(rest.strip_suffix('e').filter(|_| sounded).unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_script_and_spaces_are_evened_out() {
        assert_eq!(normalise(" 結婚　登記\tＡＢＣ１２ \u{0}x"), "结婚 登记 abc12 x");
        assert_eq!(normalise("駕照 臺灣 戶口 醫療 證件"), "驾照 台湾 户口 医疗 证件");
        assert_eq!(normalise("\u{0}\n "), "");
    }

    #[test]
    fn a_folded_text_keeps_its_positions() {
        for text in ["İstanbul 證", "ﬁ ＡＢ", "", "乾隆後"] {
            assert_eq!(folded(text).len(), text.chars().count(), "{text}");
        }
    }

    #[test]
    fn plurals_meet_their_singular() {
        for (plural, singular) in [
            ("permits", "permit"),
            ("taxes", "tax"),
            ("licences", "licence"),
            ("copies", "copy"),
            ("addresses", "address"),
        ] {
            assert_eq!(stem(plural), stem(singular));
        }
        for word in ["bus", "gas", "address", "analysis", "id", "status"] {
            assert_eq!(stem(word), word);
        }
    }
}
