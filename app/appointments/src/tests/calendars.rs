use std::{
    io::Cursor,
    path::{Path, PathBuf},
};

use super::support::{CITY, Hall, half_hour, start, wish};
use crate::{
    BookingError,
    model::{
        Position,
        ics::{Event, Method, calendar},
    },
};
use chrono::TimeDelta;
use foundation::{database::testing::engines, ids::AppointmentId, text::Language};
use ical::{IcalParser, parser::ical::component::IcalCalendar};
use icalendar::{Component as _, EventLike as _};
use identity::Token;

/// What the city's calendars hold that is hard to write: every sign that means something, lines that are too long, and places.
fn hard(is_cancelled: bool) -> Event {
    let long = "很长的一行字，里面有中文；有 emoji 👩‍👩‍👧‍👦，有\\反斜杠\\，有 \"quotes\", commas; semicolons: and colons\n第二行\r\nBEGIN:VEVENT ".repeat(3);
    Event {
        uid: format!("{}@city.example", AppointmentId::parse("019abc00-0000-7000-8000-000000000001").unwrap()),
        sequence: 3,
        changed_at: start(),
        starts_at: half_hour(1, 0),
        ends_at: half_hour(1, 1),
        summary: "身份证、居住证（成都市市民中心）".to_owned(),
        description: long,
        location: "武侯区锦悦西路2号, \"一楼\"; 东门".to_owned(),
        position: Position::new(30.5703, 104.0633),
        url: format!("{CITY}/me/appointments/1"),
        organizer: "市民中心 \"政务\":服务;处,\r\n甲".to_owned(),
        is_cancelled,
    }
}

fn plain(number: i64) -> Event {
    Event {
        uid: format!("{number}@city.example"),
        sequence: 0,
        starts_at: half_hour(number, 0),
        ends_at: half_hour(number, 1),
        description: "A plain one.".to_owned(),
        position: None,
        ..hard(false)
    }
}

