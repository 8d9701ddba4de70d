use chrono::{DateTime, Datelike as _, FixedOffset, Utc};

use foundation::context::Cx;

/// Seconds the city is ahead of UTC. China keeps one time zone, without summer time, since 1991.
const AHEAD: i32 = 8 * 3_600;

/// Day and time as people of the city read them; the year only where it is another one.
#[expect(clippy::missing_panics_doc, reason = "eight hours are always a zone")]
pub fn when(cx: &Cx, moment: DateTime<Utc>) -> String {
    let zone = FixedOffset::east_opt(AHEAD).expect("eight hours are a zone");
    let (then, now) = (moment.with_timezone(&zone), cx.site.clock.now().with_timezone(&zone));
    let (day, time) = (then.day().to_string(), then.format("%H:%M").to_string());
    let month = if cx.language().is_first() { then.month().to_string() } else { then.format("%b").to_string() };
    if then.year() == now.year() {
        cx.texts.desk_when(day, month, time)
    } else {
        cx.texts.desk_when_year(day, month, time, then.year().to_string())
    }
}
