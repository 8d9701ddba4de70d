use leptos::prelude::*;

use crate::{
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
    let (title, lead) = (title.into(), lead.into());
    let texts = cx.texts;
    let trail = vec![Crumb { href: cx.href("/me"), label: texts.tab_me().to_owned() }];
    let (head, trail_label) = (title.clone(), texts.breadcrumbs());
    Page::new(cx, title, move || {
        let lead = (!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> });
        view! {
            <div class="stack column">
                <Breadcrumbs label=trail_label items=trail />
                <PageHead title=head>{lead}</PageHead>
                {body()}
            </div>
        }
        .into_any()
    })
    .tab(Tab::Me)
    .unlisted()
    .uncached()
}
