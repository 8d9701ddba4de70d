use catalogue::Catalogue;
use foundation::text::Language;
use identity::{PageTitles, Titled};

/// What published items are called, for whoever reads one and signs in.
pub(super) struct ItemTitles(pub(super) Catalogue);

impl PageTitles for ItemTitles {
    fn title<'a>(&'a self, path: &'a str, language: Language) -> Titled<'a> {
        Box::pin(async move {
            let (code, _) =
                path.strip_prefix("/items/")?.split_once(['?', '#']).unwrap_or((&path["/items/".len()..], ""));
            // Whoever signs in is not kept from it by a title that is not to be had.
            let found = self.0.item(code).await.ok()?;
            Some(found.item.name.get(language).to_owned())
        })
    }
}
