use std::time::Duration;

use super::support::{House, over, slug};
use crate::{HallError, model::Priority};
use foundation::database::testing::engines;

const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_watches_sees_what_another_process_did_and_who_comes_back_sees_all_of_it() {
    for engine in engines() {
        let house = House::new(engine).await;
        let other = house.second_process().await;
        let (kiosk, desk, here) = (house.kiosk().await, house.clerk("7", 0).await, slug("hall"));
        let watching = house.at(10);
        let mut display = watching.watch(&here).await.unwrap();
        let first = display.next().await.unwrap();
        assert!(first.calls.is_empty(), "{engine:?}");
        house.walk_in(&kiosk, 1, Priority::None).await;
        over(&other, 10).call_next(&desk, &here).await.unwrap().unwrap();
        let shown = tokio::time::timeout(PATIENCE, async {
            loop {
                let board = display.next().await.unwrap();
                if !board.calls.is_empty() {
                    return board;
                }
            }
        });
        let shown = shown.await.unwrap();
        assert_eq!((shown.calls[0].number.as_str(), shown.calls[0].counter.as_str()), ("A001", "7"), "{engine:?}");
        assert!(shown.revision > first.revision, "{engine:?}");
        drop(display);
        // Whoever was cut off is shown everything at once, whatever they missed.
        let mut again = watching.watch(&here).await.unwrap();
        assert_eq!(again.next().await.unwrap().calls[0].number, "A001", "{engine:?}");
        watching.stop_watching();
        assert!(tokio::time::timeout(PATIENCE, again.next()).await.unwrap().is_none(), "{engine:?}: the process stops");
        assert!(matches!(watching.watch(&slug("nowhere")).await, Err(HallError::Unknown)), "{engine:?}");
        other.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_many_watch_a_hall_and_a_place_is_free_when_one_leaves() {
    for engine in engines() {
        let house = House::new(engine).await;
        let hall = house.at(0);
        let mut watching = Vec::new();
        for _ in 0..200 {
            watching.push(hall.watch(&slug("hall")).await.unwrap());
        }
        assert!(matches!(hall.watch(&slug("hall")).await, Err(HallError::TooMany)), "{engine:?}");
        assert!(hall.watch(&slug("other")).await.is_ok(), "{engine:?}: every hall by itself");
        watching.pop();
        assert!(hall.watch(&slug("hall")).await.is_ok(), "{engine:?}");
    }
}
