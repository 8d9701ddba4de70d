use serde::{Deserialize, Serialize};

use foundation::text::Language;

/// The longest text a field may hold, in bytes: a long guide chapter, far below what would slow a page.
pub const MAX_TEXT_BYTES: usize = 20_000;

/// A text of a department, in Chinese and English side by side. English may still be missing (empty).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// 中文.
    pub zh: String,
    /// English; empty where the department has not written it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Bilingual {
    /// Both languages at once.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// Chinese only, as departments' old data comes.
    pub fn zh(zh: impl Into<String>) -> Self {
        Self::new(zh, "")
    }

    /// The text in a language, else the Chinese one: a text in the wrong language beats none.
    pub fn get(&self, language: Language) -> &str {
        if language.is_first() || self.en.is_empty() { &self.zh } else { &self.en }
    }

    /// The `lang` attribute to set where the text is not in the page's language.
    pub fn lang_attribute(&self, language: Language) -> Option<&'static str> {
        (!language.is_first() && self.en.is_empty()).then_some("zh-CN")
    }

    /// Whether nothing is said in either language.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}
