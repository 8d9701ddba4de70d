use std::{pin::Pin, sync::Arc};

use foundation::text::Language;

/// A title, in its time; none where a path is nobody's, or now is no time to find out.
pub type Titled<'a> = Pin<Box<dyn Future<Output = Option<String>> + Send + 'a>>;

/// What pages of other rooms are called, for whoever is led back to one: told by those who know them.
pub trait PageTitles: Send + Sync {
    /// The title of the page at a path of this site, without its language, as everybody may read it.
    fn title<'a>(&'a self, path: &'a str, language: Language) -> Titled<'a>;
}

/// Knows none.
pub(super) struct Untitled;

impl PageTitles for Untitled {
    fn title<'a>(&'a self, _: &'a str, _: Language) -> Titled<'a> {
        Box::pin(async { None })
    }
}

impl Untitled {
    pub(super) fn shared() -> Arc<dyn PageTitles> {
        Arc::new(Self)
    }
}
