use super::support::{Hall, day, half_hour, over, wish};
use crate::BookingError;
use chrono::TimeDelta;
use foundation::database::testing::engines;
use futures_util::future::join_all;

#[tokio::test]
async fn visits_keep_their_counters_when_slots_become_longer_or_shorter() {
    for engine in engines() {
        let hall = Hall::new(engine, &[2], 6).await;
        let people = hall.people(5).await;
        let minutes = |minutes: i64| half_hour(1, 0) + TimeDelta::minutes(minutes);
        hall.execute("UPDATE counter_group SET slot_minutes = 15").await;
        hall.at(0).make_places(hall.groups[0], day(0)).await.unwrap();
        let one = hall.book(&people[0], &wish("short", minutes(15), "one")).await;
        let two = hall.book(&people[1], &wish("short", minutes(30), "two")).await;
        let three = hall.book(&people[2], &wish("short", minutes(150), "three")).await;
        assert_eq!((one.slots, one.slot_minutes), (2, 15), "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}: at fifteen")).await;

        // 9:00, 9:20, 9:40 in place of 9:00, 9:15, 9:30, 9:45; the last begins at 11:40.
        hall.execute("UPDATE counter_group SET slot_minutes = 20").await;
        hall.at(0).make_places(hall.groups[0], day(0)).await.unwrap();
        let taken = [hall.taken(minutes(0)).await, hall.taken(minutes(20)).await, hall.taken(minutes(40)).await];
        assert_eq!(taken, [1, 2, 2], "{engine:?}");
        assert_eq!(hall.taken(minutes(160)).await, 1, "{engine:?}: the last half hour");
        assert!(
            hall.slots().await.iter().all(|slot| slot.ends_at - slot.starts_at == TimeDelta::minutes(20)),
            "{engine:?}"
        );
        hall.is_accounted_for(&format!("{engine:?}: at twenty")).await;
        let late = hall.at(0).hold(&people[3], &wish("short", minutes(20), "late")).await;
        assert!(matches!(late, Err(BookingError::SlotTaken)), "{engine:?}: {late:?}");

        // What is left frees what it had, on the slots there are now.
        hall.at(0).cancel(&people[0], one.id).await.unwrap();
        let taken = [hall.taken(minutes(0)).await, hall.taken(minutes(20)).await, hall.taken(minutes(40)).await];
        assert_eq!(taken, [0, 1, 1], "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}: cancelled")).await;
        hall.book(&people[3], &wish("short", minutes(0), "free again")).await;
        hall.is_accounted_for(&format!("{engine:?}: booked")).await;
        let moved = hall.at(0).move_to(&people[1], two.id, 0, minutes(60)).await.unwrap();
        assert_eq!((moved.slots, moved.slot_minutes), (2, 20), "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}: moved")).await;

        // Hours are cut and slots are an hour: nothing of the grid is under one of the visits any more.
        hall.execute("UPDATE opening SET ends = 660").await;
        hall.execute("UPDATE counter_group SET slot_minutes = 60").await;
        hall.at(0).make_places(hall.groups[0], day(0)).await.unwrap();
        hall.is_accounted_for(&format!("{engine:?}: cut")).await;
        assert_eq!(hall.taken(minutes(150)).await, 1, "{engine:?}: it stands outside the hours");
        hall.at(0).cancel(&people[2], three.id).await.unwrap();
        hall.is_accounted_for(&format!("{engine:?}: nothing left outside")).await;
        hall.at(0).make_places(hall.groups[0], day(0)).await.unwrap();
        assert_eq!(hall.slots().await.len(), 10 * 2, "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}: at the end")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn slots_that_change_their_length_under_a_burst_count_every_visit() {
    for engine in engines() {
        let hall = Hall::new(engine, &[3], 6).await;
        let other = hall.second_process().await;
        let people = hall.people(40).await;
        let group = hall.groups[0];
        let acts = people.into_iter().enumerate().map(|(number, person)| {
            let (booking, database) = (if number % 2 == 0 { hall.at(0) } else { over(&other, 0) }, other.clone());
            tokio::spawn(async move {
                if number % 8 == 0 {
                    let to = [15, 20, 30][number / 8 % 3];
                    let change = format!("UPDATE counter_group SET slot_minutes = {to}");
                    sea_orm::ConnectionTrait::execute_unprepared(database.writer(), &change).await.unwrap();
                    return booking.make_places(group, day(0)).await.unwrap();
                }
                let at = half_hour(1, u16::try_from(number % 6).unwrap());
                let held = match booking.hold(&person, &wish("short", at, "burst")).await {
                    Ok(held) => held,
                    Err(BookingError::SlotTaken) => return,
                    Err(error) => panic!("{error}"),
                };
                let visit = booking.confirm(&person, held.id).await.unwrap();
                if number % 3 == 0 {
                    booking.cancel(&person, visit.id).await.unwrap();
                }
            })
        });
        for outcome in join_all(acts).await {
            outcome.unwrap();
        }
        hall.is_accounted_for(&format!("{engine:?}")).await;
        other.close().await;
    }
}
