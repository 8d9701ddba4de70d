use futures_util::future::join_all;

use super::support::{Hall, half_hour, wish};
use crate::{BookingError, model::State};
use foundation::database::testing::engines;

/// Ten half hours with ten counters.
const PLACES: usize = 100;
const PEOPLE: usize = 1_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_thousand_people_at_once_on_a_hundred_places_a_hundred_have_one_and_nine_hundred_are_told_so() {
    for engine in engines() {
        let hall = Hall::new(engine, &[10], 10).await;
        let people = hall.people(PEOPLE).await;
        let booking = hall.at(0);
        let tasks = people.into_iter().enumerate().map(|(number, person)| {
            let booking = booking.clone();
            tokio::spawn(async move {
                // Whoever is served at the same time wants the same half hour.
                let at = half_hour(1, u16::try_from(number / (PEOPLE / 10)).unwrap());
                let held = booking.hold(&person, &wish("short", at, "burst")).await?;
                booking.confirm(&person, held.id).await
            })
        });
        let (mut confirmed, mut refused) = (0, 0);
        for outcome in join_all(tasks).await {
            match outcome.unwrap() {
                Ok(visit) => {
                    assert_eq!(visit.state, State::Confirmed, "{engine:?}");
                    confirmed += 1;
                }
                Err(BookingError::SlotTaken) => refused += 1,
                Err(error) => panic!("{engine:?}: {error}"),
            }
        }
        assert_eq!((confirmed, refused), (PLACES, PEOPLE - PLACES), "{engine:?}");
        let visits = hall.is_accounted_for(&format!("{engine:?}")).await;
        assert_eq!(visits.iter().filter(|visit| visit.state == "confirmed").count(), PLACES, "{engine:?}");
        for index in 0..10 {
            assert_eq!(hall.taken(half_hour(1, index)).await, 10, "{engine:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_burst_on_two_processes_takes_each_place_once() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3, 2], 4).await;
        let people = hall.people(200).await;
        let other = hall.second_process().await;
        let processes = [hall.at(0), super::support::over(&other, 0)];
        let tasks = people.into_iter().enumerate().map(|(number, person)| {
            let booking = processes[number % 2].clone();
            tokio::spawn(async move {
                let at = half_hour(2, u16::try_from(number / 50).unwrap());
                let held = booking.hold(&person, &wish("short", at, "burst")).await?;
                booking.confirm(&person, held.id).await
            })
        });
        let mut confirmed = 0;
        for outcome in join_all(tasks).await {
            match outcome.unwrap() {
                Ok(_) => confirmed += 1,
                Err(BookingError::SlotTaken) => {}
                Err(error) => panic!("{engine:?}: {error}"),
            }
        }
        assert_eq!(confirmed, 4 * 5, "{engine:?}: both groups are filled");
        hall.is_accounted_for(&format!("{engine:?}")).await;
        other.close().await;
    }
}
