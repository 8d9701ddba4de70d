//! Where the page stands: a trail on the desktop, the last step back on the phone.

use leptos::prelude::*;

use super::{Icon, IconName};

/// One step of the trail.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// Where it leads.
    pub href: String,
    /// Its name.
    pub label: String,
}

/// The pages above this one, topmost first; the page itself is not in it, its `h1` follows.
#[component]
pub fn Breadcrumbs(
    /// Names the trail for screen readers, for example 位置.
    #[prop(into)]
    label: String,
    /// The steps.
    items: Vec<Crumb>,
) -> AnyView {
    let steps = items
        .into_iter()
        .map(|crumb| {
            view! {
                <li>
                    <a href=crumb.href>
                        <Icon name=IconName::Left small=true />
                        {crumb.label}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="crumbs" aria-label=label>
            <ol>{steps}</ol>
        </nav>
    }
    .into_any()
}
