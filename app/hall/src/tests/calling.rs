use super::support::{House, clerk_of, over, slug};
use crate::{
    AtDesk, HallError, Led,
    model::{Priority, Ticket, TicketState},
};
use foundation::database::testing::engines;

/// Who is called next at a counter, and is then served.
async fn served(house: &House, desk: &AtDesk, minutes: i64) -> Option<String> {
    let called = house.at(minutes).call_next(desk, &slug("hall")).await.unwrap()?;
    house.at(minutes + 1).begin(desk, &slug("hall"), called.id).await.unwrap();
    house.at(minutes + 5).finish(desk, &slug("hall"), called.id).await.unwrap();
    Some(called.shown())
}

async fn state(house: &House, ticket: &Ticket) -> String {
    house.texts(&format!("SELECT state FROM queue_ticket WHERE id = {}", house.key(ticket.id.uuid()))).await.remove(0)
}

#[tokio::test]
async fn who_booked_goes_first_within_their_window_then_who_has_a_reason_then_who_came_first() {
    for engine in engines() {
        let house = House::new(engine).await;
        let (kiosk, desk) = (house.kiosk().await, house.clerk("1", 0).await);
        // At nine, and at eleven: the window of the second one opens at half past ten.
        let (nine, eleven) = (house.booked(0).await, house.booked(4).await);
        let walk_in = house.walk_in(&kiosk, 1, Priority::None).await.ticket.shown();
        let late_number = house.at(2).check_in(&kiosk, eleven.code.as_str()).await.unwrap().ticket.shown();
        let elderly = house.walk_in(&kiosk, 3, Priority::Elderly).await.ticket.shown();
        let booked = house.at(4).check_in(&kiosk, nine.code.as_str()).await.unwrap().ticket.shown();
        let last = house.walk_in(&kiosk, 5, Priority::None).await.ticket.shown();
        for (minutes, expected) in [(10, &booked), (20, &elderly), (30, &walk_in)] {
            assert_eq!(served(&house, &desk, minutes).await.as_ref(), Some(expected), "{engine:?}");
        }
        assert_eq!(served(&house, &desk, 119).await, Some(last), "{engine:?}: the window is not open yet");
        assert_eq!(served(&house, &desk, 119).await, None, "{engine:?}");
        assert_eq!(served(&house, &desk, 120).await, Some(late_number), "{engine:?}");
        for visit in [nine, eleven] {
            assert_eq!(house.state_of(&visit).await, "finished", "{engine:?}");
        }
    }
}

#[tokio::test]
async fn a_second_press_does_what_the_first_one_did() {
    for engine in engines() {
        let house = House::new(engine).await;
        let (kiosk, desk, here) = (house.kiosk().await, house.clerk("1", 0).await, slug("hall"));
        house.walk_in(&kiosk, 1, Priority::None).await;
        house.walk_in(&kiosk, 2, Priority::None).await;
        let hall = house.at(10);
        let first = hall.call_next(&desk, &here).await.unwrap().unwrap();
        let again = hall.call_next(&desk, &here).await.unwrap().unwrap();
        assert_eq!(
            (first.id, again.calls),
            (again.id, 1),
            "{engine:?}: whoever is there is the next one until they leave"
        );
        hall.recall(&desk, &here, first.id).await.unwrap();
        for _ in 0..2 {
            hall.begin(&desk, &here, first.id).await.unwrap();
        }
        for _ in 0..2 {
            hall.finish(&desk, &here, first.id).await.unwrap();
        }
        assert_eq!(state(&house, &first).await, "finished", "{engine:?}");
        assert!(matches!(hall.miss(&desk, &here, first.id).await, Err(HallError::State)), "{engine:?}");
    }
}

#[tokio::test]
async fn who_does_not_come_has_missed_the_visit_and_who_was_served_has_not() {
    for engine in engines() {
        let house = House::new(engine).await;
        let (kiosk, desk, here) = (house.kiosk().await, house.clerk("1", 0).await, slug("hall"));
        let (missed, absent) = (house.booked(0).await, house.booked(0).await);
        house.at(20).check_in(&kiosk, missed.code.as_str()).await.unwrap();
        let ticket = house.at(30).call_next(&desk, &here).await.unwrap().unwrap();
        house.at(33).miss(&desk, &here, ticket.id).await.unwrap();
        assert_eq!(house.state_of(&missed).await, "missed", "{engine:?}");
        // Who never came at all is marked by hand, and not before they are late.
        assert!(matches!(house.at(40).mark_absent(&desk, &here, absent.id).await, Err(HallError::State)), "{engine:?}");
        for _ in 0..2 {
            house.at(46).mark_absent(&desk, &here, absent.id).await.unwrap();
        }
        assert_eq!(house.state_of(&absent).await, "missed", "{engine:?}");
        let acts = house.texts("SELECT act FROM audit_entry WHERE act = 'hall.missed'").await;
        assert_eq!(acts.len(), 2, "{engine:?}: each once");
        let late = house.at(47).check_in(&kiosk, absent.code.as_str()).await;
        assert!(matches!(late, Err(HallError::Invalid { .. })), "{engine:?}: what is missed is over");
    }
}

