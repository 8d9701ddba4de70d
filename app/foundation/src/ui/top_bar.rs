//! The header: mark, place, main navigation, tools.

use leptos::prelude::*;

use super::{Icon, IconName, Mark};

/// One place of the main navigation.
#[derive(Clone, Debug)]
pub struct TabItem {
    /// Where it leads.
    pub href: String,
    /// Short name, two characters in Chinese.
    pub label: String,
    /// Shown on the phone.
    pub icon: IconName,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// The district the person looks at, with the way to change it.
#[derive(Clone, Debug)]
pub struct PlaceLink {
    /// Where it is changed.
    pub href: String,
    /// For example 锦江.
    pub label: String,
    /// Said before the label to screen readers, for example 当前区域.
    pub hint: String,
}

/// The header of every page; its navigation is a tab bar on the phone and part of the bar on the desktop.
#[component]
pub fn TopBar(
    /// Name of the house.
    #[prop(into)]
    brand: String,
    /// Its first page.
    #[prop(into)]
    home: String,
    /// The district, if one can be chosen.
    #[prop(optional_no_strip, into)]
    place: Option<PlaceLink>,
    /// Names the navigation for screen readers, for example 主导航.
    #[prop(into)]
    nav_label: String,
    /// The places of the navigation, in order.
    items: Vec<TabItem>,
    /// The tools at the end: `ToolButton`, `ToolLink`, a button.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let place = place.map(|place| {
        view! {
            <a class="place" href=place.href>
                <span class="vh">{place.hint}</span>
                {place.label}
                <Icon name=IconName::Down small=true />
            </a>
        }
    });
    let tabs = items
        .into_iter()
        .map(|item| {
            view! {
                <li>
                    <a href=item.href aria-current=item.current.then_some("page")>
                        <Icon name=item.icon />
                        <span>{item.label}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <header class="top">
            <div class="top-row">
                <a class="brand" href=home>
                    <Mark />
                    <span>{brand}</span>
                </a>
                {place}
                <nav class="tabs" aria-label=nav_label>
                    <ul>{tabs}</ul>
                </nav>
                {children.map(|children| view! { <div class="tools">{children()}</div> })}
            </div>
        </header>
    }
    .into_any()
}
