//! The head of a page.

use leptos::prelude::*;

use super::{Icon, IconName, filled};

/// The title of the page with what stands around it.
#[component]
pub fn PageHead(
    /// The `h1`.
    #[prop(into)]
    title: String,
    /// A short line above the title, for example the department.
    #[prop(optional, into)]
    kicker: String,
    /// Drawn before the kicker.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// A faint line below the title, for example when it was last changed.
    #[prop(optional, into)]
    meta: String,
    /// Where that line leads, if anywhere.
    #[prop(optional, into)]
    meta_href: String,
    /// Where the way back leads, on pages without breadcrumbs.
    #[prop(optional, into)]
    back_href: String,
    /// Name of the way back.
    #[prop(optional, into)]
    back_label: String,
    /// Anything more below, for example pills or a lead.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let back = filled(back_href).map(|href| {
        view! {
            <a class="back" href=href>
                <Icon name=IconName::Left small=true />
                {back_label}
            </a>
        }
    });
    let meta = filled(meta).map(|meta| match filled(meta_href) {
        Some(href) => view! { <p class="meta"><a href=href>{meta}</a></p> }.into_any(),
        None => view! { <p class="meta">{meta}</p> }.into_any(),
    });
    let kicker = filled(kicker).map(|kicker| {
        view! {
            <p class="kicker">
                {icon.map(|icon| view! { <Icon name=icon small=true /> })}
                {kicker}
            </p>
        }
    });
    view! {
        <div class="page-head">
            {back}
            {kicker}
            <h1>{title}</h1>
            {meta}
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
