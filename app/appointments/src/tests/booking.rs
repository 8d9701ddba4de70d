use super::support::{Hall, half_hour, over, wish};
use crate::{BookingError, DayState, Wish, model::State};
use foundation::database::testing::engines;
use identity::acting::Acting;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_wish_twice_at_once_has_one_place() {
    for engine in engines() {
        // One counter: the second of the two finds the last place taken, by itself.
        let hall = Hall::new(engine, &[1], 10).await;
        let people = hall.people(10).await;
        for (index, person) in (0..).zip(&people) {
            let wish = wish("short", half_hour(1, index), "same");
            let booking = hall.at(0);
            let (one, other) = tokio::join!(booking.hold(person, &wish), booking.hold(person, &wish));
            let (one, other) = (one.unwrap(), other.unwrap());
            assert_eq!((one.id, one.code), (other.id, other.code), "{engine:?}");
            assert_eq!(hall.taken(half_hour(1, index)).await, 1, "{engine:?}");
        }
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_yes_said_twice_makes_one_visit_and_is_told_once() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 2).await;
        let person = &hall.people(1).await[0];
        let held = hall.at(0).hold(person, &wish("short", half_hour(1, 0), "twice")).await.unwrap();
        assert_eq!(held.state, State::Held, "{engine:?}");
        let booking = hall.at(1);
        let (one, other) = tokio::join!(booking.confirm(person, held.id), booking.confirm(person, held.id));
        assert_eq!(one.unwrap(), other.unwrap(), "{engine:?}");
        let again = hall.at(60).confirm(person, held.id).await.unwrap();
        assert_eq!((again.id, again.state), (held.id, State::Confirmed), "{engine:?}");
        assert_eq!(hall.told(person.account).await, 1, "{engine:?}");
        // And the wish itself, sent again much later, finds what became of it.
        let wished = hall.at(60).hold(person, &wish("short", half_hour(1, 0), "twice")).await.unwrap();
        assert_eq!(wished, again, "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn a_hold_that_is_over_cannot_be_confirmed_and_its_place_is_free_again() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 2).await;
        let people = hall.people(2).await;
        let at = half_hour(1, 0);
        let held = hall.at(0).hold(&people[0], &wish("short", at, "first")).await.unwrap();
        let late = hall.at(0).hold(&people[1], &wish("short", at, "second")).await;
        assert!(matches!(late, Err(BookingError::SlotTaken)), "{engine:?}: {late:?}");
        assert_eq!(hall.at(9).end_holds().await.unwrap().ended, 0, "{engine:?}");
        let late = hall.at(10).confirm(&people[0], held.id).await;
        assert!(matches!(late, Err(BookingError::HoldExpired)), "{engine:?}: {late:?}");
        assert_eq!(hall.at(10).end_holds().await.unwrap().ended, 1, "{engine:?}");
        assert_eq!(hall.at(10).end_holds().await.unwrap().ended, 0, "{engine:?}");
        assert_eq!(hall.taken(at).await, 0, "{engine:?}");
        let late = hall.at(10).confirm(&people[0], held.id).await;
        assert!(matches!(late, Err(BookingError::HoldExpired)), "{engine:?}: {late:?}");
        hall.at(10).hold(&people[1], &wish("short", at, "third")).await.unwrap();
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_yes_and_the_end_of_a_hold_at_the_same_time_exactly_one_is_first() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 20).await;
        let people = hall.people(20).await;
        let other = hall.second_process().await;
        // The clock of the process that ends holds is ahead of the one that takes the yes.
        let (here, there) = (hall.at(9), over(&other, 11));
        for (index, person) in (0..).zip(&people) {
            let at = half_hour(1, index);
            let held = hall.at(0).hold(person, &wish("short", at, "race")).await.unwrap();
            let (yes, ended) = tokio::join!(here.confirm(person, held.id), there.end_holds());
            let ended = ended.unwrap().ended;
            match yes {
                Ok(_) => assert_eq!((ended, hall.taken(at).await), (0, 1), "{engine:?}"),
                Err(BookingError::HoldExpired) => assert_eq!((ended, hall.taken(at).await), (1, 0), "{engine:?}"),
                Err(error) => panic!("{engine:?}: {error}"),
            }
        }
        hall.is_accounted_for(&format!("{engine:?}")).await;
        other.close().await;
    }
}

