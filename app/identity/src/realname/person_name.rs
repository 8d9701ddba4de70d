use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

/// The most characters of a name. GA/T and passports know 50; some names in Latin letters are longer.
const MOST: usize = 80;
const DOT: char = '·';

/// Why something is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PersonNameFault {
    /// Nothing was typed.
    Empty,
    /// Longer than any name.
    Long,
    /// Holds a digit, an emoji or a mark that stands in no name.
    Character,
    /// Holds a character of some machine's own (private use): nobody else can read it.
    PrivateUse,
    /// A mark that joins parts stands at an end, or two stand together.
    Marks,
}

impl PersonNameFault {
    /// The reason as `error-field-…` names it.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::Long => "person-name-long",
            Self::Character => "person-name-character",
            Self::PrivateUse => "person-name-private",
            Self::Marks => "person-name-marks",
        }
    }
}

/// What a person is called on their papers, in the one form in which it is compared: one character or eighty, of any script,
/// `阿依古丽·买买提`, `𬱖`, `Anne-Marie O'Neil`. Nothing prints it but [`PersonName::as_str`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonName(String);

impl PersonName {
    /// Reads what somebody typed, in NFC (UAX #15). The marks that are taken for the dot between the parts of a name (U+00B7)
    /// become it; the typographic apostrophe and hyphens become plain, full-width letters narrow. Selectors of a glyph's form are
    /// dropped: registers keep the character.
    pub fn parse(typed: &str) -> Result<Self, PersonNameFault> {
        let one_line: Vec<&str> = typed.split_whitespace().collect();
        if one_line.is_empty() {
            return Err(PersonNameFault::Empty);
        }
        // What is that long is no name, and not worth normalising.
        if typed.len() > MOST * 16 {
            return Err(PersonNameFault::Long);
        }
        let composed: String = one_line.join(" ").chars().filter(|c| !is_selector(*c)).map(plain).nfc().collect();
        let name = composed.replace(" ·", "·").replace("· ", "·");
        if name.chars().any(is_private) {
            return Err(PersonNameFault::PrivateUse);
        }
        let name = dots_between_han(&name);
        if name.chars().count() > MOST {
            return Err(PersonNameFault::Long);
        }
        if !name.chars().all(|c| is_letter(c) || is_mark(c)) {
            return Err(PersonNameFault::Character);
        }
        if !marks_join(&name) {
            return Err(PersonNameFault::Marks);
        }
        Ok(Self(name))
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as it may be shown: `李*`, `王*蓉`, `阿******提`.
    pub fn masked(&self) -> String {
        let characters: Vec<char> = self.0.chars().collect();
        match characters.as_slice() {
            [] | [_] => "*".to_owned(),
            [first, _] => format!("{first}*"),
            [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len().min(6))),
        }
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(…)")
    }
}

