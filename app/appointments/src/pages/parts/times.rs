//! The times of a day, each a radio button: morning, then afternoon.

use chrono::{DateTime, NaiveDate, Timelike as _, Utc};
use foundation::{clock::city, text::Texts};
use leptos::prelude::*;

use super::words;
use crate::FreeTime;

/// Name of the value a form with [`times`] sends; [`words::time_in`] reads it.
pub const TIME: &str = "time";

/// The times of a day as a part of a form. What is taken is shown and cannot be chosen.
pub fn times(
    texts: &'static Texts,
    day: NaiveDate,
    times: &[FreeTime],
    chosen: Option<DateTime<Utc>>,
    error: Option<String>,
) -> AnyView {
    let name = words::day(texts, day);
    if !times.iter().any(|time| time.free > 0) {
        return view! {
            <section class="card times" id="times" aria-labelledby="times-day">
                <h2 id="times-day">{name}</h2>
                <p>{texts.booking_times_none()}</p>
            </section>
        }
        .into_any();
    }
    let (morning, afternoon): (Vec<&FreeTime>, Vec<&FreeTime>) =
        times.iter().partition(|time| city(time.starts_at).hour() < 12);
    let first_free = times.iter().find(|time| time.free > 0).map(|time| time.starts_at);
    let part = |label: &'static str, times: Vec<&FreeTime>| {
        (!times.is_empty()).then(|| {
            let faces = times.into_iter().map(|time| face(texts, *time, chosen, first_free)).collect_view();
            view! { <p class="times-part">{label}</p><ul class="time-list">{faces}</ul> }
        })
    };
    let described = error.is_some().then_some("time-error");
    view! {
        <fieldset class="card times" id="times" aria-describedby=described>
            <legend><h2>{texts.booking_time_question(name)}</h2></legend>
            {error.map(|text| view! { <p class="error" id="time-error">{text}</p> })}
            {part(texts.booking_morning(), morning)}
            {part(texts.booking_afternoon(), afternoon)}
        </fieldset>
    }
    .into_any()
}

/// One time. The first that can be chosen carries the id that errors link to.
fn face(
    texts: &'static Texts,
    time: FreeTime,
    chosen: Option<DateTime<Utc>>,
    first_free: Option<DateTime<Utc>>,
) -> AnyView {
    let is_free = time.free > 0;
    let said = if is_free { texts.booking_left(i64::from(time.free)) } else { texts.booking_full().to_owned() };
    let id = (first_free == Some(time.starts_at)).then_some(TIME);
    view! {
        <li class=(!is_free).then_some("time-taken")>
            <label class="time">
                <input type="radio" name=TIME id=id value=words::time_value(time.starts_at) disabled=!is_free
                    checked=is_free && chosen == Some(time.starts_at) />
                <span class="time-face"><b>{words::time(time.starts_at)}</b>" "<small>{said}</small></span>
            </label>
        </li>
    }
    .into_any()
}