#[tokio::test]
async fn what_somebody_holds_is_given_up_for_the_next_wish_but_not_for_one_that_is_refused() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 4).await;
        let people = hall.people(2).await;
        hall.book(&people[1], &wish("short", half_hour(1, 3), "full")).await;
        let first = hall.at(0).hold(&people[0], &wish("short", half_hour(1, 0), "first")).await.unwrap();
        let refused = hall.at(0).hold(&people[0], &wish("short", half_hour(1, 3), "second")).await;
        assert!(matches!(refused, Err(BookingError::SlotTaken)), "{engine:?}: {refused:?}");
        assert_eq!(hall.taken(half_hour(1, 0)).await, 1, "{engine:?}");
        let second = hall.at(0).hold(&people[0], &wish("short", half_hour(1, 1), "third")).await.unwrap();
        assert_eq!(hall.taken(half_hour(1, 0)).await, 0, "{engine:?}");
        let gone = hall.at(0).confirm(&people[0], first.id).await;
        assert!(matches!(gone, Err(BookingError::HoldExpired)), "{engine:?}: {gone:?}");
        // The same time once more, while it is held by oneself.
        hall.at(0).hold(&people[0], &wish("short", half_hour(1, 1), "fourth")).await.unwrap();
        let gone = hall.at(0).confirm(&people[0], second.id).await;
        assert!(matches!(gone, Err(BookingError::HoldExpired)), "{engine:?}: {gone:?}");
        let others = hall.at(0).confirm(&people[1], second.id).await;
        assert!(matches!(others, Err(BookingError::Unknown)), "{engine:?}: {others:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn what_is_free_is_shown_by_office_day_and_time() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1, 2], 4).await;
        let person = &hall.people(1).await[0];
        let (office, short) = (super::support::slug("hall"), super::support::slug("short"));
        let today = super::support::day(0);
        hall.book(person, &wish("long", half_hour(0, 0), "one")).await;
        let booking = hall.at(0);
        let days = booking.days(&office, &short, super::support::day(-1), super::support::day(5)).await.unwrap();
        let expected = [DayState::Closed, DayState::Free(9), DayState::Free(12)];
        assert_eq!(days.iter().map(|(_, state)| *state).take(3).collect::<Vec<_>>(), expected, "{engine:?}");
        assert_eq!(days[6].1, DayState::Closed, "{engine:?}: a Saturday");
        let matter = booking.matter(&short).await.unwrap();
        let free = |times: Vec<crate::FreeTime>| times.iter().map(|time| time.free).collect::<Vec<_>>();
        assert_eq!(free(booking.times(&office, &matter, today, 1).await.unwrap()), [2, 2, 2, 3], "{engine:?}");
        assert_eq!(free(booking.times(&office, &matter, today, 2).await.unwrap()), [2, 2, 2], "{engine:?}: two each");
        // At half past nine the first two half hours have begun.
        let later = hall.at(90);
        assert_eq!(free(later.times(&office, &matter, today, 1).await.unwrap()), [2, 3], "{engine:?}");
        let days = later.days(&office, &short, today, today).await.unwrap();
        assert_eq!(days, [(today, DayState::Few(5))], "{engine:?}");
        let next = later.offices_for(&short).await.unwrap();
        assert_eq!(next[0].day, Some(today), "{engine:?}");
        let next = hall.at(180).offices_for(&short).await.unwrap();
        assert_eq!(next[0].day, Some(super::support::day(1)), "{engine:?}: nothing is left today");
    }
}

