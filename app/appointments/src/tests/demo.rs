use super::support::{Hall, day, over};
use crate::{DayState, entity::slot, service::demo_items};
use foundation::database::testing::{engines, fresh};
use sea_orm::{ConnectionTrait as _, EntityTrait as _, PaginatorTrait as _};

#[tokio::test]
async fn the_demonstration_opens_every_district_and_adding_it_again_changes_nothing() {
    for engine in engines() {
        let test = fresh(engine).await;
        for department in ["CD06", "CD07", "CD08", "CD11", "CD18", "CD24", "CD44"] {
            let row = format!(
                "INSERT INTO department (id, parent_id, position, content) VALUES ('{department}', NULL, 1, '{{}}')"
            );
            test.database.writer().execute_unprepared(&row).await.unwrap();
        }
        let booking = over(&test.database, 0);
        booking.add_demo().await.unwrap();
        let slots = slot::Entity::find().count(test.database.reader()).await.unwrap();
        booking.add_demo().await.unwrap();
        assert_eq!(slot::Entity::find().count(test.database.reader()).await.unwrap(), slots, "{engine:?}");

        let matters = booking.matters_of_item("510100-06-017").await.unwrap();
        assert_eq!(matters.iter().map(ToString::to_string).collect::<Vec<_>>(), ["exit-entry"], "{engine:?}");
        let offices = booking.offices_for(&matters[0]).await.unwrap();
        assert_eq!(offices.len(), 1 + 22, "{engine:?}: the civic centre and a hall a district");
        assert!(offices.iter().all(|office| office.day == Some(day(0))), "{engine:?}");
        let centre = &offices.iter().find(|office| office.office.code.as_str() == "civic-centre").unwrap().office;
        let days = booking.days(&centre.code, &matters[0], day(0), day(25)).await.unwrap();
        assert_eq!(days.iter().filter(|(_, state)| *state != DayState::Closed).count(), 15, "{engine:?}");
        // Eight counters of which two are kept back, twenty-eight quarters of an hour.
        assert_eq!(days[1].1, DayState::Free(6 * 28), "{engine:?}");

        let hall = Hall { test, groups: Vec::new() };
        let residents = hall.people(4).await;
        for _ in 0..2 {
            booking.add_demo_visits(&residents).await.unwrap();
            for resident in &residents {
                assert_eq!(booking.own(resident).await.unwrap().0.len(), 1, "{engine:?}: a visit each");
            }
        }
    }
}

#[test]
fn what_the_demonstration_books_are_items_whose_next_step_that_is() {
    let files = [
        include_str!("../../../catalogue/demo/items/CD06.json"),
        include_str!("../../../catalogue/demo/items/CD07.json"),
        include_str!("../../../catalogue/demo/items/CD08.json"),
        include_str!("../../../catalogue/demo/items/CD11.json"),
        include_str!("../../../catalogue/demo/items/CD18.json"),
        include_str!("../../../catalogue/demo/items/CD24.json"),
    ];
    let items: Vec<serde_json::Value> = files
        .into_iter()
        .flat_map(|text| serde_json::from_str::<Vec<serde_json::Value>>(text).unwrap())
        .filter(|item| item["next"] == "book")
        .collect();
    for (matter, item) in demo_items() {
        assert!(items.iter().any(|there| there["code"] == item.as_str()), "{matter}: {item}");
    }
}
