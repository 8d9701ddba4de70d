use super::support::{Hall, day, half_hour, over, slug, wish};
use crate::{
    BookingError, Limit,
    model::{Outcome, State, WaitWish},
};
use foundation::database::testing::engines;
use futures_util::future::join_all;
use identity::{Holder, acting::Acting};

/// For a visit on one of some days.
pub(super) fn waits(matter: &str, (from, until): (i64, i64)) -> WaitWish {
    WaitWish {
        office: slug("hall"),
        matter: slug(matter),
        item: None,
        from: day(from),
        until: day(until),
        persons: 1,
        acting: Acting::Myself,
    }
}

async fn outcome(hall: &Hall, person: &Holder) -> (Option<Outcome>, bool) {
    let entry = hall.at(0).in_line(person).await.unwrap().remove(0).entry;
    (entry.outcome, entry.is_offered())
}

#[tokio::test]
async fn a_place_that_becomes_free_is_offered_to_the_first_in_line_and_then_to_the_next() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 2).await;
        let people = hall.people(5).await;
        let first = hall.book(&people[0], &wish("short", half_hour(1, 0), "one")).await;
        hall.book(&people[1], &wish("short", half_hour(1, 1), "two")).await;
        hall.at(0).wait(&people[2], &waits("short", (1, 1))).await.unwrap();
        hall.at(1).wait(&people[3], &waits("short", (1, 1))).await.unwrap();
        hall.at(2).wait(&people[4], &waits("long", (1, 1))).await.unwrap();
        assert_eq!(hall.at(2).offer_places().await.unwrap(), 0, "{engine:?}: nothing is free");
        let lines = hall.at(2).in_line(&people[3]).await.unwrap();
        assert_eq!((lines[0].before, lines[0].entry.visit), (1, None), "{engine:?}");

        hall.at(3).cancel(&people[0], first.id).await.unwrap();
        assert_eq!(hall.at(3).offer_places().await.unwrap(), 1, "{engine:?}");
        assert_eq!(hall.at(3).offer_places().await.unwrap(), 0, "{engine:?}: it is kept for them");
        let line = hall.at(3).in_line(&people[2]).await.unwrap().remove(0);
        let offer = line.offer.unwrap();
        assert_eq!((offer.state, offer.starts_at), (State::Held, half_hour(1, 0)), "{engine:?}");
        assert_eq!(offer.hold_ends_at, Some(super::support::start() + chrono::TimeDelta::minutes(33)), "{engine:?}");
        let (subject, body) = hall.letters(people[2].account).await.remove(0);
        assert_eq!(subject, "有空位了：一件事，11月24日（周二）09:00", "{engine:?}");
        let way = format!("去确认：https://city.example/me/appointments/{}/confirm", offer.id);
        assert!(body.starts_with("大厅，一条街。") && body.ends_with(&way), "{engine:?}: {body}");
        let taken = hall.at(3).hold(&people[0], &wish("short", half_hour(1, 0), "again")).await;
        assert!(matches!(taken, Err(BookingError::SlotTaken)), "{engine:?}: {taken:?}");

        // Nobody says yes: the next one has it.
        assert_eq!(hall.at(32).end_holds().await.unwrap().ended, 0, "{engine:?}");
        assert_eq!(hall.at(33).end_holds().await.unwrap().ended, 1, "{engine:?}");
        assert_eq!(outcome(&hall, &people[2]).await, (Some(Outcome::Missed), false), "{engine:?}");
        assert_eq!(hall.letters(people[2].account).await.len(), 2, "{engine:?}: they are told");
        assert_eq!(hall.at(33).offer_places().await.unwrap(), 1, "{engine:?}");
        let offer = hall.at(33).in_line(&people[3]).await.unwrap().remove(0).offer.unwrap();
        let others = hall.at(34).confirm(&people[2], offer.id).await;
        assert!(matches!(others, Err(BookingError::Unknown)), "{engine:?}: {others:?}");
        hall.at(34).confirm(&people[3], offer.id).await.unwrap();
        assert_eq!(outcome(&hall, &people[3]).await, (Some(Outcome::Taken), false), "{engine:?}");
        // Three half hours fit nowhere; the entry ends with its last day.
        assert_eq!(outcome(&hall, &people[4]).await, (None, false), "{engine:?}");
        assert_eq!(hall.at(24 * 60).end_waiting().await.unwrap(), 0, "{engine:?}");
        assert_eq!(hall.at(2 * 24 * 60).end_waiting().await.unwrap(), 1, "{engine:?}");
        assert_eq!(outcome(&hall, &people[4]).await, (Some(Outcome::Over), false), "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn whoever_leaves_gives_back_declines_or_books_by_themselves_is_out_of_the_line() {
    for engine in engines() {
        let hall = Hall::new(engine, &[4], 2).await;
        let people = hall.people(4).await;
        for person in &people {
            hall.at(0).wait(person, &waits("short", (1, 2))).await.unwrap();
        }
        let same = hall.at(0).wait(&people[0], &waits("short", (1, 2))).await.unwrap();
        hall.at(0).leave(&people[0], same.id).await.unwrap();
        hall.at(0).leave(&people[0], same.id).await.unwrap();
        let others = hall.at(0).leave(&people[1], same.id).await;
        assert!(matches!(others, Err(BookingError::Unknown)), "{engine:?}: {others:?}");
        hall.book(&people[1], &wish("short", half_hour(2, 0), "by oneself")).await;
        assert_eq!(outcome(&hall, &people[0]).await, (Some(Outcome::Left), false), "{engine:?}");
        assert_eq!(outcome(&hall, &people[1]).await, (Some(Outcome::Booked), false), "{engine:?}");
        assert_eq!(hall.at(0).offer_places().await.unwrap(), 2, "{engine:?}: there was a place for everybody");
        // One gives the offered place back, the other leaves while it is offered.
        let lines = hall.at(1).in_line(&people[2]).await.unwrap();
        hall.at(1).cancel(&people[2], lines[0].entry.visit.unwrap()).await.unwrap();
        let lines = hall.at(1).in_line(&people[3]).await.unwrap();
        hall.at(1).leave(&people[3], lines[0].entry.id).await.unwrap();
        for person in &people[2..] {
            assert_eq!(outcome(&hall, person).await, (Some(Outcome::Declined), false), "{engine:?}");
        }
        assert_eq!(hall.taken(half_hour(1, 0)).await, 0, "{engine:?}");
        // They may come back: that is another place in line, at its end.
        let again = hall.at(2).wait(&people[3], &waits("short", (1, 2))).await.unwrap();
        assert_eq!(again.outcome, None, "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn an_offer_stays_while_something_else_is_booked_and_goes_where_it_is_in_the_way() {
    for engine in engines() {
        let hall = Hall::new(engine, &[2], 4).await;
        let person = &hall.people(1).await[0];
        hall.at(0).wait(person, &waits("short", (1, 1))).await.unwrap();
        assert_eq!(hall.at(0).offer_places().await.unwrap(), 1, "{engine:?}");
        hall.at(1).hold(person, &wish("short", half_hour(2, 0), "another day")).await.unwrap();
        hall.at(1).hold(person, &wish("long", half_hour(1, 0), "another matter")).await.unwrap();
        assert_eq!(outcome(&hall, person).await, (None, true), "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
        hall.at(1).hold(person, &wish("short", half_hour(1, 3), "the same day")).await.unwrap();
        assert_eq!(outcome(&hall, person).await, (Some(Outcome::Declined), false), "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn limits_and_pauses_hold_in_line_too() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 6).await;
        let people = hall.people(3).await;
        let refused = |wish: WaitWish| {
            let (booking, person) = (hall.at(0), people[0].clone());
            async move { booking.wait(&person, &wish).await.unwrap_err() }
        };
        assert!(matches!(refused(waits("short", (2, 1))).await, BookingError::Days), "{engine:?}");
        assert!(matches!(refused(waits("short", (-1, 1))).await, BookingError::Days), "{engine:?}");
        assert!(matches!(refused(waits("short", (1, 400))).await, BookingError::Days), "{engine:?}");
        let many = WaitWish { persons: 4, ..waits("short", (1, 1)) };
        assert!(matches!(refused(many).await, BookingError::Persons), "{engine:?}");
        let nowhere = WaitWish { office: slug("nowhere"), ..waits("short", (1, 1)) };
        assert!(matches!(refused(nowhere).await, BookingError::Unknown), "{engine:?}");
        let stranger = WaitWish { acting: Acting::Relative(people[1].account), ..waits("short", (1, 1)) };
        assert!(matches!(refused(stranger).await, BookingError::Unknown), "{engine:?}");
        hall.at(0).wait(&people[0], &waits("short", (1, 2))).await.unwrap();
        let twice = refused(waits("short", (1, 3))).await;
        assert!(matches!(twice, BookingError::LimitReached(Limit::InLine)), "{engine:?}: {twice:?}");

        // Five visits to come: nothing is offered, and what is free waits for nobody.
        for ahead in 0..5 {
            let at = half_hour(if ahead < 3 { ahead + 2 } else { ahead + 4 }, 0);
            hall.book(&people[1], &wish("long", at, &format!("day-{ahead}"))).await;
        }
        hall.at(0).wait(&people[1], &waits("short", (1, 4))).await.unwrap();
        // On the day of the first of hers a visit for the same stands; the day after is free.
        hall.book(&people[2], &wish("short", half_hour(3, 0), "same")).await;
        hall.at(0).wait(&people[2], &waits("short", (3, 4))).await.unwrap();
        hall.at(0).offer_places().await.unwrap();
        assert_eq!(outcome(&hall, &people[1]).await, (None, false), "{engine:?}");
        let offer = hall.at(0).in_line(&people[2]).await.unwrap().remove(0).offer.unwrap();
        assert_eq!(offer.day, day(4), "{engine:?}");
        let missed = format!(
            "UPDATE appointment SET state = 'missed', seat = NULL WHERE account_id = {}",
            hall.key(people[1].account.uuid())
        );
        hall.execute(&missed).await;
        hall.at(8 * 24 * 60).offer_places().await.unwrap();
        let paused = hall.at(0).wait(&people[1], &waits("long", (9, 9))).await;
        assert!(matches!(paused, Err(BookingError::Paused)), "{engine:?}: {paused:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_processes_offer_each_place_once_and_one_place_to_each() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 2).await;
        let other = hall.second_process().await;
        let everybody = hall.people(30).await;
        for (round, people) in (0..).zip(everybody.chunks(10)) {
            for person in people {
                hall.at(0).wait(person, &waits("short", (round + 1, round + 1))).await.unwrap();
            }
            let looks = (0..6).map(|number| {
                let booking = if number % 2 == 0 { hall.at(0) } else { over(&other, 0) };
                tokio::spawn(async move { booking.offer_places().await.unwrap() })
            });
            let offered: usize = join_all(looks).await.into_iter().map(Result::unwrap).sum();
            assert_eq!(offered, 6, "{engine:?}, round {round}");
            assert_eq!(
                hall.count("waiting WHERE visit_id IS NOT NULL").await,
                6 * (usize::try_from(round).unwrap() + 1),
                "{engine:?}"
            );
            // The first six of them, each once.
            for (number, person) in people.iter().enumerate() {
                assert_eq!(outcome(&hall, person).await, (None, number < 6), "{engine:?}, round {round}: {number}");
                assert_eq!(
                    hall.told(person.account).await,
                    usize::from(number < 6),
                    "{engine:?}, round {round}: {number}"
                );
            }
            hall.is_accounted_for(&format!("{engine:?}, round {round}")).await;
        }
        other.close().await;
        assert_eq!(hall.deadlocks().await, 0, "{engine:?}");
    }
}
