use super::support::{Hall, half_hour, over, wish};
use crate::{BookingError, Limit, Wish};
use foundation::database::testing::engines;
use identity::{Holder, acting::Acting};

/// A wish for a relative.
fn wish_for(relative: &Holder, wish: Wish) -> Wish {
    Wish { acting: Acting::Relative(relative.account), ..wish }
}

#[tokio::test]
async fn what_is_booked_for_a_relative_counts_as_theirs_and_both_read_who_did_it() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 6).await;
        let people = hall.people(2).await;
        let (helper, relative) = (&people[0], &people[1]);
        hall.tie(helper, relative).await;
        let visit = hall.book(helper, &wish_for(relative, wish("short", half_hour(1, 0), "one"))).await;
        assert_eq!(visit.acting, Acting::Relative(relative.account), "{engine:?}");
        let deed = format!("acted_for WHERE what = 'deed-book' AND account_id = {}", hall.key(relative.account.uuid()));
        assert_eq!(hall.count(&deed).await, 1, "{engine:?}");
        let own = hall.at(0).hold(relative, &wish("short", half_hour(1, 1), "two")).await;
        assert!(matches!(own, Err(BookingError::LimitReached(Limit::OnceADay))), "{engine:?}: {own:?}");
        hall.book(helper, &wish("short", half_hour(1, 1), "for oneself")).await;
        assert_eq!(hall.count(&deed).await, 1, "{engine:?}");

        // What was allowed when the place was kept is asked again when it is booked.
        let held = hall.at(0).hold(helper, &wish_for(relative, wish("short", half_hour(2, 0), "three"))).await.unwrap();
        hall.execute("UPDATE family_tie SET ended_at = '2026-11-22 01:00:00+00:00'").await;
        let confirmed = hall.at(0).confirm(helper, held.id).await;
        assert!(matches!(confirmed, Err(BookingError::Unknown)), "{engine:?}: {confirmed:?}");
        assert_eq!(hall.at(10).end_holds().await.unwrap().ended, 1, "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_book_for_one_at_once_share_the_last_visit_to_come_and_the_one_of_a_day() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 6).await;
        let other = hall.second_process().await;
        let people = hall.people(2).await;
        let (helper, relative) = (&people[0], &people[1]);
        hall.tie(helper, relative).await;
        let (here, there) = (hall.at(0), over(&other, 0));
        for ahead in 1..5 {
            hall.book(relative, &wish("short", half_hour(ahead, 0), &format!("day-{ahead}"))).await;
        }
        for round in 0..10 {
            // On two days: the last visit to come. On one day, with a visit less: the one of a day.
            let days = if round < 5 { (7, 8) } else { (9, 9) };
            if round == 5 {
                let first = super::support::open_visits(&hall, relative).await[0];
                here.cancel(relative, first).await.unwrap();
            }
            let one = wish_for(relative, wish("short", half_hour(days.0, 0), &format!("one-{round}")));
            let two = wish("short", half_hour(days.1, 1), &format!("two-{round}"));
            let (one, two) = tokio::join!(here.hold(helper, &one), there.hold(relative, &two));
            let limit = if round < 5 { Limit::Open } else { Limit::OnceADay };
            match (one, two) {
                (Ok(held), Err(BookingError::LimitReached(reached))) if reached == limit => {
                    here.cancel(helper, held.id).await.unwrap();
                }
                (Err(BookingError::LimitReached(reached)), Ok(held)) if reached == limit => {
                    here.cancel(relative, held.id).await.unwrap();
                }
                other => panic!("{engine:?}, round {round}: {other:?}"),
            }
            hall.is_accounted_for(&format!("{engine:?}, round {round}")).await;
        }
        other.close().await;
    }
}
