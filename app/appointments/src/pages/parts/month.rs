//! A month with what is free on each of its days: a table, so that whoever hears it knows which weekday a day is; a link for
//! each day that can be chosen, so that it needs no script.

use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};
use foundation::{
    page::weekday,
    text::Texts,
    ui::{Icon, IconName},
};
use leptos::prelude::*;

use super::words;
use crate::DayState;

/// Where the months beside the one that is shown are; none where nothing could be chosen there.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// The month before.
    pub earlier: Option<String>,
    /// The month after.
    pub later: Option<String>,
}

/// The last day of a month.
pub fn last_of(first: NaiveDate) -> NaiveDate {
    first + Months::new(1) - Days::new(1)
}

/// A month from its first day on. `days` says what is free; a day that is not named there is past, or nothing is known of it yet:
/// weeks of such days alone before the first known one are left out. `link` tells where a day leads.
pub fn month(
    texts: &'static Texts,
    first: NaiveDate,
    days: &[(NaiveDate, DayState)],
    chosen: Option<NaiveDate>,
    beside: Beside,
    link: impl Fn(NaiveDate) -> String,
) -> AnyView {
    let last = last_of(first);
    let monday = first - Days::new(u64::from(first.weekday().num_days_from_monday()));
    let known = |day: NaiveDate| days.iter().find(|(known, _)| *known == day).map(|(_, state)| *state);
    let rows = monday
        .iter_weeks()
        .take_while(|monday| *monday <= last)
        .skip_while(|monday| !days.is_empty() && !monday.iter_days().take(7).any(|day| known(day).is_some()))
        .map(|monday| {
            let cells = monday
                .iter_days()
                .take(7)
                .map(|day| {
                    if !(first..=last).contains(&day) {
                        return view! { <td class="day-beyond"></td> }.into_any();
                    }
                    match known(day) {
                        Some(state) => cell(texts, day, state, chosen == Some(day), &link),
                        None => {
                            view! { <td class="day-beyond"><span class="day"><b>{day.day()}</b></span></td> }.into_any()
                        }
                    }
                })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    let heads = monday_to_sunday().map(|day| view! { <th scope="col">{weekday(texts, day)}</th> }).collect_view();
    let name = words::month(texts, first);
    let none = !days.iter().any(|(day, state)| (first..=last).contains(day) && can_be_chosen(*state));
    view! {
        <section class="card month" id="month" aria-labelledby="month-name">
            <div class="month-head">
                <h2 id="month-name">{name.clone()}</h2>
                {way(beside.earlier, texts.booking_month_earlier(), IconName::Left)}
                {way(beside.later, texts.booking_month_later(), IconName::Right)}
            </div>
            <table>
                <caption class="vh">{name}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {none.then(|| view! { <p class="meta">{texts.booking_month_none()}</p> })}
        </section>
    }
    .into_any()
}

/// Whether something can still be had on a day.
pub fn can_be_chosen(state: DayState) -> bool {
    matches!(state, DayState::Few(_) | DayState::Free(_))
}

fn monday_to_sunday() -> impl Iterator<Item = Weekday> {
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun].into_iter()
}

fn way(href: Option<String>, label: &'static str, icon: IconName) -> AnyView {
    match href {
        Some(href) => view! { <a class="month-way" href=href aria-label=label><Icon name=icon /></a> }.into_any(),
        None => view! { <span class="month-way" aria-hidden="true"><Icon name=icon /></span> }.into_any(),
    }
}

fn cell(
    texts: &'static Texts,
    day: NaiveDate,
    state: DayState,
    is_chosen: bool,
    link: &impl Fn(NaiveDate) -> String,
) -> AnyView {
    let said = match state {
        DayState::Closed => texts.booking_closed().to_owned(),
        DayState::Full => texts.booking_full().to_owned(),
        DayState::Few(count) => texts.booking_left(count),
        DayState::Free(_) => texts.booking_free().to_owned(),
    };
    let number = day.day();
    if !can_be_chosen(state) {
        let class = if state == DayState::Full { "day-full" } else { "day-closed" };
        return view! { <td class=class><span class="day"><b>{number}</b><small>{said}</small></span></td> }.into_any();
    }
    let class = if matches!(state, DayState::Few(_)) { "day day-few" } else { "day" };
    let name = words::day(texts, day);
    view! {
        <td>
            <a class=class href=link(day) aria-current=is_chosen.then_some("date")>
                <span class="day-name">{name}</span>
                <b aria-hidden="true">{number}</b>
                <small>{said}</small>
            </a>
        </td>
    }
    .into_any()
}
