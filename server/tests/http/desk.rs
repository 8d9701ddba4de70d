//! The desk's pages of items: finding, reviewing by another person, withdrawing, comparing, taking lists along.

use foundation::database::{Engine, testing::engines};

use crate::support::{Answer, Portal, portal};

const ITEM: &str = "510100-06-001";

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let tag = page.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\""))).expect("the field is there");
    tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

fn location(answer: &Answer) -> &str {
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location")
}

/// Changes an item's summary through the bulk act that writes drafts and hands them in.
async fn handed_in(portal: &Portal, editor: &str) {
    let form = format!("act=retag&code={ITEM}&add_area=official&add_area=education&return=");
    let preview = portal.post_as(editor, "/desk/items/bulk", &form).await;
    assert_eq!(preview.status, 200, "{}", preview.body);
    let area = portal.catalogue.snapshot().areas.iter().map(|area| area.code.clone()).collect::<Vec<_>>();
    let item = portal.catalogue.item(ITEM).await.unwrap().item;
    let other = area.into_iter().find(|code| !item.areas.contains(code)).expect("there are more areas");
    let form = format!("act=retag&code={ITEM}&add_area={other}&return=live%3Dpublished");
    let done = portal.post_as(editor, "/desk/items/bulk/confirm", &form).await;
    assert_eq!(location(&done), "/desk/items?live=published");
}

#[tokio::test]
async fn the_list_is_filtered_and_led_through_page_by_page() {
    for engine in engines() {
        let portal = portal(engine).await;
        let admin = portal.sign_in_as("city.admin").await;
        let first = portal.get_as(&admin, "/desk/items?sort=code").await;
        assert_eq!(first.status, 200, "{}", first.body);
        assert!(first.body.contains("aria-sort=\"ascending\""));
        let next = first.body.split("href=\"").find(|link| link.contains("after=")).expect("there are more pages");
        let next = next.split('"').next().unwrap().replace("&amp;", "&");
        let second = portal.get_as(&admin, &next).await;
        assert_eq!(second.status, 200, "{}", second.body);
        let name = |page: &str| page.split("scope=\"row\"").nth(1).unwrap().chars().take(200).collect::<String>();
        assert_ne!(name(&first.body), name(&second.body));
        let found = portal.get_as(&admin, "/desk/items?q=juzhuzheng&live=published").await;
        assert!(found.body.contains("居住证"), "pinyin finds at the desk too");
        let none = portal.get_as(&admin, "/desk/items?work=review").await;
        assert!(!none.body.contains("scope=\"row\""));
    }
}

#[tokio::test]
async fn nonsense_in_an_address_is_answered_and_never_an_error_of_ours() {
    let portal = portal(Engine::Sqlite).await;
    let admin = portal.sign_in_as("city.admin").await;
    for path in [
        "/desk/items?live=x",
        "/desk/items?after=x",
        "/desk/items?department=x",
        "/desk/items?q=%00",
        "/desk/items/%00",
        "/desk/items/nothing-of-that-code",
        "/desk/items/510100-06-001/history?from=x&to=1",
        "/desk/items/510100-06-001/history?from=1&to=99",
        "/desk/calendar?month=2026-13",
        "/desk/items.csv?sort=x",
    ] {
        let answer = portal.get_as(&admin, path).await;
        assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
    }
    for (path, form) in [
        ("/desk/items/bulk", "act=x"),
        ("/desk/items/bulk", "act=withdraw"),
        ("/desk/items/bulk/confirm", "act=withdraw&code=510100-06-001&reason=%00"),
        ("/desk/items/filters", "name=%00&q=a"),
        ("/desk/items/filters/remove", "name=%00"),
        ("/desk/items/510100-06-001/reschedule", "publish_at=yesterday"),
        ("/desk/items/510100-06-001/review/approve", "revision=x"),
        ("/desk/items/510100-06-001/review/comments/x/done", ""),
        ("/desk/items/510100-06-001/revive", "version=x"),
    ] {
        let answer = portal.post_as(&admin, path, form).await;
        assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
    }
}

#[tokio::test]
async fn one_writes_and_another_approves_and_both_stand_in_the_history() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (editor, reviewer) = (portal.sign_in_as("police.editor").await, portal.sign_in_as("police.reviewer").await);
        handed_in(&portal, &editor).await;
        let page = format!("/desk/items/{ITEM}/review");
        let own = portal.get_as(&editor, &page).await;
        assert_eq!(own.status, 200, "{}", own.body);
        assert!(!own.body.contains("/review/approve"), "no form for who may not approve");
        let review = portal.get_as(&reviewer, &page).await;
        assert!(review.body.contains("<ins>"), "{}", review.body);
        let said = portal.post_as(&reviewer, &format!("{page}/comment"), "field=areas&text=好").await;
        assert!(location(&said).ends_with("#field-areas"));
        let empty = portal.post_as(&reviewer, &format!("{page}/comment"), "field=areas&text=").await;
        assert_eq!(empty.status, 400);
        assert!(empty.body.contains("id=\"errors\""));
        let review = portal.get_as(&reviewer, &page).await;
        let form = format!("revision={}&publish_at=&expire_at=", hidden(&review.body, "revision"));
        let by_self = portal.post_as(&editor, &format!("{page}/approve"), &form).await;
        assert!(matches!(by_self.status.as_u16(), 403 | 409), "{}", by_self.status);
        let past = portal
            .post_as(&reviewer, &format!("{page}/approve"), &form.replace("publish_at=", "publish_at=2020-01-01T00:00"))
            .await;
        assert_eq!(past.status, 400);
        assert!(past.body.contains("2020-01-01T00:00"), "what was typed stays");
        let approved = portal.post_as(&reviewer, &format!("{page}/approve"), &form).await;
        assert_eq!(location(&approved), format!("/desk/items/{ITEM}"));
        let history = portal.get_as(&editor, &format!("/desk/items/{ITEM}/history")).await;
        assert!(history.body.contains("from=1&amp;to=2"), "{}", history.body);
        let between = portal.get_as(&editor, &format!("/desk/items/{ITEM}/history?from=1&to=2")).await;
        assert!(between.body.contains("<ins>"), "{}", between.body);
    }
}