fn plain(c: char) -> char {
    match c {
        '•' | '‧' | '・' | '･' | '．' | '∙' | '⋅' | '⸱' | '●' | '\u{387}' | '﹒' => DOT,
        '’' | '‘' | 'ʼ' | '＇' | '`' => '\'',
        '‐' | '‑' | '‒' | '–' | '－' => '-',
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// A full stop between two characters that are not Latin stands for the dot.
fn dots_between_han(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let at = |index: usize| characters.get(index).is_some_and(|c| is_letter(*c) && !is_latin(*c));
    characters
        .iter()
        .enumerate()
        .map(|(index, c)| if *c == '.' && index > 0 && at(index - 1) && at(index + 1) { DOT } else { *c })
        .collect()
}

fn is_latin(c: char) -> bool {
    c < '\u{250}' || matches!(c, '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0e}' | '\u{e0100}'..='\u{e01ef}')
}

/// Letters of every script and what is set upon them; 〇, which Unicode counts as a number; no letters in circles or squares.
fn is_letter(c: char) -> bool {
    let drawn = matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f100}'..='\u{1f1ff}');
    let upon = matches!(c, '\u{300}'..='\u{36f}');
    (c.is_alphabetic() && !c.is_numeric() && !drawn) || upon || c == '〇'
}

fn is_mark(c: char) -> bool {
    matches!(c, DOT | '\'' | '-' | ' ' | '.' | ',')
}

/// Whether a name begins with a letter, ends with one or a full stop, and has marks only between letters: one, or a full stop or
/// comma with a space.
fn marks_join(name: &str) -> bool {
    let mut before = ' ';
    for c in name.chars() {
        let joins = match c {
            ' ' => is_letter(before) || matches!(before, '.' | ',' | '\''),
            '.' | ',' => is_letter(before) && is_latin(before),
            c if is_mark(c) => is_letter(before) || (c == '-' && before == '.'),
            c => !matches!(c, '\u{300}'..='\u{36f}') || is_letter(before),
        };
        if !joins {
            return false;
        }
        before = c;
    }
    // The first character was compared with a space.
    is_letter(before) || before == '.'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_name_that_people_have_is_one() {
        for name in [
            "王小蓉",
            "李",
            "欧阳娜娜",
            "阿依古丽·买买提",
            "古力娜扎尔·拜合提亚尔",
            "买买提吐尔逊·阿布都热依木·艾合买提江",
            "阿沛·阿旺晋美",
            "一二三四五六七八九十一二三四五六七八九十",
            "〇",
            "王〇一",
            "𬱖",
            "李䶮",
            "刘𠮷",
            "张𬭎𫖯",
            "𰻞",
            "㛃",
            "﨑山",
            "Anne-Marie O'Neil",
            "John Ronald Reuel Tolkien Jr.",
            "J. R. Smith",
            "Smith, John",
            "Nguyễn Văn Anh",
            "Müller-Lüdenscheidt",
            "Ólafur Þór Jónsson",
            "Иванов Иван",
            "김민준",
            "田中・花子",
            "مريم",
        ] {
            assert!(PersonName::parse(name).is_ok(), "{name}");
        }
        let longest = "买".repeat(MOST);
        assert!(PersonName::parse(&longest).is_ok());
        assert_eq!(PersonName::parse(&format!("{longest}提")), Err(PersonNameFault::Long));
    }

    #[test]
    fn a_name_has_one_form_however_it_is_typed() {
        for typed in [
            "阿依古丽·买买提",
            " 阿依古丽 · 买买提 ",
            "阿依古丽•买买提",
            "阿依古丽‧买买提",
            "阿依古丽・买买提",
            "阿依古丽．买买提",
            "阿依古丽.买买提",
            "阿依古丽･买买提",
            "阿依古丽\u{387}买买提",
        ] {
            assert_eq!(PersonName::parse(typed).unwrap().as_str(), "阿依古丽·买买提", "{typed}");
        }
        assert_eq!(PersonName::parse("O’Neil").unwrap().as_str(), "O'Neil");
        assert_eq!(PersonName::parse("Ａｎｎｅ　Ｌｅｅ").unwrap().as_str(), "Anne Lee");
        assert_eq!(PersonName::parse("Mu\u{308}ller").unwrap().as_str(), "Müller");
        assert_eq!(PersonName::parse("葛\u{e0100}城").unwrap().as_str(), "葛城");
    }

    #[test]
    fn what_is_no_name_is_refused_with_the_reason() {
        use PersonNameFault::{Character, Empty, Marks, PrivateUse};
        for (typed, fault) in [
            ("", Empty),
            (" \u{3000}", Empty),
            ("王\u{e863}", PrivateUse),
            ("\u{f0001}", PrivateUse),
            ("王2", Character),
            ("王２", Character),
            ("510104199003070028", Character),
            ("王😀", Character),
            ("🅰", Character),
            ("Ⓐ", Character),
            ("Ⅷ", Character),
            ("王\0", Character),
            ("王\u{200b}蓉", Character),
            ("王\u{202e}蓉", Character),
            ("<b>", Character),
            ("张三@example.com", Character),
            ("·", Marks),
            ("·买买提", Marks),
            ("阿依古丽·", Marks),
            ("阿依古丽··买买提", Marks),
            ("-", Marks),
            ("O''Neil", Marks),
            ("\u{301}", Marks),
        ] {
            assert_eq!(PersonName::parse(typed), Err(fault), "{typed:?}");
        }
    }

    #[test]
    fn a_name_is_shown_in_part() {
        for (name, masked) in [("李", "*"), ("李国", "李*"), ("王小蓉", "王*蓉"), ("阿依古丽·买买提", "阿******提")]
        {
            assert_eq!(PersonName::parse(name).unwrap().masked(), masked);
        }
        assert_eq!(format!("{:?}", PersonName::parse("王小蓉").unwrap()), "PersonName(…)");
    }

    proptest! {
        #[test]
        fn a_name_that_was_read_reads_again_as_itself(typed in any::<String>()) {
            if let Ok(name) = PersonName::parse(&typed) {
                prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name.clone()));
                prop_assert!(!name.as_str().chars().any(|c| c.is_control() || c.is_ascii_digit()));
            }
        }

        #[test]
        fn any_han_characters_are_a_name(name in "[\u{4e00}-\u{9fff}\u{20000}-\u{2a6df}\u{30000}-\u{3134a}]{1,20}") {
            prop_assert!(PersonName::parse(&name).is_ok());
        }
    }
}
