use super::support::{House, clerk_of, slug, start};
use crate::{
    HallError,
    model::{Line, Priority, TicketState},
};
use appointments::RequestKey;
use chrono::TimeDelta;
use foundation::database::testing::engines;

#[tokio::test]
async fn numbers_rise_by_letter_and_one_press_gives_one_number() {
    for engine in engines() {
        let house = House::new(engine).await;
        let kiosk = house.kiosk().await;
        let key = RequestKey::parse("press-of-a-button").unwrap();
        let first = house.at(0).walk_in(&kiosk, &slug("short"), Priority::None, &key).await.unwrap();
        let again = house.at(0).walk_in(&kiosk, &slug("short"), Priority::None, &key).await.unwrap();
        assert_eq!(first, again, "{engine:?}");
        assert_eq!(first.ticket.shown(), "A001", "{engine:?}");
        assert_eq!(house.walk_in(&kiosk, 1, Priority::None).await.ticket.shown(), "A002", "{engine:?}");
        let key = RequestKey::parse("press-of-another").unwrap();
        let long = house.at(1).walk_in(&kiosk, &slug("long"), Priority::None, &key).await.unwrap();
        assert_eq!(long.ticket.shown(), "B001", "{engine:?}: where fewer wait");
        let view = house.at(1).ticket(&first.token).await.unwrap();
        assert_eq!((view.ticket.state, view.before), (TicketState::Waiting, Some(0)), "{engine:?}");
        assert!(matches!(house.at(1).ticket(&"0".repeat(32)).await, Err(HallError::Unknown)), "{engine:?}");
        let key = RequestKey::parse("press-of-none").unwrap();
        let none = house.at(1).walk_in(&kiosk, &slug("nothing"), Priority::None, &key).await;
        assert!(matches!(none, Err(HallError::Unknown)), "{engine:?}");
    }
}

#[tokio::test]
async fn a_booked_visit_has_one_number_however_often_its_code_is_shown() {
    for engine in engines() {
        let house = House::new(engine).await;
        let (kiosk, visit) = (house.kiosk().await, house.booked(0).await);
        let code = visit.code.spoken().to_lowercase();
        let first = house.at(10).check_in(&kiosk, &code).await.unwrap();
        let again = house.at(12).check_in(&kiosk, &code).await.unwrap();
        assert_eq!(first.ticket.id, again.ticket.id, "{engine:?}");
        assert_eq!((first.ticket.place.line, first.ticket.is_booked), (Line::Booked, true), "{engine:?}");
        let desk = house.clerk("1", 0).await;
        let at_desk = house.at(13).check_in_at_desk(&desk, &slug("hall"), visit.id).await.unwrap();
        assert_eq!(at_desk.ticket.id, first.ticket.id, "{engine:?}");
        let elsewhere = house.at(13).check_in_at_desk(&desk, &slug("other"), visit.id).await;
        assert!(matches!(elsewhere, Err(HallError::Unknown)), "{engine:?}");
    }
}

#[tokio::test]
async fn a_code_of_another_day_or_of_nobody_is_refused_at_its_field() {
    for engine in engines() {
        let house = House::new(engine).await;
        let (kiosk, visit) = (house.kiosk().await, house.booked(0).await);
        for (minutes, code, reason) in [
            (0, "2345".to_owned(), "hall-code"),
            (0, "2345 6789".to_owned(), "hall-code-none"),
            (24 * 60, visit.code.to_string(), "hall-code-none"),
        ] {
            let refused = house.at(minutes).check_in(&kiosk, &code).await.unwrap_err();
            assert!(
                matches!(refused, HallError::Invalid { field: "code", reason: said } if said == reason),
                "{engine:?}: {code}"
            );
        }
    }
}

