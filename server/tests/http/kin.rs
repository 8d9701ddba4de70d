//! Family and companies through the pages: who is asked, who agrees, and what becomes of it at once.

use foundation::database::{Engine, testing::engines};
use identity::{add_demo_kin, realname::demo_number};

use crate::support::{Portal, portal};

const HELPER: &str = "13900000001";
const RELATIVE: &str = "13900000002";
const STRANGER: &str = "13900000003";
const COMPANY: &str = "91510104MA6012340U";

/// The address a form leads to, without its query.
fn way(location: &str) -> String {
    location.split('?').next().unwrap().to_owned()
}

/// The first address in a page that begins so and goes on with a key.
fn link(body: &str, beginning: &str) -> String {
    let at = body.match_indices(beginning).find(|(at, _)| body[at + beginning.len()..].starts_with("01"));
    let (start, _) = at.unwrap_or_else(|| panic!("{beginning} in {body}"));
    body[start..].chars().take(beginning.len() + 36).collect()
}

async fn ask(portal: &Portal, cookie: &str, whom: &str) -> String {
    let form = format!("act=invite&contact={whom}&relation=parent&powers=apply&powers=see");
    let answer = portal.post_as(cookie, "/me/family/add", &form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    way(answer.header("location"))
}

#[tokio::test]
async fn a_relative_agrees_sees_it_and_ends_it() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (helper, relative) = (portal.sign_in_as(HELPER).await, portal.sign_in_as(RELATIVE).await);
        let stranger = portal.sign_in_as(STRANGER).await;
        let request = ask(&portal, &helper, RELATIVE).await;
        let shown = portal.get_as(&helper, &request).await;
        assert!(shown.body.contains("139****0002") && !shown.body.contains("李建国"), "{}", shown.body);
        assert_eq!(portal.get_as(&stranger, &request).await.status, 404);
        assert_eq!(portal.post_as(&stranger, &request, "act=agree").await.status, 404);
        assert_eq!(portal.post_as(&helper, &request, "act=agree").await.status, 404);
        let waiting = portal.get_as(&relative, "/me/family").await;
        assert!(waiting.body.contains(&request), "{}", waiting.body);
        let page = portal.get_as(&relative, &request).await;
        for words in ["王小蓉", "申请办事", "看办件"] {
            assert!(page.body.contains(words), "{words}");
        }
        assert!(!page.body.contains("缴费"));
        let answer = portal.post_as(&relative, &request, "act=agree").await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        for (cookie, other) in [(&helper, "李建国"), (&relative, "王小蓉")] {
            let overview = portal.get_as(cookie, "/me/family").await;
            assert!(overview.body.contains(other), "{engine:?}");
        }
        assert!(portal.get_as(&helper, "/me/acting").await.body.contains("李建国"));
        let tie = link(&portal.get_as(&relative, "/me/family").await.body, "/me/family/");
        assert_eq!(portal.get_as(&stranger, &tie).await.status, 404);
        assert_eq!(portal.post_as(&helper, &tie, "act=powers&powers=pay").await.status, 404);
        assert_eq!(portal.post_as(&relative, &tie, "act=powers&powers=manage").await.status, 400);
        assert_eq!(portal.post_as(&relative, &tie, "act=powers&powers=pay").await.status, 303);
        assert!(portal.get_as(&helper, &tie).await.body.contains("缴费"));
        assert_eq!(portal.post_as(&relative, &tie, "act=end").await.status, 303);
        assert!(!portal.get_as(&helper, "/me/acting").await.body.contains("李建国"));
        for cookie in [&helper, &relative] {
            assert!(portal.get_as(cookie, &tie).await.body.contains("已经解除"));
        }
    }
}

#[tokio::test]
async fn whether_an_address_has_an_account_shows_nowhere() {
    let portal = portal(Engine::Sqlite).await;
    let helper = portal.sign_in_as(HELPER).await;
    let mut pages = Vec::new();
    for whom in [RELATIVE, "13911112222"] {
        let request = ask(&portal, &helper, whom).await;
        let page = portal.get_as(&helper, &request).await.body;
        let masked = format!("{}****{}", &whom[..3], &whom[7..]);
        pages.push(page.replace(&request, "").replace(&masked, ""));
    }
    let stable = |page: &str| {
        let main = &page[page.find("<main").unwrap()..page.find("</main>").unwrap()];
        main.to_owned()
    };
    assert_eq!(stable(&pages[0]), stable(&pages[1]));
}

#[tokio::test]
async fn a_form_that_is_wrong_comes_back_with_what_was_typed_and_no_number() {
    let portal = portal(Engine::Sqlite).await;
    let helper = portal.sign_in_as(HELPER).await;
    let answer = portal.post_as(&helper, "/me/family/add", "act=invite&contact=12&relation=&powers=x").await;
    assert_eq!(answer.status, 400);
    for part in ["href=\"#contact\"", "href=\"#relation\"", "href=\"#powers\"", "value=\"12\""] {
        assert!(answer.body.contains(part), "{part}: {}", answer.body);
    }
    let form = "act=dependant&name=%E5%91%A8&number=510104201506019999&relation=child&powers=apply";
    let answer = portal.post_as(&helper, "/me/family/add", form).await;
    assert_eq!(answer.status, 400);
    assert!(!answer.body.contains("510104201506019999"));
    for form in [
        "act=invite&contact=%00&relation=parent&powers=apply",
        "act=nonsense",
        "",
        "act=invite&contact=13900000001&relation=parent&powers=apply",
    ] {
        assert_eq!(portal.post_as(&helper, "/me/family/add", form).await.status, 400, "{form}");
    }
    for path in
        ["/me/family/x", "/me/family/requests/%00", "/me/companies/91350100M000100Y4I", "/me/companies/invitations/x"]
    {
        assert_eq!(portal.get_as(&helper, path).await.status, 404, "{path}");
    }
    assert_eq!(portal.post_as(&helper, "/me/companies/add", "uscc=91350100M000100Y4I&name=x%00").await.status, 400);
}

