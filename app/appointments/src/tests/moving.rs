use super::support::{Hall, half_hour, over, wish};
use crate::{BookingError, Limit};
use foundation::database::testing::engines;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn moves_that_cross_end_and_nothing_is_lost() {
    for engine in engines() {
        for counters in [1, 2] {
            let hall = Hall::new(engine, &[counters], 4).await;
            let other = hall.second_process().await;
            let people = hall.people(2).await;
            // On two days, so that they cross in the days' sums as well.
            let (a, b) = (half_hour(1, 0), half_hour(2, 3));
            let mut one = hall.book(&people[0], &wish("short", a, "one")).await;
            let mut two = hall.book(&people[1], &wish("short", b, "two")).await;
            for round in 0..20 {
                let (here, there) = (hall.at(0), over(&other, 0));
                let said = format!("{engine:?}, {counters} counters, round {round}");
                let (to, fro) = (two.starts_at, one.starts_at);
                let moved = tokio::join!(
                    here.move_to(&people[0], one.id, one.sequence, to),
                    there.move_to(&people[1], two.id, two.sequence, fro)
                );
                match moved {
                    (Ok(first), Ok(second)) if counters == 2 => {
                        assert_eq!((first.starts_at, second.starts_at), (to, fro), "{said}");
                        (one, two) = (first, second);
                    }
                    (Err(BookingError::SlotTaken), Err(BookingError::SlotTaken)) if counters == 1 => {}
                    other => panic!("{said}: {other:?}"),
                }
                assert_eq!((hall.taken(a).await, hall.taken(b).await), (1, 1), "{said}");
            }
            hall.is_accounted_for(&format!("{engine:?}")).await;
            other.close().await;
            assert_eq!(hall.deadlocks().await, 0, "{engine:?}");
        }
    }
}

#[tokio::test]
async fn a_move_that_fails_leaves_the_old_place_and_one_that_comes_again_is_done_once() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 4).await;
        let people = hall.people(2).await;
        let visit = hall.book(&people[0], &wish("short", half_hour(1, 0), "one")).await;
        hall.book(&people[1], &wish("short", half_hour(1, 1), "two")).await;
        let booking = hall.at(0);
        for (to, said) in [(half_hour(1, 1), "full"), (half_hour(1, 9), "closed")] {
            let moved = booking.move_to(&people[0], visit.id, 0, to).await;
            assert!(matches!(moved, Err(BookingError::SlotTaken)), "{engine:?}: {said}: {moved:?}");
        }
        let before = booking.ticket(&people[0], visit.id).await.unwrap();
        assert_eq!((before.visit, before.may_change), (visit.clone(), true), "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;

        let moved = booking.move_to(&people[0], visit.id, 0, half_hour(2, 2)).await.unwrap();
        assert_eq!((moved.sequence, &moved.code), (1, &visit.code), "{engine:?}");
        let again = booking.move_to(&people[0], visit.id, 0, half_hour(2, 2)).await.unwrap();
        assert_eq!(again, moved, "{engine:?}");
        let stale = booking.move_to(&people[0], visit.id, 0, half_hour(2, 3)).await;
        assert!(matches!(stale, Err(BookingError::State)), "{engine:?}: {stale:?}");
        let others = booking.move_to(&people[1], visit.id, 1, half_hour(2, 3)).await;
        assert!(matches!(others, Err(BookingError::Unknown)), "{engine:?}: {others:?}");
        assert_eq!(hall.told(people[0].account).await, 2, "{engine:?}: booked and moved");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn nobody_moves_to_a_day_on_which_they_come_for_the_same_already() {
    for engine in engines() {
        let hall = Hall::new(engine, &[2], 4).await;
        let person = &hall.people(1).await[0];
        hall.book(person, &wish("short", half_hour(1, 0), "one")).await;
        let visit = hall.book(person, &wish("short", half_hour(2, 0), "two")).await;
        let moved = hall.at(0).move_to(person, visit.id, 0, half_hour(1, 2)).await;
        assert!(matches!(moved, Err(BookingError::LimitReached(Limit::OnceADay))), "{engine:?}: {moved:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn a_visit_of_several_slots_takes_all_or_nothing_and_moves_within_its_own_places() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 6).await;
        let people = hall.people(2).await;
        hall.book(&people[1], &wish("short", half_hour(1, 4), "in the way")).await;
        for index in [2, 3, 4, 5] {
            // Into what is taken, or beyond the end of the day.
            let held = hall.at(0).hold(&people[0], &wish("long", half_hour(1, index), &format!("try-{index}"))).await;
            assert!(matches!(held, Err(BookingError::SlotTaken)), "{engine:?}: {index}: {held:?}");
        }
        let days = hall.days().await;
        let visit = hall.book(&people[0], &wish("long", half_hour(1, 0), "long")).await;
        assert_eq!((visit.slots, visit.ends_at), (3, half_hour(1, 3)), "{engine:?}");
        let moved = hall.at(0).move_to(&people[0], visit.id, 0, half_hour(1, 1)).await.unwrap();
        assert_eq!((moved.starts_at, moved.ends_at), (half_hour(1, 1), half_hour(1, 4)), "{engine:?}");
        let taken = [hall.taken(half_hour(1, 0)).await, hall.taken(half_hour(1, 1)).await];
        assert_eq!(taken, [0, 1], "{engine:?}");
        let further = hall.at(0).move_to(&people[0], visit.id, 1, half_hour(1, 2)).await;
        assert!(matches!(further, Err(BookingError::SlotTaken)), "{engine:?}: {further:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
        hall.at(0).cancel(&people[0], visit.id).await.unwrap();
        assert_eq!(hall.days().await, days, "{engine:?}: all of them are free again");
    }
}
