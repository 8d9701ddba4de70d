//! Writing items: saving, going on, meeting somebody else, handing in.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use foundation::database::testing::engines;

use crate::support::{Answer, Portal, portal};

const ITEM: &str = "/desk/items/510100-06-001";

/// The value of the form's hidden revision.
fn revision(page: &Answer) -> String {
    let (_, rest) = page.body.split_once(r#"name="revision" value=""#).unwrap_or_else(|| panic!("{}", page.body));
    rest.split('"').next().unwrap().to_owned()
}

async fn section(portal: &Portal, who: &str, section: &str) -> Answer {
    let page = portal.get_as(who, &format!("{ITEM}/edit?section={section}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    page
}

/// Saves as the island does.
async fn autosave(portal: &Portal, who: &str, form: &str) -> Answer {
    let request = Request::post(format!("{ITEM}/edit"))
        .header(header::ACCEPT, "application/json")
        .header(header::HOST, "city.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, who)
        .body(Body::from(form.to_owned()))
        .unwrap();
    portal.send(request).await
}

#[tokio::test]
async fn what_is_saved_stands_there_when_one_comes_back_and_nobody_else_sees_it() {
    for engine in engines() {
        let portal = portal(engine).await;
        let editor = portal.sign_in_as("police.editor").await;
        let page = section(&portal, &editor, "contact").await;
        let form = format!(
            "section=contact&revision={}&consult_phone=028-62345678&consult_way.zh=%E7%AA%97%E5%8F%A3",
            revision(&page)
        );
        let saved = portal.post_as(&editor, &format!("{ITEM}/edit"), &format!("{form}&act=next")).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        assert!(saved.header("location").ends_with("/edit?section=faq"), "{}", saved.header("location"));
        let page = section(&portal, &editor, "contact").await;
        assert!(page.body.contains("028-62345678"));
        let public = portal.get("/items/510100-06-001").await;
        assert!(!public.body.contains("028-62345678"));
    }
}

#[tokio::test]
async fn rows_are_added_raised_and_taken_away_by_plain_buttons() {
    for engine in engines() {
        let portal = portal(engine).await;
        let editor = portal.sign_in_as("police.editor").await;
        let revision = revision(&section(&portal, &editor, "materials").await);
        let rows = "materials.0.name.zh=Erste&materials.1.name.zh=Zweite&materials.2.name.zh=Dritte";
        let form = format!("section=materials&revision={revision}&{rows}&act=up:materials.2");
        let saved = portal.post_as(&editor, &format!("{ITEM}/edit"), &form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let page = section(&portal, &editor, "materials").await.body;
        let at = |name: &str| page.find(&format!("value=\"{name}\"")).unwrap_or_else(|| panic!("{name}"));
        assert!(at("Erste") < at("Dritte") && at("Dritte") < at("Zweite"));
        let answer = section(&portal, &editor, "materials&blank=materials").await;
        assert!(answer.body.contains("name=\"materials.3.name.zh\""));
        let form = format!("section=materials&revision={}&{rows}&act=remove:materials.0", self::revision(&answer));
        portal.post_as(&editor, &format!("{ITEM}/edit"), &form).await;
        let page = section(&portal, &editor, "materials").await.body;
        assert!(
            !page.contains("value=\"Erste\"")
                && page.contains("name=\"materials.0.name.zh\" type=\"text\" value=\"Zweite\"")
        );
    }
}

#[tokio::test]
async fn two_who_change_one_field_both_find_their_words_and_choose() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (first, second) = (portal.sign_in_as("police.editor").await, portal.sign_in_as("police.admin").await);
        let seen = revision(&section(&portal, &first, "basics").await);
        let page = section(&portal, &second, "basics").await;
        assert!(page.body.contains("公安局编辑也在编辑"), "the second is told who is there");
        let form =
            |summary: &str| format!("section=contact&revision={seen}&consult_phone={summary}&supervise_phone=12345");
        let saved = autosave(&portal, &first, &form("111111")).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
        assert_eq!(saved.json()["conflicts"], 0);
        let met = autosave(&portal, &second, &form("222222")).await.json();
        assert_eq!(met["conflicts"], 1, "{met}");
        assert!(met["href"].as_str().unwrap().ends_with("#conflicts"), "{met}");

        let page = section(&portal, &first, "contact").await.body;
        assert!(page.contains("111111") && page.contains("222222"));
        let (_, rest) = page.split_once("/conflicts/").unwrap();
        let number = rest.split('"').next().unwrap();
        let refused =
            portal.post_as(&first, &format!("{ITEM}/submit"), &format!("revision={}", revision_of(&page))).await;
        assert_ne!(refused.status, StatusCode::SEE_OTHER, "undecided texts are not handed in");
        let chosen = portal.post_as(&first, &format!("{ITEM}/conflicts/{number}"), "choice=mine&section=contact").await;
        assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.body);
        let page = section(&portal, &first, "contact").await.body;
        assert!(page.contains("222222") && !page.contains("/conflicts/"));
        let again = portal.post_as(&first, &format!("{ITEM}/conflicts/{number}"), "choice=mine").await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
    }
}

fn revision_of(page: &str) -> String {
    page.split_once(r#"name="revision" value=""#).unwrap().1.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_form_that_shows_what_is_no_more_is_told_to_load_again() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (first, second) = (portal.sign_in_as("police.editor").await, portal.sign_in_as("police.admin").await);
        let seen = revision(&section(&portal, &first, "contact").await);
        let form = |consult: &str, supervise: &str| {
            format!("section=contact&revision={seen}&consult_phone={consult}&supervise_phone={supervise}")
        };
        let start = autosave(&portal, &first, &form("110", "119")).await.json();
        let seen = start["revision"].as_str().unwrap();
        let form = |consult: &str, supervise: &str| {
            format!("section=contact&revision={seen}&consult_phone={consult}&supervise_phone={supervise}")
        };
        autosave(&portal, &first, &form("120", "119")).await;
        let merged = autosave(&portal, &second, &form("110", "122")).await.json();
        assert_eq!(merged["conflicts"], 0, "{merged}");
        assert!(merged["href"].is_string(), "{merged}");
        let page = section(&portal, &second, "contact").await.body;
        assert!(page.contains("value=\"120\"") && page.contains("value=\"122\""));
    }
}

#[tokio::test]
async fn what_cannot_be_kept_comes_back_with_its_reason_and_nothing_changes() {
    for engine in engines() {
        let portal = portal(engine).await;
        let editor = portal.sign_in_as("police.editor").await;
        let seen = revision(&section(&portal, &editor, "contact").await);
        let form = format!("section=contact&revision={seen}&consult_phone=12%00345&supervise_phone=998877");
        let refused = portal.post_as(&editor, &format!("{ITEM}/edit"), &form).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.body.contains("998877"), "what was typed is still there");
        assert!(!section(&portal, &editor, "contact").await.body.contains("998877"));
        for nonsense in [
            "",
            "section=x&revision=1",
            "section=contact",
            "section=contact&revision=99999999",
            "section=contact&revision=-1",
        ] {
            let status = portal.post_as(&editor, &format!("{ITEM}/edit"), nonsense).await.status;
            assert!(status.is_client_error(), "{nonsense}: {status}");
        }
    }
}

#[tokio::test]
async fn a_text_with_faults_is_not_handed_in_and_a_good_one_is() {
    for engine in engines() {
        let portal = portal(engine).await;
        let editor = portal.sign_in_as("police.editor").await;
        let seen = revision(&section(&portal, &editor, "time").await);
        let limits = |promised: u8| {
            format!(
                "section=time&revision={seen}&statutory_limit.value=15&statutory_limit.unit=working_days\
                 &promised_limit.value={promised}&promised_limit.unit=working_days"
            )
        };
        let saved = autosave(&portal, &editor, &limits(20)).await.json();
        let page = section(&portal, &editor, "time").await;
        assert!(page.body.contains("比法定时限长"), "the fault stands at its field");
        let submit = format!("{ITEM}/submit");
        let refused =
            portal.post_as(&editor, &submit, &format!("revision={}", saved["revision"].as_str().unwrap())).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        let mended = format!("{}&x=1", limits(5))
            .replace(&format!("revision={seen}"), &format!("revision={}", saved["revision"].as_str().unwrap()));
        let saved = autosave(&portal, &editor, &mended).await.json();
        let revision = saved["revision"].as_str().unwrap();
        let refused = portal.post_as(&editor, &submit, &format!("revision={revision}&publish_at=gestern&note=N")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.body.contains("value=\"gestern\""));
        let done = portal.post_as(&editor, &submit, &format!("revision={revision}&note=N")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let late = portal.post_as(&editor, &format!("{ITEM}/edit"), &mended).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "in review nothing is written");
    }
}

#[tokio::test]
async fn an_item_is_begun_previewed_in_our_own_frames_only_and_thrown_away() {
    for engine in engines() {
        let portal = portal(engine).await;
        let editor = portal.sign_in_as("police.editor").await;
        let form = "code=510100-06-new-1&name_zh=%E6%B5%8B%E8%AF%95&name_en=Try&department=CD06";
        let begun = portal.post_as(&editor, "/desk/items/new", form).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
        let taken = portal.post_as(&editor, "/desk/items/new", form).await;
        assert_eq!(taken.status, StatusCode::BAD_REQUEST);
        let elsewhere = form.replace("CD06", "CD03").replace("new-1", "new-2");
        assert!(portal.post_as(&editor, "/desk/items/new", &elsewhere).await.status.is_client_error());
        for code in ["new", "", "a%00b", "%3Cscript%3E"] {
            let form = format!("code={code}&name_zh=x&department=CD06");
            assert_eq!(
                portal.post_as(&editor, "/desk/items/new", &form).await.status,
                StatusCode::BAD_REQUEST,
                "{code}"
            );
        }

        let item = "/desk/items/510100-06-new-1";
        let held = portal.get_as(&editor, &format!("/en{item}/preview/page")).await;
        assert_eq!(held.status, StatusCode::OK, "{}", held.body);
        assert!(held.body.contains("Try"));
        assert!(held.header("content-security-policy").contains("frame-ancestors 'self'"));
        assert_eq!(held.header("x-frame-options"), "SAMEORIGIN");
        let holds = portal.get_as(&editor, &format!("{item}/preview")).await;
        assert!(holds.header("content-security-policy").contains("frame-ancestors 'none'; frame-src 'self'"));
        assert_eq!(holds.header("x-frame-options"), "DENY");
        assert_eq!(portal.get("/items/510100-06-new-1").await.status, StatusCode::NOT_FOUND);

        let page = portal.get_as(&editor, &format!("{item}/edit")).await;
        let gone = portal.post_as(&editor, &format!("{item}/discard"), &format!("revision={}", revision(&page))).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
        assert_eq!(portal.get_as(&editor, &format!("{item}/edit")).await.status, StatusCode::NOT_FOUND);
    }
}
