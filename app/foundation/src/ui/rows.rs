//! Lists in which the whole row is the link.

use leptos::prelude::*;

use super::{Icon, IconName, Pill, Tone, filled};

/// One row.
#[must_use]
pub struct Row {
    href: String,
    title: AnyView,
    meta: String,
    end: String,
    icon: Option<IconName>,
    pills: Vec<(String, Tone)>,
}

impl Row {
    /// A row that leads to `href`, or nowhere if that is empty; the title may hold `<mark>`.
    pub fn new(href: impl Into<String>, title: impl IntoView + 'static) -> Self {
        Self {
            href: href.into(),
            title: title.into_view().into_any(),
            meta: String::new(),
            end: String::new(),
            icon: None,
            pills: Vec::new(),
        }
    }

    /// A faint line under the title.
    pub fn meta(mut self, meta: impl Into<String>) -> Self {
        self.meta = meta.into();
        self
    }

    /// A short text at the end: a count, an amount.
    pub fn end(mut self, end: impl Into<String>) -> Self {
        self.end = end.into();
        self
    }

    /// An icon at the start.
    pub fn icon(mut self, icon: IconName) -> Self {
        self.icon = Some(icon);
        self
    }

    /// One more pill; three at most are read.
    pub fn pill(mut self, label: impl Into<String>, tone: Tone) -> Self {
        self.pills.push((label.into(), tone));
        self
    }

    fn into_view(self) -> AnyView {
        let pills = (!self.pills.is_empty()).then(|| {
            let pills =
                self.pills.into_iter().map(|(label, tone)| view! { <Pill label=label tone=tone /> }).collect_view();
            view! { <span class="pills">{pills}</span> }
        });
        let icon = self.icon.map(|icon| {
            view! { <span class="dot tone-main"><Icon name=icon /></span> }
        });
        let content = view! {
            {icon}
            <span class="grow">
                <span class="row-title">{self.title}</span>
                {filled(self.meta).map(|meta| view! { <span class="meta">{meta}</span> })}
                {pills}
            </span>
            {filled(self.end).map(|end| view! { <span class="row-end">{end}</span> })}
        };
        match filled(self.href) {
            Some(href) => view! {
                <li><a class="row" href=href>{content}<Icon name=IconName::Right /></a></li>
            }
            .into_any(),
            None => view! { <li class="row">{content}</li> }.into_any(),
        }
    }
}

/// A list of rows, normally on a flush card.
#[component]
pub fn Rows(
    /// The rows.
    items: Vec<Row>,
) -> AnyView {
    view! { <ul class="rows">{items.into_iter().map(Row::into_view).collect_view()}</ul> }.into_any()
}