#[tokio::test]
async fn an_account_that_closes_leaves_its_places_and_no_name() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 6).await;
        let people = hall.people(2).await;
        hall.book(&people[0], &wish("long", half_hour(1, 0), "one")).await;
        let past = hall.book(&people[0], &wish("short", half_hour(2, 0), "two")).await;
        hall.at(0).cancel(&people[0], past.id).await.unwrap();
        hall.at(0).hold(&people[0], &wish("short", half_hour(3, 0), "three")).await.unwrap();
        hall.book(&people[1], &wish("short", half_hour(1, 3), "four")).await;
        let taken_along = crate::gather(&hall.test.database, people[0].account).await.unwrap();
        let states: Vec<_> = taken_along.as_array().unwrap().iter().map(|visit| visit["state"].clone()).collect();
        assert_eq!(states, ["confirmed", "cancelled"], "{engine:?}");
        hall.test
            .database
            .write(&people[0].account, |transaction, account| {
                crate::forget(transaction, *account, super::support::start())
            })
            .await
            .unwrap();
        let visits = hall.is_accounted_for(&format!("{engine:?}")).await;
        let (own, others): (Vec<_>, Vec<_>) =
            visits.into_iter().partition(|visit| visit.account_id == people[0].account.uuid());
        assert!(own.iter().all(|visit| visit.seat.is_none() && visit.shown_name.is_empty()), "{engine:?}");
        assert!(others[0].seat.is_some() && !others[0].shown_name.is_empty(), "{engine:?}");
    }
}

#[tokio::test]
async fn a_key_that_was_used_for_another_wish_is_refused() {
    for engine in engines() {
        let hall = Hall::new(engine, &[2], 4).await;
        let people = hall.people(2).await;
        let wish = wish("short", half_hour(1, 0), "one key");
        let held = hall.at(0).hold(&people[0], &wish).await.unwrap();
        assert_eq!(hall.at(0).hold(&people[0], &wish).await.unwrap(), held, "{engine:?}");
        let others = [
            Wish { starts_at: half_hour(1, 1), ..wish.clone() },
            Wish { matter: super::support::slug("long"), ..wish.clone() },
            Wish { persons: 2, ..wish.clone() },
            Wish { acting: Acting::Relative(people[1].account), ..wish.clone() },
            Wish { office: super::support::slug("elsewhere"), ..wish.clone() },
        ];
        for other in &others {
            let refused = hall.at(0).hold(&people[0], other).await;
            assert!(matches!(refused, Err(BookingError::KeyReused)), "{engine:?}: {refused:?}");
        }
        // Somebody else's keys are their own.
        hall.at(0).hold(&people[1], &others[0]).await.unwrap();
        // Moved meanwhile, it is still what was asked for, and what it was moved to was not.
        hall.at(0).confirm(&people[0], held.id).await.unwrap();
        let moved = hall.at(0).move_to(&people[0], held.id, 0, half_hour(2, 1)).await.unwrap();
        assert_eq!(hall.at(0).hold(&people[0], &wish).await.unwrap(), moved, "{engine:?}");
        let other = Wish { starts_at: half_hour(2, 1), ..wish.clone() };
        let refused = hall.at(0).hold(&people[0], &other).await;
        assert!(matches!(refused, Err(BookingError::KeyReused)), "{engine:?}: {refused:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn a_hold_that_cannot_be_ended_does_not_keep_the_others() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 4).await;
        let people = hall.people(3).await;
        for (index, person) in (0..).zip(&people) {
            hall.at(i64::from(index)).hold(person, &wish("short", half_hour(1, index), "each")).await.unwrap();
        }
        // The first of them was given back by hand, and cannot be once more.
        hall.execute("UPDATE slot SET taken = 0 WHERE starts_at = (SELECT min(starts_at) FROM slot WHERE taken > 0)")
            .await;
        let outcome = hall.at(20).end_holds().await.unwrap();
        assert_eq!((outcome.ended, outcome.failed), (2, 1), "{engine:?}");
        let outcome = hall.at(20).end_holds().await.unwrap();
        assert_eq!((outcome.ended, outcome.failed), (0, 1), "{engine:?}");
    }
}
