//! The end of every page.

use leptos::prelude::*;

/// One link of the footer.
#[derive(Clone, Debug)]
pub struct FooterLink {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub label: String,
}

/// Links about the house and a few lines of small print.
#[component]
pub fn Footer(
    /// Names the links for screen readers.
    #[prop(into)]
    nav_label: String,
    /// The links.
    links: Vec<FooterLink>,
    /// The lines below, paragraphs.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let links = links.into_iter().map(|link| view! { <li><a href=link.href>{link.label}</a></li> }).collect_view();
    view! {
        <footer class="footer">
            <nav aria-label=nav_label><ul>{links}</ul></nav>
            {children.map(|children| children())}
        </footer>
    }
    .into_any()
}
