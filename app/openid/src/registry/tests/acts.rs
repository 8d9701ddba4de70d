use std::collections::HashSet;

use futures_util::future::join_all;
use sea_orm::ConnectionTrait as _;

use super::{
    super::{
        ApplicationAct, Decision, Exemptions, Overlap, Reason, RegistryError, Review, Saved, Typed,
        demo::{DEMO_CLIENT, DEMO_SECRET, DEMO_SYSTEM},
    },
    checked, city, department, new, provider, staff, system, tree, typed,
};
use crate::{
    OpenId,
    model::{Client, ClientState},
    store::clients,
};
use foundation::{audit, database::testing};
use identity::{Authority, Role, StaffName, Token};

const NAME: &str = "permit";

async fn client(openid: &OpenId, name: &str) -> Client {
    openid.application(&city(), name).await.unwrap().client
}

async fn decide(openid: &OpenId, by: &Authority, decision: Decision) -> Result<(), RegistryError> {
    let revision = client(openid, NAME).await.revision;
    openid.decide_application(by, NAME, revision, &decision).await
}

async fn change(openid: &OpenId, by: &Authority, to: &Typed) -> Result<Saved, RegistryError> {
    let revision = client(openid, NAME).await.revision;
    openid.change_application(by, NAME, revision, &to.read().unwrap()).await
}

fn why() -> Reason {
    Reason::parse("because").unwrap()
}

/// An application that everybody uses.
async fn live(openid: &OpenId, of: &Typed) {
    openid.request_application(&department(), new(NAME, of)).await.unwrap();
    decide(openid, &city(), Decision::Try(checked(Review::Try))).await.unwrap();
    decide(openid, &city(), Decision::GoLive(checked(Review::GoLive))).await.unwrap();
}

#[tokio::test]
async fn a_department_asks_the_city_reviews_staff_try_and_everybody_uses_it() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let openid = provider(&test).await;
        openid.request_application(&department(), new(NAME, &typed())).await.unwrap();
        assert_eq!(client(&openid, NAME).await.state, ClientState::Requested);
        let tried = || Decision::Try(checked(Review::Try));
        assert!(matches!(decide(&openid, &department(), tried()).await, Err(RegistryError::Forbidden)));
        // Live before it was tried, with another review's list, or seen before somebody else decided.
        let early = Decision::GoLive(checked(Review::GoLive));
        assert!(matches!(decide(&openid, &city(), early).await, Err(RegistryError::State)));
        let other = Decision::Try(checked(Review::Change));
        assert!(matches!(decide(&openid, &city(), other).await, Err(RegistryError::State)));
        decide(&openid, &city(), tried()).await.unwrap();
        let stale = openid.decide_application(&city(), NAME, 1, &Decision::Suspend(why())).await;
        assert!(matches!(stale, Err(RegistryError::Changed)));
        decide(&openid, &city(), Decision::GoLive(checked(Review::GoLive))).await.unwrap();

        let grant =
            "INSERT INTO oauth_grant (id, client_id, subject, scopes, claims, acr, amr, auth_time, created_at, ends_at)
            SELECT id, id, 's', 'openid', '{}', '1', 'pwd', created_at, created_at, created_at FROM oauth_client";
        test.database.writer().execute_unprepared(grant).await.unwrap();
        decide(&openid, &city(), Decision::Suspend(why())).await.unwrap();
        let held = "SELECT id FROM oauth_grant WHERE revoked_at IS NULL";
        let held = sea_orm::Statement::from_string(test.database.writer().get_database_backend(), held);
        assert!(test.database.writer().query_all_raw(held).await.unwrap().is_empty());
        decide(&openid, &city(), Decision::Resume).await.unwrap();
        let application = openid.application(&department(), NAME).await.unwrap();
        assert_eq!(application.client.state, ClientState::Live);
        let acts: Vec<_> = application.events.iter().map(|event| (event.act, event.by.as_str())).collect();
        assert_eq!(
            acts,
            [
                (ApplicationAct::Resume, "city.admin"),
                (ApplicationAct::Suspend, "city.admin"),
                (ApplicationAct::GoLive, "city.admin"),
                (ApplicationAct::Approve, "city.admin"),
                (ApplicationAct::Request, "police.admin"),
            ]
        );
        let verdict = audit::verify(&test.database, None).await.unwrap();
        assert!(verdict.broken.is_none() && verdict.sound == 5, "{verdict:?}");
    }
}

#[tokio::test]
async fn nobody_approves_what_they_wrote_themselves() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let openid = provider(&test).await;
        openid.request_application(&city(), new(NAME, &typed())).await.unwrap();
        let own = decide(&openid, &city(), Decision::Try(checked(Review::Try))).await;
        assert!(matches!(own, Err(RegistryError::Own)));
        let other = staff("second.admin", Role::CityAdmin, None);
        decide(&openid, &other, Decision::Try(checked(Review::Try))).await.unwrap();
        let renamed = Typed { name_en: "Permits".to_owned(), ..typed() };
        assert_eq!(change(&openid, &city(), &renamed).await.unwrap(), Saved::Now);
        let own = decide(&openid, &city(), Decision::GoLive(checked(Review::GoLive))).await;
        assert!(matches!(own, Err(RegistryError::Own)));
        decide(&openid, &other, Decision::GoLive(checked(Review::GoLive))).await.unwrap();
    }
}

