use super::support::{Hall, half_hour, over, wish};
use foundation::database::testing::engines;

/// Minutes from the start, a Monday at eight, until nine on the day so many days later.
fn nine(ahead: i64) -> i64 {
    ahead * 24 * 60 + 60
}

#[tokio::test]
async fn a_visit_is_reminded_of_a_day_and_an_hour_before_and_each_time_once() {
    for engine in engines() {
        let hall = Hall::new(engine, &[2], 4).await;
        let other = hall.second_process().await;
        let person = &hall.people(1).await[0];
        let visit = hall.book(person, &wish("short", half_hour(3, 0), "one")).await;
        assert_eq!(hall.count("visit_reminder").await, 2, "{engine:?}");
        assert_eq!(hall.at(nine(2) - 1).remind().await.unwrap(), 0, "{engine:?}");
        let (here, there) = (hall.at(nine(2)), over(&other, nine(2)));
        let (one, two) = tokio::join!(here.remind(), there.remind());
        assert_eq!(one.unwrap() + two.unwrap(), 1, "{engine:?}: by one of two processes");
        assert_eq!(there.remind().await.unwrap(), 0, "{engine:?}");
        assert_eq!(hall.at(nine(3) - 60).remind().await.unwrap(), 1, "{engine:?}");
        assert_eq!(hall.at(nine(3)).remind().await.unwrap(), 0, "{engine:?}");
        let letters = hall.letters(person.account).await;
        let subjects: Vec<&str> = letters.iter().map(|(subject, _)| subject.as_str()).collect();
        let when = "11月26日（周四）09:00";
        let expected = [
            format!("约好了：一件事，{when}"),
            format!("明天有预约：一件事，{when}"),
            format!("还有一小时：一件事，{when}"),
        ];
        assert_eq!(subjects, expected, "{engine:?}");
        let body = format!(
            "时间：{when}。地点：大厅，一条街。预约号：{}。\n查看、改时间、取消：https://city.example/visits/",
            visit.code.spoken()
        );
        assert!(letters.iter().all(|(_, said)| said.starts_with(&body)), "{engine:?}: {letters:?}");
        other.close().await;
    }
}

#[tokio::test]
async fn nothing_is_told_of_what_was_moved_cancelled_booked_late_or_is_past() {
    for engine in engines() {
        let hall = Hall::new(engine, &[2], 4).await;
        let people = hall.people(4).await;
        let moved = hall.book(&people[0], &wish("short", half_hour(3, 0), "moved")).await;
        hall.at(0).move_to(&people[0], moved.id, 0, half_hour(7, 0)).await.unwrap();
        let cancelled = hall.book(&people[1], &wish("short", half_hour(3, 0), "cancelled")).await;
        hall.at(0).cancel(&people[1], cancelled.id).await.unwrap();
        // Two hours before: only the reminder of the last hour is still to come.
        let held = hall.at(nine(2) - 120).hold(&people[2], &wish("short", half_hour(2, 0), "late")).await.unwrap();
        hall.at(nine(2) - 120).confirm(&people[2], held.id).await.unwrap();
        hall.book(&people[3], &wish("short", half_hour(3, 1), "asleep")).await;
        assert_eq!(hall.count("visit_reminder").await, 2 + 1 + 2, "{engine:?}");
        // Nothing ran for days.
        assert_eq!(hall.at(nine(3) - 25).remind().await.unwrap(), 1, "{engine:?}");
        let told: Vec<usize> = [
            hall.letters(people[0].account).await.len(),
            hall.letters(people[1].account).await.len(),
            hall.letters(people[2].account).await.len(),
            hall.letters(people[3].account).await.len(),
        ]
        .into();
        assert_eq!(
            told,
            [2, 2, 1, 2],
            "{engine:?}: booked and moved, booked and cancelled, booked, booked and reminded once"
        );
        assert_eq!(hall.count("visit_reminder").await, 2, "{engine:?}: those of the visit that was moved");
    }
}
