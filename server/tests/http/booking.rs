//! Booking a visit on pages: from an item to the ticket, and every way it can go wrong.

use appointments::{Appointments, Rules};
use axum::http::StatusCode;
use foundation::{
    clock::Clock,
    database::{Engine, testing::engines},
};
use sea_orm::ConnectionTrait as _;

use crate::support::{Answer, Portal, portal};

const PATH: &str = "/zh/book/id-card/civic-centre";
const ITEM: &str = "510100-06-008";

/// The demonstration with its halls, for two residents.
struct City {
    portal: Portal,
    one: String,
    other: String,
}

impl City {
    async fn on(engine: Engine) -> Self {
        let portal = portal(engine).await;
        let (database, identity) = (portal.test.database.clone(), portal.identity.clone());
        Appointments::new(database, Clock::Real, identity, Rules::default()).add_demo().await.unwrap();
        let (one, other) = (portal.sign_in_as("13900000003").await, portal.sign_in_as("13900000004").await);
        Self { portal, one, other }
    }

    async fn execute(&self, statement: &str) {
        self.portal.test.database.writer().execute_unprepared(statement).await.unwrap();
    }

    /// The times that the page proposes first, far enough ahead to be changed.
    async fn times(&self) -> Vec<String> {
        let page = self.portal.get(PATH).await;
        let later = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let day = later.filter(|href| href.contains("day=")).last().unwrap().replace("&amp;", "&");
        let page = self.portal.get(day.split('#').next().unwrap()).await;
        times_on(&page)
    }

    async fn hold(&self, cookie: &str, key: &str, time: &str) -> Answer {
        let form = format!("key=booking-{key}&item={ITEM}&persons=1&time={}", time.replace(':', "%3A"));
        self.portal.post_as(cookie, PATH, &form).await
    }

    /// Books a time; answers where the ticket is.
    async fn book(&self, cookie: &str, key: &str, time: &str) -> String {
        let held = self.hold(cookie, key, time).await;
        let check = held.header("location").to_owned();
        let said_yes = self.portal.post_as(cookie, &check, "").await;
        assert_eq!(said_yes.status, StatusCode::SEE_OTHER, "{}", said_yes.body);
        said_yes.header("location").split('?').next().unwrap().to_owned()
    }
}

/// The values of the times that can be chosen on a page.
fn times_on(page: &Answer) -> Vec<String> {
    let inputs = page.body.split("<input").filter(|input| input.contains("name=\"time\""));
    let free = inputs.map(|input| input.split('>').next().unwrap()).filter(|input| !input.contains("disabled"));
    free.map(|input| input.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()).collect()
}

/// A value of an address as it was before it was written into one.
fn decoded(value: &str) -> String {
    let mut parts = value.split('%');
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        text.push(char::from(u8::from_str_radix(&part[..2], 16).unwrap()));
        text.push_str(&part[2..]);
    }
    text
}

#[tokio::test]
async fn somebody_books_from_the_item_to_the_ticket_and_gives_it_back() {
    for engine in engines() {
        let city = City::on(engine).await;
        let way = city.portal.get(&format!("/zh/items/{ITEM}/book")).await;
        assert_eq!(way.header("location"), "/zh/book/id-card?item=510100%2D06%2D008", "{engine:?}");
        let offices = city.portal.get(way.header("location")).await;
        assert!(offices.body.contains("成都市市民中心") && offices.body.contains("最近："), "{engine:?}");

        let time = city.times().await.remove(0);
        let held = city.hold(&city.one, "twice", &time).await;
        assert_eq!(held.status, StatusCode::SEE_OTHER, "{engine:?}: {}", held.body);
        let again = city.hold(&city.one, "twice", &time).await;
        assert_eq!(again.header("location"), held.header("location"), "the same form twice is one place");
        let check = city.portal.get_as(&city.one, held.header("location")).await;
        assert!(check.body.contains("位置留到") && check.body.contains("data-left=\""), "{}", check.body);

        let said_yes = city.portal.post_as(&city.one, held.header("location"), "").await;
        let twice = city.portal.post_as(&city.one, held.header("location"), "").await;
        assert!(said_yes.header("location").ends_with("?done=confirmed"));
        assert_eq!(said_yes.header("location"), twice.header("location"));
        let ticket = city.portal.get_as(&city.one, said_yes.header("location")).await;
        assert!(ticket.body.contains("约好了") && ticket.body.contains("visit-qr"), "{}", ticket.body);
        assert_eq!(ticket.header("cache-control"), "no-store");
        assert!(!ticket.header("x-keep-until").is_empty());
        let own = city.portal.get_as(&city.one, "/zh/me/appointments").await;
        assert_eq!(own.body.matches("/zh/me/appointments/0").count(), 1, "{}", own.body);

        let path = said_yes.header("location").split('?').next().unwrap().to_owned();
        assert!(city.portal.get_as(&city.one, &format!("{path}/cancel")).await.body.contains("真的要取消吗"));
        for _ in 0..2 {
            let cancelled = city.portal.post_as(&city.one, &format!("{path}/cancel"), "").await;
            assert!(cancelled.header("location").ends_with("?done=cancelled"));
        }
        let ticket = city.portal.get_as(&city.one, &path).await;
        assert!(ticket.body.contains("已取消") && !ticket.body.contains("visit-qr"));
        assert_eq!(ticket.header("x-keep-until"), "", "a ticket that is none is kept nowhere");
    }
}