#[tokio::test]
async fn what_people_use_changes_by_another_persons_approval() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let openid = provider(&test).await;
        live(&openid, &typed()).await;
        // Whom to call is nobody's but the department's.
        let contact = Typed { contact: "028-1234567".to_owned(), ..typed() };
        assert_eq!(change(&openid, &department(), &contact).await.unwrap(), Saved::Now);
        assert_eq!(change(&openid, &department(), &contact).await.unwrap(), Saved::Same);

        let moved = Typed { redirect_uris: "https://new.example/cb".to_owned(), ..contact.clone() };
        for way in ["refused", "accepted"] {
            assert_eq!(change(&openid, &department(), &moved).await.unwrap(), Saved::Waits);
            let before = client(&openid, NAME).await;
            assert!(before.definition.redirect_uri("https://permit.example/callback").is_some());
            let accept = Decision::AcceptChange(checked(Review::Change));
            assert!(matches!(decide(&openid, &department(), accept.clone()).await, Err(RegistryError::Forbidden)));
            let decision = if way == "refused" { Decision::RefuseChange(why()) } else { accept };
            decide(&openid, &city(), decision).await.unwrap();
            let application = openid.application(&city(), NAME).await.unwrap();
            assert!(application.change.is_none());
            let has_moved = application.client.definition.redirect_uri("https://new.example/cb").is_some();
            assert_eq!(has_moved, way == "accepted");
        }
        let wider = Typed { scopes: "openid profile phone".to_owned(), ..moved };
        assert_eq!(change(&openid, &city(), &wider).await.unwrap(), Saved::Waits);
        let own = decide(&openid, &city(), Decision::AcceptChange(checked(Review::Change))).await;
        assert!(matches!(own, Err(RegistryError::Own)));
        // The department takes it back.
        decide(&openid, &department(), Decision::RefuseChange(why())).await.unwrap();
    }
}

#[tokio::test]
async fn what_the_city_alone_decides_no_department_gives_itself() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let openid = provider(&test).await;
        let everything = Typed {
            scopes: "openid realname".to_owned(),
            full_real_name: true,
            pkce_exempt: true,
            subject: "public".to_owned(),
            ..typed()
        };
        openid.request_application(&department(), new(NAME, &everything)).await.unwrap();
        let none = Exemptions::default();
        assert_eq!(client(&openid, NAME).await.definition.exemptions(), none);
        change(&openid, &department(), &everything).await.unwrap();
        assert_eq!(client(&openid, NAME).await.definition.exemptions(), none);
        let all = Exemptions { full_real_name: true, public_subject: true, pkce_exempt: true };
        assert!(matches!(decide(&openid, &department(), Decision::Exempt(all)).await, Err(RegistryError::Forbidden)));
        decide(&openid, &city(), Decision::Exempt(all)).await.unwrap();
        assert_eq!(client(&openid, NAME).await.definition.exemptions(), all);
        // They stay while the department describes the rest, and end with what they are about.
        change(&openid, &department(), &Typed { full_real_name: false, ..everything.clone() }).await.unwrap();
        assert_eq!(client(&openid, NAME).await.definition.exemptions(), all);
        change(&openid, &department(), &typed()).await.unwrap();
        assert!(!client(&openid, NAME).await.definition.full_real_name);
    }
}

#[tokio::test]
async fn another_secret_works_beside_the_one_before_for_a_day_or_ends_it() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let openid = provider(&test).await;
        openid.request_application(&department(), new(NAME, &typed())).await.unwrap();
        let secret = async |overlap| {
            let revision = client(&openid, NAME).await.revision;
            openid.new_secret(&department(), NAME, revision, overlap).await
        };
        assert!(matches!(secret(Overlap::Day).await, Err(RegistryError::State)));
        decide(&openid, &city(), Decision::Try(checked(Review::Try))).await.unwrap();
        let kept = async || clients::named(test.database.writer(), NAME).await.unwrap().unwrap().1;
        let first = secret(Overlap::Day).await.unwrap();
        assert!(kept().await.hash == Some(first.hash()) && kept().await.former.is_none());
        let second = secret(Overlap::Day).await.unwrap();
        let (former, until) = kept().await.former.unwrap();
        assert!(former == first.hash() && until.to_rfc3339() == "2026-11-23T08:00:00+00:00");
        assert_eq!(kept().await.hash, Some(second.hash()));
        secret(Overlap::None).await.unwrap();
        assert!(kept().await.former.is_none());

        // Of many at once that saw the same, one is answered with a secret, and that is the one that is kept.
        let seen = client(&openid, NAME).await.revision;
        let by = department();
        let all = join_all((0..12).map(|_| openid.new_secret(&by, NAME, seen, Overlap::Day))).await;
        let given: Vec<Token> = all.into_iter().filter_map(Result::ok).collect();
        assert_eq!(given.len(), 1);
        assert_eq!(kept().await.hash, Some(given[0].hash()));
    }
}