#[tokio::test]
async fn a_withdrawal_needs_a_reason_and_is_undone() {
    let portal = portal(Engine::Sqlite).await;
    let (editor, reviewer) = (portal.sign_in_as("police.editor").await, portal.sign_in_as("police.reviewer").await);
    let path = format!("/desk/items/{ITEM}/withdraw");
    assert_eq!(portal.get_as(&editor, &path).await.status, 403);
    let without = portal.post_as(&reviewer, &path, "reason=").await;
    assert_eq!(without.status, 400);
    let done = portal.post_as(&reviewer, &path, "reason=材料清单有误，正在核对，请先不要办理。").await;
    assert_eq!(location(&done), format!("/desk/items/{ITEM}"));
    assert!(portal.catalogue.item(ITEM).await.is_err());
    let page = portal.get_as(&editor, &format!("/desk/items/{ITEM}")).await;
    assert!(page.body.contains("材料清单有误"));
    let back = portal.post_as(&reviewer, &format!("/desk/items/{ITEM}/restore"), "").await;
    assert_eq!(location(&back), format!("/desk/items/{ITEM}"));
    assert!(portal.catalogue.item(ITEM).await.is_ok());
}

#[tokio::test]
async fn a_selection_shows_what_would_become_of_each_before_anything_does() {
    let portal = portal(Engine::Sqlite).await;
    let reviewer = portal.sign_in_as("police.reviewer").await;
    let form = format!("act=withdraw&code={ITEM}&code=510100-06-002&code=nothing-there&return=");
    let preview = portal.post_as(&reviewer, "/desk/items/bulk", &form).await;
    assert_eq!(preview.status, 200, "{}", preview.body);
    assert!(preview.body.contains("nothing-there") && preview.body.contains("action=\"/desk/items/bulk/confirm\""));
    assert!(!preview.body.contains("name=\"code\" value=\"nothing-there\""), "what cannot be done is not sent along");
    assert!(portal.catalogue.item(ITEM).await.is_ok(), "nothing is done yet");
    let nothing = portal.post_as(&reviewer, "/desk/items/bulk", "act=withdraw").await;
    assert_eq!(nothing.status, 400);
}

#[tokio::test]
async fn a_filter_is_kept_by_name_for_its_owner_alone() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (one, other) = (portal.sign_in_as("police.editor").await, portal.sign_in_as("police.reviewer").await);
        let saved = portal.post_as(&one, "/desk/items/filters", "name=我的公安&live=published").await;
        assert_eq!(location(&saved), "/desk/items?live=published");
        assert!(portal.get_as(&one, "/desk/items").await.body.contains("我的公安"));
        assert!(!portal.get_as(&other, "/desk/items").await.body.contains("我的公安"));
        let refused = portal.post_as(&one, "/desk/items/filters", "name=&live=published").await;
        assert_eq!(refused.status, 400);
        portal.post_as(&one, "/desk/items/filters/remove", "name=我的公安").await;
        assert!(!portal.get_as(&one, "/desk/items").await.body.contains("我的公安"));
    }
}

#[tokio::test]
async fn the_list_leaves_as_a_file_with_every_item_in_sight_and_an_entry_in_the_audit() {
    for engine in engines() {
        let portal = portal(engine).await;
        let admin = portal.sign_in_as("city.admin").await;
        let file = portal.get_as(&admin, "/desk/items.csv?live=published").await;
        assert_eq!(file.status, 200, "{}", file.body);
        assert!(file.header("content-type").starts_with("text/csv"));
        assert_eq!(file.body.matches("\r\n").count(), portal.catalogue.snapshot().item_count + 1);
        let audit = portal.get_as(&admin, "/desk/audit?act=job.export").await;
        assert!(audit.body.contains("live=published"), "{}", audit.body);
    }
}

#[tokio::test]
async fn the_home_and_the_calendar_are_there_for_everybody_of_the_desk() {
    let portal = portal(Engine::Sqlite).await;
    for name in ["police.editor", "police.reviewer", "police.clerk", "police.admin", "city.admin", "auditor"] {
        let cookie = portal.sign_in_as(name).await;
        for path in ["/desk", "/desk/items", "/desk/calendar", "/desk/calendar?month=2026-10"] {
            let answer = portal.get_as(&cookie, path).await;
            assert_eq!(answer.status, 200, "{path} as {name}: {}", answer.body);
        }
    }
}
