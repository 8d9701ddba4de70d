//! Hours, days and states of offices, in words.

use chrono::{Datelike as _, NaiveDate, Weekday};

use appointments::model::{Opening, State, Stretch, Weekdays};
use foundation::{context::Cx, page::weekday, ui::Tone};

use super::form::minute_text;

/// The days of a week, Monday first, with their names in forms.
pub(super) const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "mon"),
    (Weekday::Tue, "tue"),
    (Weekday::Wed, "wed"),
    (Weekday::Thu, "thu"),
    (Weekday::Fri, "fri"),
    (Weekday::Sat, "sat"),
    (Weekday::Sun, "sun"),
];

/// The message `<kind>-<name>`; the name itself where there is none.
pub(super) fn word(cx: &Cx, kind: &str, name: &str) -> String {
    cx.texts.by_key(&format!("{kind}-{}", name.replace('_', "-"))).unwrap_or_else(|| name.to_owned())
}

/// A day, with its day of the week.
pub(super) fn day_words(cx: &Cx, day: NaiveDate) -> String {
    let date = day.format("%Y-%m-%d").to_string();
    cx.texts.office_day_words(date, weekday(cx.texts, day.weekday()))
}

/// From when until when.
pub(super) fn times(stretch: Stretch) -> String {
    let end = if stretch.ends == 24 * 60 { "24:00".to_owned() } else { minute_text(stretch.ends) };
    format!("{}–{end}", minute_text(stretch.begins))
}

/// The hours of a day in a line.
pub(super) fn stretches(cx: &Cx, stretches: &[Stretch]) -> String {
    if stretches.is_empty() {
        return cx.texts.office_closed_day().to_owned();
    }
    stretches.iter().copied().map(times).collect::<Vec<_>>().join(cx.texts.list_separator())
}

/// Which days of the week, worked weekends included: days in a row as a span.
pub(super) fn weekdays(cx: &Cx, days: Weekdays) -> String {
    let holding: Vec<usize> = (0..DAYS.len()).filter(|at| days.contain(DAYS[*at].0)).collect();
    let name = |at: usize| weekday(cx.texts, DAYS[at].0);
    let is_row = holding.len() > 2 && holding.windows(2).all(|two| two[0] + 1 == two[1]);
    let mut parts: Vec<String> = match (holding.first(), holding.last()) {
        (Some(first), Some(last)) if is_row => vec![cx.texts.office_span(name(*first), name(*last))],
        _ => holding.iter().map(|at| name(*at).to_owned()).collect(),
    };
    if days.contain_worked_weekends() {
        parts.push(cx.texts.office_worked_weekends().to_owned());
    }
    parts.join(cx.texts.list_separator())
}

/// Hours week by week in a line: the days, the times, how many counters, and the season where it is not for good.
pub(super) fn opening(cx: &Cx, opening: &Opening, today: NaiveDate) -> String {
    let texts = cx.texts;
    let counters = texts.office_counters_kept(opening.stretch.counters, opening.stretch.walk_in);
    let hours = format!("{} {}", weekdays(cx, opening.weekdays), times(opening.stretch));
    let season = match opening.until {
        Some(until) => Some(texts.office_span(opening.from.to_string(), until.to_string())),
        None if opening.from > today => Some(texts.office_from_day(opening.from.to_string())),
        None => None,
    };
    [Some(hours), Some(counters), season].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How a visit stands, with its ground.
pub(super) fn state(cx: &Cx, state: State) -> (String, Tone) {
    let tone = match state {
        State::Held => Tone::Wanted,
        State::Confirmed => Tone::Info,
        State::Finished => Tone::Ok,
        State::Missed => Tone::Danger,
        State::Released | State::Expired | State::Cancelled => Tone::Plain,
    };
    (word(cx, "office-visit-state", state.code()), tone)
}