#[tokio::test]
async fn of_many_who_ask_for_one_name_at_once_one_gets_it() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let openid = provider(&test).await;
        let by = department();
        let all = join_all((0..8).map(|_| openid.request_application(&by, new(NAME, &typed())))).await;
        assert_eq!(all.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(all.iter().all(|outcome| matches!(outcome, Ok(()) | Err(RegistryError::Taken))), "{all:?}");
    }
}

#[tokio::test]
async fn a_system_has_an_account_with_the_roles_of_its_scopes_while_it_works() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let openid = provider(&test).await;
        live(&openid, &system()).await;
        let roles = async || {
            let query =
                "SELECT role FROM role_grant g JOIN account a ON a.id = g.account_id WHERE a.name = 'svc.permit'";
            let query = sea_orm::Statement::from_string(test.database.writer().get_database_backend(), query);
            let rows = test.database.writer().query_all_raw(query).await.unwrap();
            rows.iter().map(|row| row.try_get::<String>("", "role").unwrap()).collect::<HashSet<_>>()
        };
        let of = |roles: &[&str]| roles.iter().map(ToString::to_string).collect::<HashSet<_>>();
        assert_eq!(roles().await, of(&["editor"]));
        assert!(client(&openid, NAME).await.service_account.is_some());
        let wider = Typed { scopes: "items:review items:publish".to_owned(), ..system() };
        assert_eq!(change(&openid, &department(), &wider).await.unwrap(), Saved::Waits);
        decide(&openid, &city(), Decision::AcceptChange(checked(Review::Change))).await.unwrap();
        assert_eq!(roles().await, of(&["reviewer"]));
        decide(&openid, &city(), Decision::Suspend(why())).await.unwrap();
        assert_eq!(roles().await, of(&[]));
        decide(&openid, &city(), Decision::Resume).await.unwrap();
        assert_eq!(roles().await, of(&["reviewer"]));
        // Nobody gives it a password or another role at the desk, or finds it among people.
        assert!(StaffName::parse("svc.permit").is_none());
        let people = openid.identity.accounts(&Authority::operator(tree()), "", "").await.unwrap();
        assert!(people.iter().all(|account| account.name != "svc.permit"));
    }
}

#[tokio::test]
async fn an_application_is_seen_by_its_department_and_the_city_only() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let openid = provider(&test).await;
        live(&openid, &typed()).await;
        let other = staff("other.admin", Role::DepartmentAdmin, Some("CD07"));
        let editor = staff("police.editor", Role::Editor, Some("CD06"));
        for stranger in [&other, &editor] {
            assert!(matches!(openid.application(stranger, NAME).await, Err(RegistryError::Unknown)));
            assert!(matches!(openid.application_uses(stranger, NAME).await, Err(RegistryError::Unknown)));
            let revision = client(&openid, NAME).await.revision;
            let secret = openid.new_secret(stranger, NAME, revision, Overlap::Day).await;
            assert!(matches!(secret, Err(RegistryError::Unknown)));
            assert!(matches!(change(&openid, stranger, &typed()).await, Err(RegistryError::Unknown)));
            assert!(matches!(decide(&openid, stranger, Decision::Resume).await, Err(RegistryError::Unknown)));
        }
        assert!(openid.applications(&other, None, "").await.unwrap().is_empty());
        assert!(matches!(openid.applications(&editor, None, "").await, Err(RegistryError::Unknown)));
        let asked = openid.request_application(&editor, new("another", &typed())).await;
        assert!(matches!(asked, Err(RegistryError::Unknown)));
        let elsewhere = openid.request_application(&other, new("another", &typed())).await;
        assert!(matches!(elsewhere, Err(RegistryError::Invalid(_))));
        assert_eq!(openid.applications(&city(), Some(ClientState::Live), "").await.unwrap().len(), 1);
        assert!(openid.applications(&department(), None, NAME).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_refused_application_is_asked_for_again() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let openid = provider(&test).await;
        openid.request_application(&department(), new(NAME, &typed())).await.unwrap();
        decide(&openid, &city(), Decision::Refuse(why())).await.unwrap();
        let application = openid.application(&department(), NAME).await.unwrap();
        assert_eq!((application.client.state, application.events[0].note.as_str()), (ClientState::Refused, "because"));
        assert_eq!(change(&openid, &department(), &typed()).await.unwrap(), Saved::Again);
        assert_eq!(client(&openid, NAME).await.state, ClientState::Requested);
    }
}

#[tokio::test]
async fn the_demonstrations_applications_are_added_once() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let openid = provider(&test).await;
        openid.add_demo_applications().await.unwrap();
        openid.add_demo_applications().await.unwrap();
        let (site, secrets) = clients::named(test.database.writer(), DEMO_CLIENT).await.unwrap().unwrap();
        assert_eq!(site.state, ClientState::Live);
        assert_eq!(secrets.hash, Some(Token::parse(DEMO_SECRET).unwrap().hash()));
        let system = client(&openid, DEMO_SYSTEM).await;
        assert!(system.definition.is_system && system.service_account.is_some());
    }
}
