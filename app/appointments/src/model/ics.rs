//! Calendar files (RFC 5545, RFC 5546), as far as visits need them.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use foundation::clock::city;

use super::Position;

/// What the other side is to do with a file (RFC 5546 §1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Show what is in it.
    Publish,
    /// Take it out.
    Cancel,
}

/// A visit, as calendars show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Names it for good, over every change.
    pub uid: String,
    /// Rises with every change.
    pub sequence: i32,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// A line.
    pub summary: String,
    /// All of it.
    pub description: String,
    /// The address.
    pub location: String,
    /// The point on the map.
    pub position: Option<Position>,
    /// Where more of it stands.
    pub url: String,
    /// Who gives it.
    pub organizer: String,
    /// Whether it was called off.
    pub is_cancelled: bool,
}

/// Octets of a line without its end (RFC 5545 §3.1).
const LINE: usize = 75;

/// The city's zone has had no summer time since 1991, so one rule says all of it.
const ZONE: &[&str] = &[
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19910915T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// A file of visits; one that is read again and again has a name.
pub fn calendar(method: Method, name: Option<&str>, events: &[Event]) -> String {
    let mut file = String::new();
    let method = match method {
        Method::Publish => "PUBLISH",
        Method::Cancel => "CANCEL",
    };
    line(&mut file, "BEGIN:VCALENDAR");
    line(&mut file, "VERSION:2.0");
    line(&mut file, "PRODID:-//Yitong//Appointments//ZH");
    line(&mut file, "CALSCALE:GREGORIAN");
    line(&mut file, &format!("METHOD:{method}"));
    if let Some(name) = name {
        // RFC 7986 §5.1 and §5.7, and what programs read that do not know them.
        line(&mut file, &format!("NAME:{}", text(name)));
        line(&mut file, &format!("X-WR-CALNAME:{}", text(name)));
        line(&mut file, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        line(&mut file, "X-PUBLISHED-TTL:PT1H");
    }
    for part in ZONE {
        line(&mut file, part);
    }
    for one in events {
        event(&mut file, one);
    }
    line(&mut file, "END:VCALENDAR");
    file
}

fn event(file: &mut String, event: &Event) {
    let changed = utc(event.changed_at);
    line(file, "BEGIN:VEVENT");
    line(file, &format!("UID:{}", text(&event.uid)));
    // The moment of the change, not of the reading: the same file is the same bytes.
    line(file, &format!("DTSTAMP:{changed}"));
    line(file, &format!("LAST-MODIFIED:{changed}"));
    line(file, &format!("SEQUENCE:{}", event.sequence));
    line(file, &format!("DTSTART;TZID=Asia/Shanghai:{}", local(event.starts_at)));
    line(file, &format!("DTEND;TZID=Asia/Shanghai:{}", local(event.ends_at)));
    line(file, &format!("SUMMARY:{}", text(&event.summary)));
    line(file, &format!("DESCRIPTION:{}", text(&event.description)));
    line(file, &format!("LOCATION:{}", text(&event.location)));
    if let Some(Position { latitude, longitude }) = event.position {
        line(file, &format!("GEO:{latitude:.6};{longitude:.6}"));
    }
    line(file, &format!("URL:{}", uri(&event.url)));
    line(file, &format!("ORGANIZER;CN={}:{}", parameter(&event.organizer), uri(&event.url)));
    line(file, if event.is_cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    line(file, "TRANSP:OPAQUE");
    if !event.is_cancelled {
        line(file, "BEGIN:VALARM");
        line(file, "ACTION:DISPLAY");
        line(file, "TRIGGER:-PT1H");
        line(file, &format!("DESCRIPTION:{}", text(&event.summary)));
        line(file, "END:VALARM");
    }
    line(file, "END:VEVENT");
}

/// A line, folded where it is too long, never inside a character.
fn line(file: &mut String, content: &str) {
    let mut room = LINE;
    for character in content.chars() {
        if character.len_utf8() > room {
            file.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= character.len_utf8();
        file.push(character);
    }
    file.push_str("\r\n");
}

/// The value of a text (RFC 5545 §3.3.11). Control characters mean nothing and break lines.
fn text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            character if character.is_control() => {}
            character => escaped.push(character),
        }
    }
    escaped
}

/// The value of a parameter (§3.2): it cannot hold quotes at all.
fn parameter(value: &str) -> String {
    let inside: String = value.chars().filter(|character| *character != '"' && !character.is_control()).collect();
    format!("\"{inside}\"")
}

/// An address holds no break of a line.
fn uri(value: &str) -> String {
    value.chars().filter(|character| !character.is_control()).collect()
}

fn utc(moment: DateTime<Utc>) -> String {
    moment.format("%Y%m%dT%H%M%SZ").to_string()
}

fn local(moment: DateTime<Utc>) -> String {
    let mut written = String::new();
    let _ = write!(written, "{}", city(moment).format("%Y%m%dT%H%M%S"));
    written
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_line_is_short_and_unfolds_to_what_was_written(content in "[^\r\n]{0,300}") {
            let mut file = String::new();
            line(&mut file, &content);
            let whole = file.strip_suffix("\r\n").unwrap();
            prop_assert!(whole.split("\r\n").all(|part| part.len() <= LINE));
            prop_assert_eq!(whole.replace("\r\n ", ""), content);
        }

        #[test]
        fn no_text_ends_a_line_or_begins_a_property(value in ".{0,80}\r\n.{0,80}") {
            let written = text(&value);
            prop_assert!(!written.chars().any(char::is_control));
            prop_assert!(!parameter(&value).chars().any(char::is_control));
        }
    }
}