/// The samples that programs of others read too (`end2end/calendar.spec.ts`).
fn samples() -> [(&'static str, String); 3] {
    [
        ("feed.ics", calendar(Method::Publish, Some("我的预约, mine; all"), &[hard(false), plain(2)])),
        ("empty.ics", calendar(Method::Publish, Some("我的预约"), &[])),
        ("cancelled.ics", calendar(Method::Cancel, None, &[hard(true)])),
    ]
}

fn by_ical(file: &str) -> Vec<IcalCalendar> {
    IcalParser::new(Cursor::new(file.as_bytes())).map(Result::unwrap).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../end2end/examples/calendars")
}

#[test]
fn the_samples_that_other_parsers_read_are_what_is_written() {
    for (name, written) in samples() {
        let kept = std::fs::read_to_string(folder().join(name)).unwrap_or_default();
        assert_eq!(kept, written, "end2end/examples/calendars/{name} is to be what stands on the right");
    }
}

#[test]
fn two_parsers_of_others_read_back_what_was_written() {
    for (name, file) in samples() {
        assert!(!file.replace("\r\n", "").contains(['\r', '\n']), "{name}: every line ends with both");
        assert!(file.split("\r\n").all(|line| line.len() <= 75), "{name}: no line is longer");
        let calendars = by_ical(&file);
        assert_eq!((calendars.len(), calendars[0].timezones.len()), (1, 1), "{name}");
        let one: icalendar::Calendar = file.parse().unwrap();
        let events: Vec<&icalendar::Event> = one.components.iter().filter_map(|part| part.as_event()).collect();
        assert_eq!(events.len(), calendars[0].events.len(), "{name}");
        let Some(event) = events.first() else { continue };
        let expected = hard(name == "cancelled.ics");
        let written = |text: &str| text.replace("\r\n", "\n");
        assert_eq!(event.get_uid(), Some(expected.uid.as_str()), "{name}");
        assert_eq!(event.get_summary(), Some(expected.summary.as_str()), "{name}");
        assert_eq!(event.get_description().map(str::to_owned), Some(written(&expected.description)), "{name}");
        assert_eq!(event.get_location(), Some(expected.location.as_str()), "{name}");
        assert_eq!(event.get_sequence(), Some(3), "{name}");
        assert_eq!(event.property_value("GEO"), Some("30.570300;104.063300"), "{name}");
        let starts = event.properties().get("DTSTART").unwrap();
        assert_eq!((starts.value(), starts.params()["TZID"].value()), ("20261124T090000", "Asia/Shanghai"), "{name}");
    }
}

#[tokio::test]
async fn a_calendar_follows_the_visits_and_its_address_ends_when_it_is_taken_back() {
    for engine in engines() {
        let hall = Hall::new(engine, &[2], 4).await;
        let people = hall.people(2).await;
        let person = &people[0];
        let first = hall.book(person, &wish("short", half_hour(1, 0), "one")).await;
        let second = hall.book(person, &wish("long", half_hour(2, 0), "two")).await;
        hall.book(&people[1], &wish("short", half_hour(1, 0), "others")).await;
        hall.at(0).hold(person, &wish("short", half_hour(3, 0), "only held")).await.unwrap();
        let token = hall.at(0).open_calendar(person).await.unwrap();
        let read = async |minutes| hall.at(minutes).calendar(&token, Language::FIRST, CITY).await.unwrap();
        let before = read(0).await;
        assert_eq!(read(5).await, before, "{engine:?}: nothing changed, so no byte did");
        let uid = |id| format!("{id}@city.example");
        assert_eq!(uids(&before), [uid(first.id), uid(second.id)], "{engine:?}");
        assert!(!before.contains("某人"), "{engine:?}: nothing of who comes");

        hall.at(6).move_to(person, first.id, 0, half_hour(4, 1)).await.unwrap();
        hall.at(7).cancel(person, second.id).await.unwrap();
        let after = read(8).await;
        assert_eq!(uids(&after), [uid(first.id)], "{engine:?}");
        assert!(
            after.contains("SEQUENCE:1\r\n") && after.contains("LAST-MODIFIED:20261123T000600Z\r\n"),
            "{engine:?}: {after}"
        );
        let file = hall.at(8).calendar_file(person, second.id, Language::FIRST, CITY).await.unwrap();
        assert!(
            file.contains("METHOD:CANCEL\r\n") && file.contains("STATUS:CANCELLED\r\n") && !file.contains("VALARM"),
            "{engine:?}"
        );
        let others = hall.at(8).calendar_file(&people[1], first.id, Language::FIRST, CITY).await;
        assert!(matches!(others, Err(BookingError::Unknown)), "{engine:?}");

        // A new address ends the one before; nothing of either is in the database.
        let newer = hall.at(9).open_calendar(person).await.unwrap();
        let kept = format!("calendar_feed WHERE token_hash LIKE '%{}%'", newer.as_str());
        assert_eq!((hall.count("calendar_feed").await, hall.count(&kept).await), (1, 0), "{engine:?}");
        for (address, holds) in [(&token, false), (&newer, true), (&Token::new().unwrap(), false)] {
            let read = hall.at(9).calendar(address, Language::FIRST, CITY).await;
            assert_eq!(read.is_ok(), holds, "{engine:?}: {read:?}");
        }
        hall.at(10).close_calendar(person).await.unwrap();
        let gone = hall.at(10).calendar(&newer, Language::FIRST, CITY).await;
        assert!(matches!(gone, Err(BookingError::Unknown)), "{engine:?}");
        // Visits long past are let go.
        let long_past = start() + TimeDelta::days(120);
        let newest = hall.at(11).open_calendar(person).await.unwrap();
        let late = hall.at((long_past - start()).num_minutes()).calendar(&newest, Language::FIRST, CITY).await.unwrap();
        assert_eq!(uids(&late), Vec::<String>::new(), "{engine:?}");
    }
}

fn uids(file: &str) -> Vec<String> {
    let uid = |event: ical::parser::ical::component::IcalEvent| {
        event.properties.into_iter().find(|property| property.name == "UID").unwrap().value.unwrap()
    };
    by_ical(file).into_iter().flat_map(|calendar| calendar.events).map(uid).collect()
}