#[tokio::test]
async fn who_is_set_aside_comes_back_to_where_they_stood() {
    for engine in engines() {
        let house = House::new(engine).await;
        let (kiosk, desk, here) = (house.kiosk().await, house.clerk("1", 0).await, slug("hall"));
        let first = house.walk_in(&kiosk, 1, Priority::None).await;
        let second = house.walk_in(&kiosk, 2, Priority::None).await;
        let called = house.at(10).call_next(&desk, &here).await.unwrap().unwrap();
        assert_eq!(called.id, first.ticket.id, "{engine:?}");
        house.at(11).begin(&desk, &here, called.id).await.unwrap();
        house.at(12).park(&desk, &here, called.id).await.unwrap();
        let view = house.at(12).ticket(&first.token).await.unwrap();
        assert_eq!((view.ticket.state, view.before), (TicketState::Parked, None), "{engine:?}");
        assert_eq!(house.at(12).ticket(&second.token).await.unwrap().before, Some(0), "{engine:?}");
        house.at(13).put_back(&desk, &here, called.id).await.unwrap();
        assert_eq!(house.at(20).call_next(&desk, &here).await.unwrap().unwrap().id, first.ticket.id, "{engine:?}");
        house.at(21).park(&desk, &here, first.ticket.id).await.unwrap();
        house.at(22).call(&desk, &here, first.ticket.id).await.unwrap();
        let busy = house.at(22).call(&desk, &here, second.ticket.id).await;
        assert!(matches!(busy, Err(HallError::Occupied)), "{engine:?}");
        assert!(matches!(house.at(22).close_counter(&desk, &here).await, Err(HallError::Occupied)), "{engine:?}");
    }
}

#[tokio::test]
async fn who_is_led_on_keeps_their_number_and_the_visit_ends_with_the_last_counter() {
    for engine in engines() {
        let house = House::new(engine).await;
        let (kiosk, here) = (house.kiosk().await, slug("hall"));
        let (one, two) = (house.clerk("1", 0).await, house.clerk("2", 1).await);
        let visit = house.booked(0).await;
        let issued = house.at(5).check_in(&kiosk, visit.code.as_str()).await.unwrap();
        let called = house.at(10).call_next(&one, &here).await.unwrap().unwrap();
        let to = |group, matter| Led { group, matter: slug(matter) };
        let wrong = house.at(11).redirect(&one, &here, called.id, to(house.groups[1], "short")).await;
        assert!(matches!(wrong, Err(HallError::Invalid { field: "to", .. })), "{engine:?}: not served there");
        for _ in 0..2 {
            house.at(12).redirect(&one, &here, called.id, to(house.groups[1], "long")).await.unwrap();
        }
        assert_eq!(house.state_of(&visit).await, "confirmed", "{engine:?}");
        let next = house.at(13).call_next(&two, &here).await.unwrap().unwrap();
        assert_eq!((next.shown(), next.step), (called.shown(), 1), "{engine:?}");
        let view = house.at(14).ticket(&issued.token).await.unwrap();
        assert_eq!(view.ticket.counter_label.as_deref(), Some("2"), "{engine:?}: the same page leads on");
        house.at(20).finish(&two, &here, next.id).await.unwrap();
        assert_eq!(house.state_of(&visit).await, "finished", "{engine:?}");
        let (_, statistics, _) = house.at(30).statistics(&one, &here, (next.day, next.day)).await.unwrap();
        assert_eq!((statistics.office.numbers, statistics.office.booked), (1, 1), "{engine:?}");
        assert_eq!(statistics.by_matter[&slug("long")].handled.median(), Some(7), "{engine:?}");
        assert_eq!((statistics.office.bookable, statistics.office.taken), (2 * 16 * 8, 1), "{engine:?}");
    }
}

#[tokio::test]
async fn a_counter_is_somebody_s_and_is_taken_over_with_whoever_is_there() {
    for engine in engines() {
        let house = House::new(engine).await;
        let (kiosk, desk, here) = (house.kiosk().await, house.clerk("1", 0).await, slug("hall"));
        let none = clerk_of("CD44");
        house.walk_in(&kiosk, 1, Priority::None).await;
        assert!(matches!(house.at(2).call_next(&none, &here).await, Err(HallError::NoCounter)), "{engine:?}");
        let called = house.at(2).call_next(&desk, &here).await.unwrap().unwrap();
        let moved = house.at(3).open_counter(&desk, &here, "2", Some(house.groups[0])).await;
        assert!(matches!(moved, Err(HallError::Occupied)), "{engine:?}");
        house.at(4).open_counter(&none, &here, "1", Some(house.groups[0])).await.unwrap();
        assert!(matches!(house.at(5).finish(&desk, &here, called.id).await, Err(HallError::NoCounter)), "{engine:?}");
        house.at(5).finish(&none, &here, called.id).await.unwrap();
        let unknown = house.at(5).open_counter(&desk, &here, "3", None).await;
        assert!(matches!(unknown, Err(HallError::Invalid { field: "group", .. })), "{engine:?}");
        // The next morning nobody sits there, and nobody is left over.
        let tomorrow = house.at(24 * 60);
        house.walk_in(&kiosk, 6, Priority::None).await;
        assert_eq!(tomorrow.close_days().await.unwrap(), 1, "{engine:?}");
        assert!(tomorrow.counter(&none, &here).await.unwrap().seat.is_none(), "{engine:?}");
        over(&house.test.database, 24 * 60).open_counter(&none, &here, "1", Some(house.groups[0])).await.unwrap();
    }
}
