use super::support::{Hall, half_hour, open_visits, over, wish};
use crate::{BookingError, Limit, model::State};
use foundation::database::testing::engines;

#[tokio::test]
async fn somebody_comes_once_a_day_for_a_matter() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 6).await;
        let people = hall.people(2).await;
        let first = hall.book(&people[0], &wish("short", half_hour(1, 0), "one")).await;
        let again = hall.at(0).hold(&people[0], &wish("short", half_hour(1, 1), "two")).await;
        assert!(matches!(again, Err(BookingError::LimitReached(Limit::OnceADay))), "{engine:?}: {again:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
        // For another matter, on another day, somebody else, or after the first was called off.
        hall.book(&people[0], &wish("long", half_hour(1, 1), "three")).await;
        hall.book(&people[0], &wish("short", half_hour(2, 1), "four")).await;
        hall.book(&people[1], &wish("short", half_hour(1, 1), "five")).await;
        hall.at(0).cancel(&people[0], first.id).await.unwrap();
        hall.book(&people[0], &wish("short", half_hour(1, 1), "six")).await;
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_at_once_for_the_last_visit_somebody_may_have_make_one() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 6).await;
        let person = &hall.people(1).await[0];
        let other = hall.second_process().await;
        let (here, there) = (hall.at(0), over(&other, 0));
        for ahead in 0..4 {
            hall.book(person, &wish("short", half_hour(ahead, 0), &format!("day-{ahead}"))).await;
        }
        for round in 0..10 {
            let (one, two) = (format!("one-{round}"), format!("two-{round}"));
            let (one, two) = (wish("short", half_hour(7, 0), &one), wish("short", half_hour(8, 0), &two));
            let (one, two) = tokio::join!(here.hold(person, &one), there.hold(person, &two));
            let (one, two) = (one.unwrap(), two.unwrap());
            assert_eq!(open_visits(&hall, person).await.len(), 5, "{engine:?}");
            let (one, two) = tokio::join!(here.confirm(person, one.id), there.confirm(person, two.id));
            let made: Vec<_> = [one, two].into_iter().flatten().collect();
            assert_eq!(made.len(), 1, "{engine:?}");
            let more = here.hold(person, &wish("short", half_hour(9, 0), &format!("more-{round}"))).await;
            assert!(matches!(more, Err(BookingError::LimitReached(Limit::Open))), "{engine:?}: {more:?}");
            here.cancel(person, made[0].id).await.unwrap();
        }
        hall.is_accounted_for(&format!("{engine:?}")).await;
        other.close().await;
    }
}

#[tokio::test]
async fn whoever_missed_three_visits_waits_a_month() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 6).await;
        let people = hall.people(2).await;
        for ahead in 0..3 {
            let last = hall.at(0).hold(&people[0], &wish("short", half_hour(8, 0), &format!("before-{ahead}"))).await;
            assert!(last.is_ok(), "{engine:?}: {ahead} missed");
            hall.book(&people[0], &wish("short", half_hour(ahead, 0), &format!("day-{ahead}"))).await;
            hall.execute("UPDATE appointment SET state = 'missed', seat = NULL WHERE state = 'confirmed'").await;
        }
        hall.execute("UPDATE slot_day SET free = free + 1 WHERE free = 17").await;
        hall.execute("UPDATE slot SET taken = 0").await;
        let paused = hall.at(0).hold(&people[0], &wish("short", half_hour(8, 0), "after")).await;
        assert!(matches!(paused, Err(BookingError::Paused)), "{engine:?}: {paused:?}");
        hall.book(&people[1], &wish("short", half_hour(8, 0), "other")).await;
        // The last was missed on the third day; a month later somebody may try again, though no place is open so late.
        for (days, is_paused) in [(32, true), (33, false)] {
            let later = hall.at(days * 24 * 60).hold(&people[0], &wish("short", half_hour(40, 0), "later")).await;
            assert_eq!(matches!(later, Err(BookingError::Paused)), is_paused, "{engine:?}: {days} days: {later:?}");
        }
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn it_may_be_too_late_to_change_a_visit() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 6).await;
        let person = &hall.people(1).await[0];
        // At eleven, until nine.
        let visit = hall.book(person, &wish("short", half_hour(0, 4), "one")).await;
        let late = hall.at(60).move_to(person, visit.id, 0, half_hour(1, 0)).await;
        assert!(matches!(late, Err(BookingError::TooLate)), "{engine:?}: {late:?}");
        let late = hall.at(60).cancel(person, visit.id).await;
        assert!(matches!(late, Err(BookingError::TooLate)), "{engine:?}: {late:?}");
        let past = hall.at(60).hold(person, &wish("short", half_hour(0, 0), "past")).await;
        assert!(matches!(past, Err(BookingError::TooLate)), "{engine:?}: {past:?}");
        assert!(!hall.at(60).ticket(person, visit.id).await.unwrap().may_change, "{engine:?}");
        let cancelled = hall.at(59).cancel(person, visit.id).await.unwrap();
        assert_eq!((cancelled.state, cancelled.sequence), (State::Cancelled, 1), "{engine:?}");
        let again = hall.at(59).cancel(person, visit.id).await.unwrap();
        assert_eq!(again, cancelled, "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn what_does_not_fit_a_matter_or_an_office_is_refused() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 6).await;
        let person = &hall.people(1).await[0];
        let sound = wish("short", half_hour(1, 0), "sound");
        for persons in [0, 4] {
            let many = hall.at(0).hold(person, &crate::Wish { persons, ..sound.clone() }).await;
            assert!(matches!(many, Err(BookingError::Persons)), "{engine:?}: {many:?}");
        }
        let nowhere = crate::Wish { office: super::support::slug("elsewhere"), ..sound.clone() };
        let nothing = crate::Wish { matter: super::support::slug("nothing"), ..sound.clone() };
        let stranger = identity::acting::Acting::Relative(foundation::ids::AccountId::new());
        let others = crate::Wish { acting: stranger, ..sound.clone() };
        for wrong in [nowhere, nothing, others] {
            let unknown = hall.at(0).hold(person, &wrong).await;
            assert!(matches!(unknown, Err(BookingError::Unknown)), "{engine:?}: {unknown:?}");
        }
        let between = crate::Wish { starts_at: sound.starts_at + chrono::TimeDelta::minutes(10), ..sound.clone() };
        let between = hall.at(0).hold(person, &between).await;
        assert!(matches!(between, Err(BookingError::SlotTaken)), "{engine:?}: {between:?}");
        let item = |code: &str| crate::Wish { item: Some(code.to_owned()), persons: 3, ..sound.clone() };
        let held = hall.at(0).hold(person, &item("510100-44-short")).await.unwrap();
        assert_eq!((held.slots, held.item.as_deref()), (3, Some("510100-44-short")), "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn a_visit_nobody_marked_counts_as_served_a_day_later_and_no_more_among_those_to_come() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 6).await;
        let person = &hall.people(1).await[0];
        let visit = hall.book(person, &wish("short", half_hour(0, 0), "one")).await;
        let day_after = 24 * 60 + 90;
        assert_eq!(hall.at(day_after - 1).finish_unmarked().await.unwrap(), 0, "{engine:?}");
        assert_eq!(hall.at(day_after).finish_unmarked().await.unwrap(), 1, "{engine:?}");
        assert_eq!(open_visits(&hall, person).await, [], "{engine:?}");
        let (to_come, past) = hall.at(day_after).own(person).await.unwrap();
        assert_eq!(
            (to_come.len(), past[0].visit.id, past[0].visit.state),
            (0, visit.id, State::Finished),
            "{engine:?}"
        );
    }
}
