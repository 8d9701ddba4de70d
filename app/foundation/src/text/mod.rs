//! Every word a person reads, by language: the message catalogue of `locales/`, typed.
//!
//! The build script makes one method a message (`home-title` → `texts.home_title()`), so a missing key is a build
//! error. Adding a language is adding a folder: its name is the BCP 47 tag, its `language-name` what it calls itself.

use std::{collections::HashMap, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

mod generated {
    use super::{FluentValue, Texts};
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// A language the interface speaks; the first one is the city's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language(u8);

impl Language {
    /// Chinese, the city's first language.
    pub const FIRST: Self = Self(0);

    /// Every language, the city's first one in front.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..generated::SOURCES.len()).filter_map(|index| u8::try_from(index).ok().map(Self))
    }

    /// The BCP 47 tag for `<html lang>`: `zh-CN`.
    pub fn tag(self) -> &'static str {
        generated::SOURCES[usize::from(self.0)].0
    }

    /// The URL prefix and cookie value: the primary language subtag, `zh`.
    pub fn prefix(self) -> &'static str {
        let tag = self.tag();
        tag.split_once('-').map_or(tag, |(primary, _)| primary)
    }

    /// The language of a prefix or tag, if the interface speaks it: `en`, `en-GB` and `EN` are English.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::all().find(|language| language.prefix().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` header (RFC 9110 §12.5.4): highest quality first, ties in order.
    pub fn negotiate(header: &str) -> Option<Self> {
        let mut wanted: Vec<(f32, Self)> = header
            .split(',')
            .take(20)
            .filter_map(|range| {
                let (tag, quality) = match range.split_once(";q=") {
                    Some((tag, quality)) => (tag, quality.trim().parse().ok()?),
                    None => (range, 1.0),
                };
                (quality > 0.0).then_some(())?;
                Self::parse(tag).map(|language| (quality, language))
            })
            .collect();
        wanted.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        wanted.first().map(|(_, language)| *language)
    }

    /// Whether this is the city's first language, in which departments write.
    pub fn is_first(self) -> bool {
        self == Self::FIRST
    }

    /// The texts of this language.
    pub fn texts(self) -> &'static Texts {
        &TEXTS[usize::from(self.0)]
    }
}

static TEXTS: LazyLock<Vec<Texts>> = LazyLock::new(|| Language::all().map(Texts::load).collect());

/// The messages of one language; see the methods for the keys.
pub struct Texts {
    language: Language,
    /// Messages without variables, formatted once, in the order of the generated methods.
    plain: Vec<&'static str>,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Texts").field(&self.language.tag()).finish()
    }
}

impl Texts {
    fn load(language: Language) -> Self {
        let (tag, sources) = generated::SOURCES[usize::from(language.0)];
        let identifier: LanguageIdentifier = tag.parse().expect("folder names under locales/ are BCP 47 tags");
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // The isolation marks of Fluent protect mixed directions; none of our languages is written right to left.
        bundle.set_use_isolating(false);
        for source in sources {
            let resource = FluentResource::try_new((*source).to_owned()).expect("the build script parsed it");
            bundle.add_resource(resource).expect("the build script refuses doubles");
        }
        let mut texts = Self { language, plain: Vec::new(), bundle };
        // Leaked on purpose: a few hundred texts that live as long as the process, so that views borrow them freely.
        texts.plain = generated::PLAIN.iter().map(|key| &*texts.format(key, []).leak()).collect();
        texts
    }

    /// The language these texts are in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A message by its key: for keys that are data, like the name of an enumeration's value.
    pub fn by_key(&self, key: &str) -> Option<String> {
        self.bundle.has_message(key).then(|| self.format(key, []))
    }

    fn format<const N: usize>(&self, key: &str, arguments: [(&'static str, FluentValue<'static>); N]) -> String {
        let pattern =
            self.bundle.get_message(key).and_then(|message| message.value()).expect("the build script knows the keys");
        let arguments: FluentArgs = arguments.into_iter().collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        text
    }
}

/// Lists the plain messages of a language by key, for tests that look for texts of one language in another.
pub fn plain_messages(language: Language) -> HashMap<&'static str, &'static str> {
    generated::PLAIN.iter().copied().zip(language.texts().plain.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_city_s_first_language_comes_first_and_is_chinese() {
        assert_eq!(Language::FIRST.tag(), "zh-CN");
        assert_eq!(Language::FIRST.prefix(), "zh");
    }

    #[test]
    fn accept_language_is_read_by_quality() {
        let english = Language::parse("en");
        assert_eq!(Language::negotiate("fr, en-GB;q=0.8, zh;q=0.3"), english);
        assert_eq!(Language::negotiate("zh-TW,en;q=0.9"), Some(Language::FIRST));
        assert_eq!(Language::negotiate("fr, de;q=0.5, en;q=0"), None);
        assert_eq!(Language::negotiate(";;;q=,,"), None);
    }

    #[test]
    fn no_message_is_empty_in_any_language() {
        for language in Language::all() {
            for (key, text) in plain_messages(language) {
                assert!(!text.trim().is_empty(), "{}: {key}", language.tag());
            }
        }
    }

    #[test]
    fn english_holds_no_han_characters_but_names() {
        let english = Language::parse("en").expect("English is spoken");
        for (key, text) in plain_messages(english) {
            let names_only = key.starts_with("language-") || key.starts_with("city-") || key.starts_with("brand");
            assert!(names_only || !text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{key}: {text}");
        }
    }
}
