use super::support::{Hall, day, half_hour, start, wish};
use crate::{BookingError, model::State};
use chrono::TimeDelta;
use foundation::{
    calendar::{Day, insert_days},
    clock::city_day,
    database::testing::engines,
};

fn off(ahead: i64, is_workday: bool) -> Day {
    Day { date: day(ahead), is_workday, is_holiday: !is_workday, is_in_lieu: false, name: "节".to_owned() }
}

#[tokio::test]
async fn places_follow_the_rules_and_the_calendar_and_are_made_once() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 4).await;
        let slots = hall.slots().await;
        assert_eq!(slots.len(), 10 * 4, "{engine:?}: two weeks of working days");
        assert!(slots.iter().all(|slot| (slot.places, slot.bookable, slot.taken) == (3, 3, 0)), "{engine:?}");
        assert!(hall.days().await.iter().all(|day| day.free == 12), "{engine:?}");
        let group = hall.groups[0];
        hall.book(&hall.people(1).await[0], &wish("short", half_hour(2, 1), "one")).await;

        let before = (hall.slots().await, hall.days().await);
        assert_eq!(hall.at(0).open_places().await.unwrap(), 0, "{engine:?}: nothing is behind");
        for _ in 0..2 {
            hall.at(0).make_places(group, day(0)).await.unwrap();
            assert_eq!((hall.slots().await, hall.days().await), before, "{engine:?}");
        }

        // A Tuesday off, and the Saturday worked for it.
        let days = [off(8, false), off(12, true)];
        hall.test
            .database
            .write(&days, |transaction, days| {
                Box::pin(async move { insert_days(transaction, &days.iter().collect::<Vec<_>>()).await })
            })
            .await
            .unwrap();
        hall.at(0).make_places(group, day(0)).await.unwrap();
        let open: Vec<_> = hall.days().await.iter().map(|day| (day.day - city_day(start())).num_days()).collect();
        assert_eq!(open, [0, 1, 2, 3, 4, 7, 9, 10, 11, 12], "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;

        // The next day one more day can be booked; what is opened already stays.
        assert_eq!(hall.at(24 * 60).open_places().await.unwrap(), 1, "{engine:?}");
        assert_eq!(hall.days().await.last().unwrap().day, day(14), "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn cutting_hours_keeps_visits_and_their_places_are_nobody_else_s() {
    for engine in engines() {
        let hall = Hall::new(engine, &[2], 6).await;
        let people = hall.people(3).await;
        let late = half_hour(1, 5);
        let one = hall.book(&people[0], &wish("short", late, "one")).await;
        let two = hall.book(&people[1], &wish("short", half_hour(1, 0), "two")).await;
        hall.book(&people[2], &wish("short", half_hour(1, 0), "three")).await;
        // One counter instead of two, until eleven instead of noon.
        hall.execute("UPDATE opening SET ends = 660, counters = 1").await;
        hall.at(0).make_places(hall.groups[0], day(0)).await.unwrap();
        hall.is_accounted_for(&format!("{engine:?}")).await;
        let kept = hall.slots().await.into_iter().find(|slot| slot.starts_at == late).unwrap();
        assert_eq!((kept.places, kept.bookable, kept.taken), (0, 0, 1), "{engine:?}");
        let full = hall.slots().await.into_iter().find(|slot| slot.starts_at == half_hour(1, 0)).unwrap();
        assert_eq!((full.places, full.bookable, full.taken), (1, 1, 2), "{engine:?}");
        assert_eq!(hall.slots().await.len(), 10 * 4 + 1, "{engine:?}");
        let ticket = hall.at(0).ticket(&people[0], one.id).await.unwrap();
        assert_eq!(ticket.visit.state, State::Confirmed, "{engine:?}");

        // Whoever leaves a place that is one too many leaves nothing free.
        hall.at(0).cancel(&people[1], two.id).await.unwrap();
        hall.is_accounted_for(&format!("{engine:?}")).await;
        for (at, key) in [(half_hour(1, 0), "over"), (late, "late")] {
            let held = hall.at(0).hold(&people[1], &wish("short", at, key)).await;
            assert!(matches!(held, Err(BookingError::SlotTaken)), "{engine:?}: {held:?}");
        }
        hall.at(0).move_to(&people[0], one.id, 0, half_hour(1, 1)).await.unwrap();
        hall.is_accounted_for(&format!("{engine:?}")).await;
        hall.at(0).make_places(hall.groups[0], day(0)).await.unwrap();
        assert_eq!(hall.slots().await.len(), 10 * 4, "{engine:?}: what nobody has is gone");

        // Closed for good on the day: the visits stand, and the calendar shows no place there.
        hall.execute(&format!("UPDATE opening SET until_day = '{}'", day(0))).await;
        hall.at(0).make_places(hall.groups[0], day(0)).await.unwrap();
        assert_eq!(hall.days().await.iter().map(|day| day.day).collect::<Vec<_>>(), [day(0)], "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
        let begun = start() + TimeDelta::hours(1);
        assert_eq!(hall.taken(begun + TimeDelta::days(1)).await, 1, "{engine:?}");
    }
}