#[tokio::test]
async fn a_company_s_representative_invites_an_agent_and_takes_the_powers_again() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (her, agent) = (portal.sign_in_as(HELPER).await, portal.sign_in_as(RELATIVE).await);
        add_demo_kin(&portal.identity).await.unwrap();
        add_demo_kin(&portal.identity).await.unwrap();
        let company = format!("/me/companies/{COMPANY}");
        assert!(portal.get_as(&her, "/me/companies").await.body.contains(COMPANY));
        assert_eq!(portal.get_as(&agent, &company).await.status, 404);
        let form = format!("act=invite&contact={RELATIVE}&powers=apply&powers=see");
        assert_eq!(portal.post_as(&agent, &company, &form).await.status, 404);
        assert_eq!(portal.post_as(&her, &company, &form).await.status, 303);
        let waiting = portal.get_as(&agent, "/me/companies").await.body;
        let invitation = link(&waiting, "/me/companies/invitations/");
        assert!(portal.get_as(&agent, &invitation).await.body.contains(COMPANY));
        assert_eq!(portal.get_as(&her, &invitation).await.status, 404);
        assert_eq!(portal.post_as(&agent, &invitation, "act=accept").await.status, 303);
        assert_eq!(portal.get_as(&agent, &company).await.status, 200, "{engine:?}");
        // An agent who manages nobody gives nothing.
        assert_eq!(portal.post_as(&agent, &company, "act=invite&contact=13900000003&powers=apply").await.status, 400);
        let page = portal.get_as(&her, &company).await.body;
        let marker = "name=\"agent\" value=\"";
        let start = page.find(marker).unwrap() + marker.len();
        let id = &page[start..start + 36];
        assert_eq!(portal.post_as(&her, &company, &format!("act=powers&agent={id}&powers=pay")).await.status, 303);
        assert!(portal.get_as(&agent, &company).await.body.contains("缴费"));
        assert_eq!(portal.post_as(&her, &company, &format!("act=end&agent={id}")).await.status, 303);
        assert_eq!(portal.get_as(&agent, &company).await.status, 404, "{engine:?}");
    }
}

#[tokio::test]
async fn a_clerk_finds_a_tie_by_a_number_that_stands_in_no_page_and_ends_it_with_a_reason() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (helper, clerk) = (portal.sign_in_as(HELPER).await, portal.sign_in_as("police.clerk").await);
        add_demo_kin(&portal.identity).await.unwrap();
        let hers = demo_number("陈桂芳").unwrap();
        let hers = hers.as_str();
        for (number, words) in [("x", "href=\"#number\""), (demo_number("张敏").unwrap().as_str(), "href=\"#number\"")]
        {
            let answer = portal.post_as(&clerk, "/desk/family-ties", &format!("number={number}")).await;
            assert!(answer.status == 400 && answer.body.contains(words), "{engine:?}: {}", answer.body);
            assert!(!answer.body.contains(&format!("value=\"{number}\"")));
        }
        let found = portal.post_as(&clerk, "/desk/family-ties", &format!("number={hers}")).await;
        assert!(found.status == 200 && !found.body.contains(hers), "{engine:?}: {}", found.body);
        let tie = link(&found.body, "/desk/family-ties/");
        let page = portal.get_as(&clerk, &tie).await.body;
        assert!(page.contains("王小蓉") && page.contains("陈桂芳"), "{page}");

        let answer = portal.post_as(&clerk, &tie, "number=&reason=").await;
        assert_eq!(answer.status, 400);
        assert!(
            answer.body.contains("href=\"#number\"") && answer.body.contains("href=\"#reason\""),
            "{}",
            answer.body
        );
        let other = demo_number("李建国").unwrap();
        let answer = portal.post_as(&clerk, &tie, &format!("number={}&reason=abc", other.as_str())).await;
        assert!(answer.status == 400 && answer.body.contains("abc"), "{}", answer.body);
        assert!(!answer.body.contains(other.as_str()));
        let form = format!("number={hers}&reason=%E8%80%81%E4%BA%BA%E8%A6%81%E6%B1%82");
        let answer = portal.post_as(&clerk, &tie, &form).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/desk/family-ties?done=tie-done-ended"));
        assert!(!portal.get_as(&helper, "/me/acting").await.body.contains("陈桂芳"), "{engine:?}");
        let again = portal.post_as(&clerk, &tie, &form).await;
        assert_eq!((again.status.as_u16(), again.header("location")), (303, tie.as_str()), "{engine:?}");
        let page = portal.get_as(&clerk, &tie).await.body;
        assert!(!page.contains("name=\"reason\""), "{engine:?}: {page}");
        assert!(portal.get_as(&helper, "/messages").await.body.contains("老人要求"), "{engine:?}");
    }
}

#[tokio::test]
async fn the_counter_s_lists_are_for_those_who_work_cases() {
    let portal = portal(Engine::Sqlite).await;
    let clerk = portal.sign_in_as("police.clerk").await;
    let resident = portal.sign_in_as(HELPER).await;
    for path in ["/desk/family-requests", "/desk/company-requests", "/desk/family-ties"] {
        assert_eq!(portal.get_as(&clerk, path).await.status, 200, "{path}");
        assert_eq!(portal.get_as(&resident, path).await.status, 404, "{path}");
    }
}
