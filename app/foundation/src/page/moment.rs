use chrono::{DateTime, Datelike as _, FixedOffset, Utc, Weekday};

use crate::{clock::city, context::Cx, text::Texts};

/// Day and time as people of the city read them; the year only where it is another one.
pub fn when(cx: &Cx, moment: DateTime<Utc>) -> String {
    let (then, now) = (city(moment), city(cx.site.clock.now()));
    let (day, month, time) = words(cx.texts, then);
    if then.year() == now.year() {
        cx.texts.moment(day, month, time)
    } else {
        cx.texts.moment_year(day, month, time, then.year().to_string())
    }
}

/// Day, day of the week and time of something to come, as messages say it: they are read later than they are written, and
/// nobody misses a year.
pub fn when_to_come(texts: &Texts, moment: DateTime<Utc>) -> String {
    let then = city(moment);
    let (day, month, time) = words(texts, then);
    texts.moment_weekday(day, month, time, weekday(texts, then.weekday()))
}

/// A day of the week, short.
pub fn weekday(texts: &Texts, day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => texts.weekday_monday(),
        Weekday::Tue => texts.weekday_tuesday(),
        Weekday::Wed => texts.weekday_wednesday(),
        Weekday::Thu => texts.weekday_thursday(),
        Weekday::Fri => texts.weekday_friday(),
        Weekday::Sat => texts.weekday_saturday(),
        Weekday::Sun => texts.weekday_sunday(),
    }
}

fn words(texts: &Texts, then: DateTime<FixedOffset>) -> (String, String, String) {
    let month = if texts.language().is_first() { then.month().to_string() } else { then.format("%b").to_string() };
    (then.day().to_string(), month, then.format("%H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::when_to_come;
    use crate::text::Language;

    #[test]
    fn what_is_to_come_is_said_with_the_day_of_the_week() {
        let moment = "2026-11-30T17:05:00Z".parse().unwrap();
        let said = |tag: &str| when_to_come(Language::parse(tag).unwrap().texts(), moment);
        assert_eq!(said("zh"), "12月1日（周二）01:05");
        assert_eq!(said("en"), "Tue 1 Dec, 01:05");
    }
}
