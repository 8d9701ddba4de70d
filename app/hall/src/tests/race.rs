use std::collections::BTreeSet;

use super::support::{House, over, slug};
use crate::model::Priority;
use appointments::RequestKey;
use foundation::database::testing::engines;

const COUNTERS: usize = 12;
const PEOPLE: usize = 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn counters_that_press_next_at_once_in_two_processes_never_call_the_same_person_and_skip_nobody() {
    for engine in engines() {
        let house = House::new(engine).await;
        let other = house.second_process().await;
        let kiosks = [house.kiosk().await, house.kiosk().await, house.kiosk().await, house.kiosk().await];
        let tasks = (0..PEOPLE).map(|number| {
            let (hall, kiosk) =
                (over(if number % 2 == 0 { &house.test.database } else { &other }, 1), kiosks[number % 4].clone());
            tokio::spawn(async move {
                let key = RequestKey::parse(&format!("press-number-{number}")).unwrap();
                hall.walk_in(&kiosk, &slug("short"), Priority::None, &key).await.unwrap().ticket.shown()
            })
        });
        let mut given = BTreeSet::new();
        for task in tasks.collect::<Vec<_>>() {
            assert!(given.insert(task.await.unwrap()), "{engine:?}: a number given twice");
        }
        assert_eq!(given.last().unwrap(), "A060", "{engine:?}: none was left out");
        let mut desks = Vec::new();
        for counter in 0..COUNTERS {
            desks.push(house.clerk(&counter.to_string(), 0).await);
        }
        let mut called = BTreeSet::new();
        for round in 0..PEOPLE / COUNTERS {
            let tasks = desks.iter().cloned().enumerate().map(|(index, desk)| {
                let hall = over(if index % 2 == 0 { &house.test.database } else { &other }, 10);
                tokio::spawn(async move {
                    let ticket = hall.call_next(&desk, &slug("hall")).await.unwrap().unwrap();
                    hall.finish(&desk, &slug("hall"), ticket.id).await.unwrap();
                    ticket.shown()
                })
            });
            for task in tasks.collect::<Vec<_>>() {
                assert!(called.insert(task.await.unwrap()), "{engine:?}: called twice");
            }
            let so_far = (round + 1) * COUNTERS;
            assert_eq!(called.len(), so_far, "{engine:?}");
            assert_eq!(called.last().unwrap(), &format!("A{so_far:03}"), "{engine:?}: somebody was skipped");
        }
        assert_eq!(called, given, "{engine:?}");
        assert!(house.at(10).call_next(&desks[0], &slug("hall")).await.unwrap().is_none(), "{engine:?}");
        other.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_visit_whose_code_is_shown_at_many_devices_at_once_has_one_number() {
    for engine in engines() {
        let house = House::new(engine).await;
        let other = house.second_process().await;
        let visit = house.booked(0).await;
        let mut tasks = Vec::new();
        for number in 0..8 {
            let kiosk = house.kiosk().await;
            let hall = over(if number % 2 == 0 { &house.test.database } else { &other }, 20);
            let code = visit.code.clone();
            tasks.push(tokio::spawn(async move { hall.check_in(&kiosk, code.as_str()).await.unwrap().ticket.id }));
        }
        let mut numbers = BTreeSet::new();
        for task in tasks {
            numbers.insert(task.await.unwrap());
        }
        assert_eq!(numbers.len(), 1, "{engine:?}");
        other.close().await;
    }
}