#[tokio::test]
async fn what_is_told_says_when_where_and_by_which_code() {
    let city = City::on(Engine::Sqlite).await;
    let ticket = city.book(&city.one, "told", &city.times().await[0]).await;
    let page = city.portal.get_as(&city.one, &ticket).await;
    let code = page.body.split("ticket-code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    city.portal.post_as(&city.one, &format!("{ticket}/cancel"), "").await;
    let told = city.portal.get_as(&city.one, "/zh/messages").await.body;
    for words in [
        "时间：1",
        "地点：成都市市民中心，武侯区锦悦西路2号。",
        &format!("预约号：{code}。"),
        "在成都市市民中心的预约已取消",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[tokio::test]
async fn whoever_comes_too_late_is_told_and_offered_other_times() {
    for engine in engines() {
        let city = City::on(engine).await;
        city.execute("UPDATE slot SET bookable = 1").await;
        let time = city.times().await.remove(0);
        assert_eq!(city.hold(&city.one, "first", &time).await.status, StatusCode::SEE_OTHER);
        let lost = city.hold(&city.other, "second", &time).await;
        assert_eq!(lost.status, StatusCode::CONFLICT, "{engine:?}");
        assert!(lost.body.contains("刚被别人约走了") && lost.body.contains("还能约："), "{}", lost.body);
        let free = times_on(&lost);
        assert!(!free.is_empty() && !free.contains(&time));
        assert_eq!(city.hold(&city.other, "second", &free[0]).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_hold_that_is_over_says_so_with_the_way_back() {
    for engine in engines() {
        let city = City::on(engine).await;
        let time = city.times().await.remove(0);
        let held = city.hold(&city.one, "slow", &time).await;
        let check = held.header("location").to_owned();
        city.execute("UPDATE appointment SET hold_ends_at = '2020-01-01 00:00:00+00:00'").await;
        let late = city.portal.get_as(&city.one, &check).await;
        assert!(late.body.contains("位置没有留住") && late.body.contains("重新选时间"), "{engine:?}: {}", late.body);
        let late = city.portal.post_as(&city.one, &check, "").await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{engine:?}");
        assert!(late.body.contains("位置没有留住"));
        let path = check.trim_end_matches("/confirm");
        assert_eq!(city.portal.get_as(&city.one, path).await.header("location"), check, "there is no ticket");
    }
}

#[tokio::test]
async fn a_place_that_is_given_up_unconfirmed_is_free_and_one_that_was_confirmed_meanwhile_stays() {
    for engine in engines() {
        let city = City::on(engine).await;
        let time = city.times().await.remove(0);
        let check = city.hold(&city.one, "unsure", &time).await.header("location").to_owned();
        let cancel = check.replace("/confirm", "/cancel");
        let given_up = city.portal.post_as(&city.one, &cancel, "held=yes").await;
        assert!(given_up.header("location").starts_with(PATH), "{engine:?}: {}", given_up.header("location"));
        let ticket = city.book(&city.one, "sure", &time).await;
        let kept = city.portal.post_as(&city.one, &format!("{ticket}/cancel"), "held=yes").await;
        assert_eq!(kept.header("location"), ticket, "{engine:?}");
        assert!(!city.portal.get_as(&city.one, &ticket).await.header("x-keep-until").is_empty());
    }
}

#[tokio::test]
async fn a_visit_is_moved_once_however_often_the_form_is_sent() {
    for engine in engines() {
        let city = City::on(engine).await;
        let times = city.times().await;
        let ticket = city.book(&city.one, "moving", &times[0]).await;
        let form = format!("sequence=0&time={}", times[1].replace(':', "%3A"));
        for _ in 0..2 {
            let moved = city.portal.post_as(&city.one, &format!("{ticket}/move"), &form).await;
            assert_eq!(moved.header("location"), format!("{ticket}?done=moved"), "{engine:?}: {}", moved.body);
        }
        let form = format!("sequence=0&time={}", times[2].replace(':', "%3A"));
        let stale = city.portal.post_as(&city.one, &format!("{ticket}/move"), &form).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "{engine:?}");
        assert!(stale.body.contains("在别处刚改过") && stale.body.contains("name=\"sequence\" value=\"1\""));
        let nothing = city.portal.post_as(&city.one, &format!("{ticket}/move"), "sequence=1").await;
        assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
        assert!(nothing.body.contains("请选一个时间") && nothing.body.contains("href=\"#time\""));
    }
}

#[tokio::test]
async fn the_rules_are_said_in_words() {
    for engine in engines() {
        let city = City::on(engine).await;
        let times = city.times().await;
        let ticket = city.book(&city.one, "first", &times[0]).await;
        let twice = city.hold(&city.one, "second", &times[1]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "{engine:?}");
        assert!(twice.body.contains("同一件事一天只能约一次"), "{}", twice.body);
        let past = city.hold(&city.one, "past", "2020-01-01T01:30Z").await;
        assert!(past.status == StatusCode::CONFLICT && past.body.contains("已经过了"), "{}", past.body);
        city.execute("UPDATE appointment SET starts_at = '2026-01-01 01:00:00+00:00'").await;
        let late = city.portal.post_as(&city.one, &format!("{ticket}/cancel"), "").await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{engine:?}");
        assert!(late.body.contains("不能取消了"), "{}", late.body);
    }
}

#[tokio::test]
async fn nobody_books_without_an_account_and_the_time_they_chose_waits_for_them() {
    let city = City::on(Engine::Sqlite).await;
    let time = city.times().await.remove(0);
    let led = city.portal.post(PATH, &format!("key=12345678&item={ITEM}&time={}", time.replace(':', "%3A"))).await;
    assert_eq!(led.status, StatusCode::SEE_OTHER);
    let back = decoded(led.header("location").split_once("return=").unwrap().1);
    let page = city.portal.get_as(&city.one, &format!("/zh{back}")).await;
    let mut inputs = page.body.split("<input").skip(1).filter_map(|input| input.split('>').next());
    let chosen = inputs.find(|input| input.contains("radio") && input.contains(&time)).unwrap();
    assert!(chosen.contains("checked"), "{chosen}");
}

#[tokio::test]
async fn the_visit_of_another_is_not_there() {
    let city = City::on(Engine::Sqlite).await;
    let ticket = city.book(&city.one, "mine", &city.times().await[0]).await;
    for part in ["", "/confirm", "/cancel", "/move"] {
        let answer = city.portal.get_as(&city.other, &format!("{ticket}{part}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{part}");
    }
    for part in ["/confirm", "/cancel", "/move"] {
        let answer =
            city.portal.post_as(&city.other, &format!("{ticket}{part}"), "sequence=0&time=2026-11-27T01:30Z").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{part}");
    }
}

#[tokio::test]
async fn an_item_nobody_can_book_says_what_to_do_instead() {
    let city = City::on(Engine::Sqlite).await;
    let page = city.portal.get("/zh/items/510100-06-001/book").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("现在不能在这里预约") && page.body.contains("12345"));
    assert_eq!(city.portal.get("/zh/items/no-such-item/book").await.status, StatusCode::NOT_FOUND);
    let item = city.portal.get(&format!("/zh/items/{ITEM}")).await;
    assert!(item.body.contains(&format!("/zh/items/{ITEM}/book")));
}

#[tokio::test]
async fn nonsense_in_an_address_or_a_form_is_answered_and_never_a_fault() {
    let city = City::on(Engine::Sqlite).await;
    for query in [
        "month=9999-99",
        "month=9999-12",
        "month=0000-01",
        "month=-001-01",
        "day=2026-02-30",
        "day=+262142-12-31",
        "persons=99999",
        "persons=-1",
        "time=262143-01-01T00:00Z",
        "time=2026-11-27T99:99Z",
        "item=%00%01",
        "acting=company:x",
        "time=%F0%9F%98%80",
        "month=2026-11&day=1999-01-01&time=x&persons=0&item=%3Cscript%3E",
    ] {
        let page = city.portal.get_as(&city.one, &format!("{PATH}?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        let sent = city.portal.post_as(&city.one, PATH, &format!("key=12345678&{query}")).await;
        assert!(sent.status.is_client_error(), "{query}: {}", sent.status);
    }
    for path in [
        "/zh/book/%00",
        "/zh/book/A",
        "/zh/book/id-card/nowhere",
        "/zh/book/id-card/%F0%9F%98%80",
        "/zh/me/appointments/x",
    ] {
        assert_eq!(city.portal.get_as(&city.one, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let unkeyed = city.portal.post_as(&city.one, PATH, "time=2099-11-27T01:30Z").await;
    assert_eq!(unkeyed.status, StatusCode::CONFLICT);
}
