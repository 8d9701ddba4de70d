use crate::{
    demo::{load_demo, load_generated},
    import::Kind,
};
use foundation::{clock::Clock, database::testing};

#[tokio::test]
async fn the_demo_city_loads_without_a_bad_row_and_a_second_time_changes_nothing() {
    for engine in testing::engines() {
        let home = testing::fresh(engine).await;
        let first = load_demo(&home.database, Clock::Real).await.unwrap();
        for (kind, report) in &first {
            println!("{report}");
            assert_eq!(report.bad, [], "{kind}");
            assert!(report.applied && report.created == report.rows, "{kind}");
        }
        for (kind, report) in load_demo(&home.database, Clock::Real).await.unwrap() {
            assert_eq!((report.created, report.changed), (0, 0), "{kind}");
            assert_eq!(report.unchanged, report.rows);
            if kind == Kind::LifeEvents {
                assert_eq!(report.notes, [], "every item a life event names is there by now");
            }
        }
    }
}

#[tokio::test]
async fn generated_items_are_stored_beside_the_demo_city() {
    let home = testing::fresh(foundation::database::Engine::Sqlite).await;
    load_demo(&home.database, Clock::Real).await.unwrap();
    let report = load_generated(&home.database, Clock::Real, 6_000).await.unwrap();
    assert_eq!((report.rows, report.created), (6_000, 6_000), "{report}");
    let again = load_generated(&home.database, Clock::Real, 6_000).await.unwrap();
    assert_eq!(again.unchanged, 6_000);
}
