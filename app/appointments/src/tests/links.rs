use super::support::{Hall, half_hour, over, wish};
use crate::BookingError;
use chrono::TimeDelta;
use foundation::database::testing::engines;

async fn token(hall: &Hall, account: foundation::ids::AccountId) -> String {
    let letters = hall.letters(account).await;
    letters[0].1.split("https://city.example/visits/").nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn whoever_has_the_link_of_a_message_sees_moves_and_cancels_that_visit_and_no_other() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 4).await;
        let people = hall.people(2).await;
        let visit = hall.book(&people[0], &wish("short", half_hour(2, 0), "one")).await;
        let other = hall.book(&people[1], &wish("short", half_hour(2, 1), "two")).await;
        let token = token(&hall, people[0].account).await;
        let linked = hall.at(0).linked(&token).await.unwrap();
        assert_eq!(
            (&linked.code, linked.starts_at, linked.may_change),
            (&visit.code, visit.starts_at, true),
            "{engine:?}"
        );
        let full = hall.at(0).move_linked(&token, 0, half_hour(2, 1)).await;
        assert!(matches!(full, Err(BookingError::SlotTaken)), "{engine:?}: {full:?}");
        hall.at(0).move_linked(&token, 0, half_hour(3, 0)).await.unwrap();
        hall.at(0).move_linked(&token, 0, half_hour(3, 0)).await.unwrap();
        let linked = hall.at(0).linked(&token).await.unwrap();
        assert_eq!((linked.starts_at, linked.sequence), (half_hour(3, 0), 1), "{engine:?}");
        hall.at(0).cancel_linked(&token).await.unwrap();
        hall.at(0).cancel_linked(&token).await.unwrap();
        assert!(hall.at(0).linked(&token).await.unwrap().is_cancelled, "{engine:?}");
        let kept = hall.at(0).ticket(&people[1], other.id).await.unwrap();
        assert_eq!(kept.visit, other, "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}

#[tokio::test]
async fn a_link_ends_with_its_visit_and_one_that_was_made_up_leads_nowhere() {
    for engine in engines() {
        let hall = Hall::new(engine, &[1], 4).await;
        let person = &hall.people(1).await[0];
        let visit = hall.book(person, &wish("short", half_hour(1, 0), "one")).await;
        let token = token(&hall, person.account).await;
        let minutes = |moment: chrono::DateTime<chrono::Utc>| (moment - super::support::start()).num_minutes();
        let late = hall.at(minutes(visit.starts_at - TimeDelta::hours(2)));
        assert!(!late.linked(&token).await.unwrap().may_change, "{engine:?}");
        for refused in [late.cancel_linked(&token).await, late.move_linked(&token, 0, half_hour(2, 0)).await] {
            assert!(matches!(refused, Err(BookingError::TooLate)), "{engine:?}: {refused:?}");
        }
        let over = over(&hall.test.database, minutes(visit.ends_at));
        for unknown in [over.linked(&token).await.map(drop), over.cancel_linked(&token).await] {
            assert!(matches!(unknown, Err(BookingError::Unknown)), "{engine:?}: {unknown:?}");
        }
        let made_up = "A".repeat(43);
        for bad in [made_up.as_str(), "", "\0", &token[1..]] {
            assert!(matches!(hall.at(0).linked(bad).await, Err(BookingError::Unknown)), "{engine:?}: {bad}");
        }
        // A place that nobody said yes to has no link.
        let held = hall.at(0).hold(person, &wish("short", half_hour(2, 0), "held")).await.unwrap();
        let links = crate::Links::new(foundation::keyring::Keyring::new(&[7; 32]), "");
        assert!(matches!(hall.at(0).linked(&links.token(held.id)).await, Err(BookingError::Unknown)), "{engine:?}");
        hall.is_accounted_for(&format!("{engine:?}")).await;
    }
}
