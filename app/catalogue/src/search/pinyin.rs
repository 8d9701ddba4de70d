//! How words sound: full pinyin, initials, and a blurred form in which what people mix up is the same.

use pinyin::ToPinyin as _;

/// The longest word whose sound is kept, in characters: keywords of a few words, not sentences.
pub(super) const MAX_CHARACTERS: usize = 8;

/// Characters that this vocabulary mostly reads otherwise than the character alone suggests.
const CHARACTERS: &[(char, &str)] = &[
    ('长', "chang"),
    ('还', "huan"),
    ('调', "tiao"),
    ('都', "du"),
    ('泊', "bo"),
    ('差', "cha"),
    ('参', "can"),
    ('曾', "ceng"),
];

/// Words in which a character is read otherwise than it mostly is.
const WORDS: &[(&str, &[&str])] = &[
    ("家长", &["jia", "zhang"]),
    ("校长", &["xiao", "zhang"]),
    ("市长", &["shi", "zhang"]),
    ("会长", &["hui", "zhang"]),
    ("成长", &["cheng", "zhang"]),
    ("长者", &["zhang", "zhe"]),
    ("银行", &["yin", "hang"]),
    ("行业", &["hang", "ye"]),
    ("商行", &["shang", "hang"]),
    ("支行", &["zhi", "hang"]),
    ("会计", &["kuai", "ji"]),
    ("重新", &["chong", "xin"]),
    ("重复", &["chong", "fu"]),
    ("重置", &["chong", "zhi"]),
    ("重办", &["chong", "ban"]),
    ("重考", &["chong", "kao"]),
    ("重庆", &["chong", "qing"]),
    ("给付", &["ji", "fu"]),
    ("补给", &["bu", "ji"]),
    ("供给", &["gong", "ji"]),
    ("调查", &["diao", "cha"]),
    ("调档", &["diao", "dang"]),
    ("调取", &["diao", "qu"]),
    ("调转", &["diao", "zhuan"]),
    ("调动", &["diao", "dong"]),
    ("便宜", &["pian", "yi"]),
    ("弹性", &["tan", "xing"]),
    ("音乐", &["yin", "yue"]),
    ("声乐", &["sheng", "yue"]),
    ("还是", &["hai", "shi"]),
    ("还有", &["hai", "you"]),
];

/// The syllables of a word of Han characters; none if one of them has no known sound.
pub(super) fn syllables(word: &str) -> Option<Vec<&'static str>> {
    let mut result = Vec::new();
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        if let Some((known, sounds)) = WORDS.iter().find(|(known, _)| rest.starts_with(known)) {
            result.extend_from_slice(sounds);
            rest = &rest[known.len()..];
        } else {
            let usual = CHARACTERS.iter().find(|(known, _)| *known == c).map(|(_, sound)| *sound);
            result.push(usual.or_else(|| c.to_pinyin().map(pinyin::Pinyin::plain))?);
            rest = &rest[c.len_utf8()..];
        }
    }
    Some(result)
}

/// The three spellings of a word's sound.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sound {
    /// `juzhuzheng`.
    pub(super) full: String,
    /// `jzz`.
    pub(super) initials: String,
    /// `juzuzen`; see [`blurred`].
    pub(super) blurred: String,
}

/// How a word of Han characters sounds.
pub(super) fn sound(word: &str) -> Option<Sound> {
    let syllables = syllables(word)?;
    Some(Sound {
        full: typed(&syllables.concat()),
        initials: syllables.iter().filter_map(|syllable| syllable.chars().next()).collect(),
        blurred: syllables.iter().map(|syllable| blurred(syllable)).collect(),
    })
}

/// Pinyin as a keyboard gives it: `lü` is typed `lv`.
pub(super) fn typed(pinyin: &str) -> String {
    pinyin.replace('ü', "v")
}

/// A syllable with what the south-west does not tell apart made equal: zh/z, ch/c, sh/s, n/l, -ng/-n.
fn blurred(syllable: &str) -> String {
    let (initial, rest) = match syllable.as_bytes() {
        [b'z' | b'c' | b's', b'h', ..] => (&syllable[..1], &syllable[2..]),
        [b'n', ..] if syllable.len() > 1 => ("l", &syllable[1..]),
        _ => syllable.split_at(syllable.chars().next().map_or(0, char::len_utf8)),
    };
    let rest = match rest {
        "ing" | "eng" | "ang" | "iang" | "uang" => &rest[..rest.len() - 1],
        _ => rest,
    };
    typed(&format!("{initial}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_spelt_in_full_by_initials_and_blurred() {
        let expected = Sound { full: "juzhuzheng".into(), initials: "jzz".into(), blurred: "juzuzen".into() };
        assert_eq!(sound("居住证"), Some(expected));
        assert_eq!(sound("绿").map(|sound| sound.full), Some("lv".to_owned()));
        assert_eq!(sound("证a"), None);
    }

    #[test]
    fn characters_of_several_sounds_are_read_by_their_word() {
        for (word, full) in [
            ("银行", "yinhang"),
            ("行驶证", "xingshizheng"),
            ("会计", "kuaiji"),
            ("成都", "chengdu"),
            ("还款", "huankuan"),
        ] {
            assert_eq!(sound(word).map(|sound| sound.full).as_deref(), Some(full));
        }
    }

    #[test]
    fn what_people_mix_up_sounds_the_same_when_blurred() {
        for (a, b) in [("生份证", "身份证"), ("牛奶", "流来")] {
            assert_eq!(sound(a).map(|sound| sound.blurred), sound(b).map(|sound| sound.blurred));
        }
    }
}
