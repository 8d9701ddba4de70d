//! Real names as a browser sees them: declared, verified, seen at a counter, and shown in part everywhere.

use axum::http::StatusCode;
use foundation::database::{Engine, testing::engines};
use identity::realname::demo_number;

use crate::support::{Portal, portal};

const WANG: &str = "13900000001";
const WANG_NAME: &str = "%E7%8E%8B%E5%B0%8F%E8%93%89";
const LI: &str = "13900000002";
const LI_NAME: &str = "%E6%9D%8E%E5%BB%BA%E5%9B%BD";

fn number(name: &str) -> String {
    demo_number(name).unwrap().as_str().to_owned()
}

fn said(name: &str, number: &str) -> String {
    format!("name={name}&id_number={number}")
}

async fn declare(portal: &Portal, cookie: &str, name: &str, number: &str) {
    let answer = portal.post_as(cookie, "/me/real-name", &said(name, number)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

#[tokio::test]
async fn a_resident_declares_and_verifies_and_sees_name_and_number_in_part_only() {
    for engine in engines() {
        let portal = portal(engine).await;
        let cookie = portal.sign_in_as(WANG).await;
        let page = portal.get_as(&cookie, "/me/real-name").await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.header("cache-control"), "no-store");
        for words in ["您现在是 一级 基本", "二级 登记", "三级 实名", "四级 窗口核验", r#"aria-current="step""#]
        {
            assert!(page.body.contains(words), "{engine:?}: {words}: {}", page.body);
        }
        let me = portal.get_as(&cookie, "/api/v1/me").await.json();
        assert_eq!((&me["level"]["number"], me["acr"].as_str()), (&1.into(), Some("urn:yitong:realname:1")));

        let number = number("王小蓉");
        declare(&portal, &cookie, WANG_NAME, &number.to_lowercase()).await;
        let page = portal.get_as(&cookie, "/me/real-name?done=realname-declared").await;
        assert!(page.body.contains("登记好了") && page.body.contains("王*蓉"), "{}", page.body);
        let answer = portal.post_as(&cookie, "/me/real-name/verify", "").await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::SEE_OTHER, "/me/real-name?done=realname-verified")
        );
        let page = portal.get_as(&cookie, answer.header("location")).await;
        assert!(page.body.contains("您现在是 三级 实名") && page.body.contains("窗口核验"), "{}", page.body);
        assert!(page.body.contains(&format!("{}***********{}", &number[..3], &number[14..])));
        assert!(!page.body.contains(&number) && !page.body.contains("王小蓉。"));
        let me = portal.get_with("/api/v1/me", &[("cookie", &cookie), ("accept-language", "en")]).await.json();
        assert_eq!((&me["level"]["number"], me["acr"].as_str()), (&3.into(), Some("urn:yitong:realname:3")));
        assert!(me["level"]["name"].as_str().unwrap().contains("Verified"), "{me}");
    }
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_number_or_a_name_is_said_with_the_way_to_mend_it() {
    let portal = portal(Engine::Sqlite).await;
    let cookie = portal.sign_in_as(WANG).await;
    let good = number("王小蓉");
    for (name, number, words) in [
        (WANG_NAME, "510104900307002", "18 位的号码"),
        (WANG_NAME, "51010419900307002", "号码要 18 位"),
        (WANG_NAME, "510104199003070029", "有一位打错了"),
        (WANG_NAME, "510104199013070029", "出生日期"),
        (WANG_NAME, "000104199003070029", "前 6 位不对"),
        (WANG_NAME, "51010419900307%00", "18 位数字"),
        ("%E7%8E%8B%EE%A1%A3", &good, "别的电脑认不出来"),
        ("%E7%8E%8B2", &good, "不能有数字"),
        ("%00", &good, "不能有数字"),
        ("", &good, "请填写"),
    ] {
        let answer = portal.post_as(&cookie, "/me/real-name", &said(name, number)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name} {number}");
        assert!(answer.body.contains(words), "{name} {number}: {}", answer.body);
        assert!(answer.body.contains(r#"role="alert""#), "{name} {number}");
    }
    let both = portal.post_as(&cookie, "/me/real-name", "name=&id_number=1").await;
    assert!(both.body.contains(r##"href="#name""##) && both.body.contains(r##"href="#id_number""##));
    assert!(both.body.contains("有 2 处要改"));
    assert_eq!(portal.get_as(&cookie, "/api/v1/me").await.json()["level"]["number"], 1);
}

#[tokio::test]
async fn a_name_that_does_not_belong_to_the_number_and_a_number_that_is_taken_say_no_more_than_that() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (wang, li) = (portal.sign_in_as(WANG).await, portal.sign_in_as(LI).await);
        let wrong_name = {
            declare(&portal, &wang, LI_NAME, &number("王小蓉")).await;
            portal.post_as(&wang, "/me/real-name/verify", "").await
        };
        assert_eq!(wrong_name.status, StatusCode::BAD_REQUEST, "{engine:?}");
        assert!(wrong_name.body.contains("对不上") && !wrong_name.body.contains("王*蓉"), "{}", wrong_name.body);
        declare(&portal, &wang, LI_NAME, &number("李建国")).await;
        declare(&portal, &li, LI_NAME, &number("李建国")).await;
        assert_eq!(portal.post_as(&wang, "/me/real-name/verify", "").await.status, StatusCode::SEE_OTHER);
        let taken = portal.post_as(&li, "/me/real-name/verify", "").await;
        assert_eq!(taken.status, StatusCode::BAD_REQUEST);
        assert!(taken.body.contains("另一个账号") && !taken.body.contains("139****0001"), "{}", taken.body);
    }
}

#[tokio::test]
async fn a_clerk_finds_an_account_by_what_is_typed_whole_and_raises_it_with_the_paper() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (resident, clerk) = (portal.sign_in_as(WANG).await, portal.sign_in_as("police.clerk").await);
        let nobody = portal.post_as(&clerk, "/desk/residents", "who=13811112222").await;
        assert_eq!(nobody.status, StatusCode::BAD_REQUEST, "{engine:?}");
        assert!(nobody.body.contains("没有找到账号") && !nobody.body.contains("13811112222"));
        let found = portal.post_as(&clerk, "/desk/residents", &format!("who={WANG}")).await;
        let page = found.header("location").to_owned();
        assert!(page.starts_with("/desk/residents/r-"), "{page}");
        let shown = portal.get_as(&clerk, &page).await;
        assert!(shown.body.contains("一级 基本") && shown.body.contains("还没有登记"), "{}", shown.body);

        let number = number("王小蓉");
        let paper = "paper=id-card&until=2036-01-01";
        for (form, words) in [
            (format!("{}&{paper}", said(WANG_NAME, &number)), "请确认当面看到"),
            (format!("{}&paper=library-card&confirm=yes", said(WANG_NAME, &number)), "请选择看过的证件"),
            (format!("{}&paper=id-card&until=2020-01-01&confirm=yes", said(WANG_NAME, &number)), "证件过期了"),
            (format!("{}&paper=id-card&until=31.12.2030&confirm=yes", said(WANG_NAME, &number)), "这样的日期"),
            (format!("{}&{paper}&confirm=yes", said("", "1")), "处要改"),
        ] {
            let refused = portal.post_as(&clerk, &page, &form).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{form}");
            assert!(refused.body.contains(words), "{words}: {}", refused.body);
        }
        let form = format!("{}&{paper}&confirm=yes", said(WANG_NAME, &number));
        let done = portal.post_as(&clerk, &page, &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let shown = portal.get_as(&clerk, done.header("location")).await;
        assert!(shown.body.contains("四级 窗口核验") && shown.body.contains("王*蓉"), "{}", shown.body);
        assert!(!shown.body.contains(&number) && !shown.body.contains("王小蓉"));
        let own = portal.get_as(&resident, "/me/real-name").await;
        assert!(
            own.body.contains("您现在是 四级 窗口核验") && own.body.contains("有效期到 2036-01-01"),
            "{}",
            own.body
        );
        let by_number = portal.post_as(&clerk, "/desk/residents", &format!("who={number}")).await;
        assert_eq!(by_number.header("location"), page);

        let auditor = portal.sign_in_as("auditor").await;
        let audit = portal.get_as(&auditor, "/desk/audit?act=real_name.seen").await;
        assert!(audit.body.contains("police.clerk") && !audit.body.contains(&number), "{}", audit.body);
        let look_ups = portal.get_as(&auditor, "/desk/audit?act=resident.look_up").await;
        assert!(look_ups.body.contains("police.clerk") && !look_ups.body.contains(&number));
    }
}

#[tokio::test]
async fn an_item_says_which_level_it_needs_and_leads_to_ones_own() {
    let portal = portal(Engine::Sqlite).await;
    let page = portal.get("/items/510100-06-001").await;
    let level = portal.get("/api/v1/items/510100-06-001").await.json()["assurance_level"].as_u64();
    let leads = page.body.contains(r#"href="/me/real-name""#) || page.body.contains(r#"href="/zh/me/real-name""#);
    assert_eq!(leads, level.is_some_and(|level| level > 1), "{level:?}");
}
