//! Halls and counters.

use leptos::prelude::*;

use super::{Icon, IconName, Pill, Tone, filled};

/// One place one can go to.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Street and house.
    pub address: String,
    /// When it is open, or nothing.
    pub hours: String,
    /// Telephone number as shown, or nothing.
    pub phone: String,
    /// Address of a map, or nothing.
    pub map_href: String,
    /// A state, for example 开门中.
    pub pill: Option<(String, Tone)>,
}

/// Rows of places with their telephone and map, on a flush card.
#[component]
pub fn Places(
    /// The places.
    items: Vec<Place>,
    /// Words of the map links, for example 看地图.
    #[prop(optional, into)]
    map_label: String,
) -> AnyView {
    let rows = items
        .into_iter()
        .map(|place| {
            let phone = filled(place.phone).map(|phone| {
                let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
                view! { <a href=format!("tel:{digits}")><Icon name=IconName::Phone small=true />{phone}</a> }
            });
            let map = filled(place.map_href).map(|href| {
                let name = place.name.clone();
                view! {
                    <a href=href>
                        <Icon name=IconName::Pin small=true />
                        {map_label.clone()}
                        <span class="vh">" "{name}</span>
                    </a>
                }
            });
            let links = (phone.is_some() || map.is_some()).then(|| view! { <p class="place-links">{phone}{map}</p> });
            view! {
                <li class="place-row">
                    <div class="inline">
                        <p class="row-title">{place.name}</p>
                        {place.pill.map(|(label, tone)| view! { <Pill label=label tone=tone /> })}
                    </div>
                    <p class="meta">{place.address}</p>
                    {filled(place.hours).map(|hours| view! { <p class="meta">{hours}</p> })}
                    {links}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
