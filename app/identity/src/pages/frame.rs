use leptos::prelude::*;

use foundation::{
    context::Cx,
    page::{Page, Tab},
    ui::{Breadcrumbs, Crumb, PageHead},
};

/// A page of somebody's own account: the way back to the account, the title, the main part. Seen by nobody else and kept
/// nowhere.
pub fn account_page(
    cx: &Cx,
    title: impl Into<String>,
    lead: impl Into<String>,
    body: impl FnOnce() -> AnyView + Send + 'static,
) -> Page {
    let title = title.into();
    let account = Crumb { href: cx.href("/me"), label: cx.texts.tab_me().to_owned() };
    below(cx, account, title.clone(), title, lead.into(), body)
}

/// A page of one person below another: the way back there, the heading, a lead, the main part. Seen by nobody else and kept
/// nowhere.
pub(super) fn below(
    cx: &Cx,
    above: Crumb,
    title: String,
    heading: String,
    lead: String,
    body: impl FnOnce() -> AnyView + Send + 'static,
) -> Page {
    let trail_label = cx.texts.breadcrumbs();
    Page::new(cx, title, move || {
        let lead = (!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> });
        view! {
            <div class="stack column">
                <Breadcrumbs label=trail_label items=vec![above] />
                <PageHead title=heading>{lead}</PageHead>
                {body()}
            </div>
        }
        .into_any()
    })
    .tab(Tab::Me)
    .unlisted()
    .uncached()
}