#[tokio::test]
async fn who_comes_too_late_for_a_booked_visit_walks_in_and_the_visit_is_marked_all_the_same() {
    for engine in engines() {
        let house = House::new(engine).await;
        let (kiosk, visit) = (house.kiosk().await, house.booked(0).await);
        let late = house.at(50).check_in(&kiosk, visit.code.as_str()).await.unwrap().ticket;
        assert_eq!(
            (late.place.line, late.place.order_at),
            (Line::WalkIn, start() + TimeDelta::minutes(50)),
            "{engine:?}"
        );
        let desk = house.clerk("1", 0).await;
        house.at(51).call_next(&desk, &slug("hall")).await.unwrap().unwrap();
        house.at(60).finish(&desk, &slug("hall"), late.id).await.unwrap();
        assert_eq!(house.state_of(&visit).await, "finished", "{engine:?}");
    }
}

#[tokio::test]
async fn a_device_joins_once_gives_numbers_in_its_own_hall_and_stops_when_it_is_taken_out_of_use() {
    for engine in engines() {
        let house = House::new(engine).await;
        let (hall, desk) = (house.at(0), clerk_of("CD44"));
        let code = hall.open_kiosk(&desk, &slug("hall"), " 门口  一号 ").await.unwrap();
        assert!(
            matches!(hall.join_kiosk(&slug("other"), &code.spoken).await, Err(HallError::Invalid { .. })),
            "{engine:?}"
        );
        assert!(
            matches!(house.at(11).join_kiosk(&slug("hall"), &code.spoken).await, Err(HallError::Invalid { .. })),
            "{engine:?}: over"
        );
        let token = hall.join_kiosk(&slug("hall"), &code.spoken).await.unwrap();
        assert!(hall.join_kiosk(&slug("hall"), &code.spoken).await.is_err(), "{engine:?}: a code is used once");
        assert!(hall.kiosk_of(&slug("other"), &token).await.unwrap().is_none(), "{engine:?}");
        let kiosk = hall.kiosk_of(&slug("hall"), &token).await.unwrap().unwrap();
        for _ in 0..20 {
            house.walk_in(&kiosk, 1, Priority::None).await;
        }
        let key = RequestKey::parse("one-press-too-many").unwrap();
        let flood = house.at(1).walk_in(&kiosk, &slug("short"), Priority::None, &key).await;
        assert!(matches!(flood, Err(HallError::TooMany)), "{engine:?}");
        house.walk_in(&kiosk, 2, Priority::None).await;
        let (_, open) = hall.kiosks(&desk, &slug("hall")).await.unwrap();
        assert_eq!((open[0].name.as_str(), open[0].is_joined), ("门口 一号", true), "{engine:?}");
        hall.close_kiosk(&desk, &slug("hall"), kiosk.id).await.unwrap();
        assert!(hall.kiosk_of(&slug("hall"), &token).await.unwrap().is_none(), "{engine:?}");
        assert!(
            matches!(house.at(9).walk_in(&kiosk, &slug("short"), Priority::None, &key).await, Err(HallError::TooMany)),
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn who_works_elsewhere_finds_no_hall() {
    for engine in engines() {
        let house = House::new(engine).await;
        let (hall, desk, visit) = (house.at(0), clerk_of("CD06"), house.booked(0).await);
        let here = slug("hall");
        assert!(matches!(hall.counter(&desk, &here).await, Err(HallError::Unknown)), "{engine:?}");
        assert!(matches!(hall.open_counter(&desk, &here, "1", Some(house.groups[0])).await, Err(HallError::Unknown)));
        assert!(matches!(hall.call_next(&desk, &here).await, Err(HallError::Unknown)), "{engine:?}");
        assert!(matches!(hall.open_kiosk(&desk, &here, "门口").await, Err(HallError::Unknown)), "{engine:?}");
        assert!(matches!(hall.expected(&desk, &here, "").await, Err(HallError::Unknown)), "{engine:?}");
        assert!(matches!(hall.check_in_at_desk(&desk, &here, visit.id).await, Err(HallError::Unknown)), "{engine:?}");
        assert!(matches!(hall.mark_absent(&desk, &here, visit.id).await, Err(HallError::Unknown)), "{engine:?}");
        let days = (hall.today(), hall.today());
        assert!(matches!(hall.statistics(&desk, &here, days).await, Err(HallError::Unknown)), "{engine:?}");
        assert!(hall.offices_at(&desk.authority).await.unwrap().is_empty(), "{engine:?}");
    }
}
