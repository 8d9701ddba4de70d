//! The heading over a part of a page.

use leptos::prelude::*;

use super::{Icon, IconName, filled};

/// An `h2` with an optional link to all of it.
#[component]
pub fn SectionHead(
    /// The heading.
    #[prop(into)]
    title: String,
    /// Id of the heading, for `aria-labelledby`.
    #[prop(into)]
    id: String,
    /// Where all of it is.
    #[prop(optional, into)]
    more_href: String,
    /// Words of that link, for example 全部主题.
    #[prop(optional, into)]
    more_label: String,
) -> AnyView {
    let more = filled(more_href).map(|href| {
        view! {
            <a class="more" href=href>
                {more_label}
                <Icon name=IconName::Right small=true />
            </a>
        }
    });
    view! {
        <div class="section-head">
            <h2 id=id>{title}</h2>
            {more}
        </div>
    }
    .into_any()
}
