//! The head of a page of the desk.

use leptos::prelude::*;

use super::{Crumb, Pill, Tone, filled};

/// The way here, the title with its state, and what can be done.
#[component]
pub fn DeskHead(
    /// The `h1`.
    #[prop(into)]
    title: String,
    /// The pages above this one, topmost first.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// Names the trail for screen readers; needed with crumbs.
    #[prop(optional, into)]
    crumbs_label: String,
    /// A faint line that stands after the trail, for example the code of an item.
    #[prop(optional, into)]
    kicker: String,
    /// A faint line below the title.
    #[prop(optional, into)]
    meta: String,
    /// The state, in a word or two.
    #[prop(optional)]
    pills: Vec<(String, Tone)>,
    /// Links, buttons and small forms; the one main action last.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let trail = (!crumbs.is_empty()).then(|| {
        let steps =
            crumbs.into_iter().map(|crumb| view! { <li><a href=crumb.href>{crumb.label}</a></li> }).collect_view();
        view! { <nav aria-label=crumbs_label><ol>{steps}</ol></nav> }
    });
    let kicker = filled(kicker).map(|kicker| view! { <p>{kicker}</p> });
    let above = (trail.is_some() || kicker.is_some()).then(|| view! { <div class="desk-trail">{trail}{kicker}</div> });
    let pills = (!pills.is_empty()).then(|| {
        let pills = pills.into_iter().map(|(label, tone)| view! { <Pill label=label tone=tone /> }).collect_view();
        view! { <p class="inline">{pills}</p> }
    });
    view! {
        <div class="desk-head">
            <div class="desk-title">
                {above}
                <h1>{title}</h1>
                {pills}
                {filled(meta).map(|meta| view! { <p class="meta">{meta}</p> })}
            </div>
            {children.map(|children| view! { <div class="desk-acts">{children()}</div> })}
        </div>
    }
    .into_any()
}
