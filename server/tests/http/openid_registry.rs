//! The register of applications through the desk's pages.

use foundation::database::testing::engines;

use crate::support::{Answer, Portal, portal};

const DEPARTMENT: &str = "police.admin";
const CITY: &str = "city.admin";
const NEW: &str = "/desk/applications/new";
const PAGE: &str = "/desk/applications/permit";
const FORM: &str = "client_id=permit&department=CD06&name_zh=居住证&name_en=Permits&purpose_zh=办理&purpose_en=Apply\
    &contact=028-12345&redirect_uris=https://rp.example/cb&scopes=openid&scopes=profile&authentication=client_secret_basic";

/// The value of a hidden field of the first form of a page.
fn revision(answer: &Answer) -> String {
    let after = answer.body.split("name=\"revision\" value=\"").nth(1).unwrap_or_else(|| panic!("{}", answer.body));
    after.split('"').next().unwrap().to_owned()
}

/// Sends a form of the application's page, as it was seen just before.
async fn act(portal: &Portal, cookie: &str, form: &str) -> Answer {
    let seen = revision(&portal.get_as(cookie, PAGE).await);
    portal.post_as(cookie, PAGE, &format!("revision={seen}&{form}")).await
}

#[tokio::test]
async fn an_application_goes_from_a_request_to_everybody_and_out_of_use() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (department, city) = (portal.sign_in_as(DEPARTMENT).await, portal.sign_in_as(CITY).await);
        // What is wrong is said beside its field, and what was typed stays.
        let wrong = FORM.replace("https://rp.example/cb", "http://rp.example/cb").replace("permit", "Permit!");
        let answer = portal.post_as(&department, NEW, &wrong).await;
        assert_eq!(answer.status, 400);
        for words in ["http://rp.example/cb", "居住证", "href=\"#redirect_uris\"", "href=\"#client_id\""] {
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
        }
        let answer = portal.post_as(&department, NEW, FORM).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, "/desk/applications/permit?done=request")
        );
        assert_eq!(portal.post_as(&department, NEW, FORM).await.status, 400);
        assert!(portal.get_as(&city, "/desk/applications?state=requested").await.body.contains(PAGE));

        // The review's list is ticked whole, or not at all.
        let answer = act(&portal, &city, "act=approve&check=owner").await;
        assert!(answer.status == 400 && answer.body.contains("href=\"#check-approve\""), "{}", answer.body);
        let all = "act=approve&check=owner&check=addresses&check=scopes&check=words";
        assert_eq!(act(&portal, &city, all).await.status, 303);
        assert_eq!(act(&portal, &city, all).await.status, 409);

        // A secret is shown once, and no address or kept page holds it.
        let seen = revision(&portal.get_as(&department, PAGE).await);
        let answer = portal.post_as(&department, &format!("{PAGE}/secret"), &format!("revision={seen}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"));
        let secret = answer.body.split("<code>").nth(1).unwrap().split('<').next().unwrap();
        assert_eq!(secret.len(), 43);
        assert!(!portal.get_as(&department, PAGE).await.body.contains(secret));
        let again = portal.post_as(&department, &format!("{PAGE}/secret"), &format!("revision={seen}")).await;
        assert_eq!(again.status, 409);

        assert_eq!(act(&portal, &city, "act=go-live&check=tried&check=secrets&check=privacy").await.status, 303);
        // People use it: a new address waits for the city.
        let seen = revision(&portal.get_as(&department, &format!("{PAGE}/edit")).await);
        let moved = FORM.replace("https://rp.example/cb", "https://rp.example/new");
        let answer = portal.post_as(&department, &format!("{PAGE}/edit"), &format!("{moved}&revision={seen}")).await;
        assert_eq!(answer.header("location"), "/desk/applications/permit?done=propose", "{}", answer.body);
        let page = portal.get_as(&city, PAGE).await;
        assert!(page.body.contains("<ins>") && page.body.contains("https://rp.example/new"), "{}", page.body);
        let accept = "act=accept-change&check=addresses&check=scopes&check=words";
        assert_eq!(act(&portal, &department, accept).await.status, 403);
        assert_eq!(act(&portal, &city, accept).await.status, 303);
        assert!(!portal.get_as(&city, PAGE).await.body.contains("https://rp.example/cb"));

        assert_eq!(act(&portal, &city, "act=exempt&exempt=public_subject&exempt=full_real_name").await.status, 303);
        assert_eq!(act(&portal, &city, "act=suspend&reason=+").await.status, 400);
        assert_eq!(act(&portal, &city, "act=suspend&reason=投诉").await.status, 303);
        assert!(portal.get_as(&department, PAGE).await.body.contains("投诉"));
        assert_eq!(act(&portal, &city, "act=resume").await.status, 303);
        let english = portal.get_as(&city, &format!("/en{PAGE}")).await;
        assert!(english.status == 200 && english.body.contains("Permits"), "{}", english.body);
    }
}

#[tokio::test]
async fn whatever_is_sent_is_answered_in_words() {
    for engine in engines() {
        let portal = portal(engine).await;
        let cookie = portal.sign_in_as(CITY).await;
        assert_eq!(portal.post_as(&cookie, NEW, FORM).await.status, 303);
        let long = "x".repeat(100_000);
        for hostile in ["%00", "%ff%fe", "a%0d%0ab", "%7b%22", "-1", "99999999999", long.as_str()] {
            for field in ["client_id", "department", "name_zh", "contact", "redirect_uris", "jwks", "sector", "level"] {
                let form = format!("{field}={hostile}&authentication=private_key_jwt&scopes={hostile}");
                let answer = portal.post_as(&cookie, NEW, &form).await;
                assert_eq!(answer.status, 400, "{field}={}", &hostile[..hostile.len().min(20)]);
            }
            for form in [
                format!("act={hostile}"),
                format!("act=refuse&revision={hostile}&reason=x"),
                format!("act=refuse&revision=1&reason={}", if hostile.len() < 20 { "%00" } else { hostile }),
            ] {
                let answer = portal.post_as(&cookie, PAGE, &form).await;
                assert!(
                    matches!(answer.status.as_u16(), 400 | 409),
                    "{} {}",
                    answer.status,
                    &form[..form.len().min(40)]
                );
            }
            let address = if hostile.len() < 20 { hostile } else { &hostile[..2_000] };
            for path in
                [format!("/desk/applications/{address}"), format!("/desk/applications?state={address}&after={address}")]
            {
                let answer = portal.get_as(&cookie, &path).await;
                assert!(answer.status.as_u16() < 500, "{} {path}", answer.status);
            }
        }
    }
}
