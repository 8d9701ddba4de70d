use chrono::{DateTime, TimeDelta, Utc};

use super::{HOW_MANY, Proof, Secret};
use crate::{
    Authority, Awaits, Contact, ContactKind, DepartmentTree, DisplayName, Grant, Holder, Identity, IdentityError,
    Method, NewAccount, Password, Role, StaffName, Token, codes::Purpose, testing::sent_code,
};
use foundation::{
    clock::Clock,
    context::Client,
    database::testing::{TestDatabase, engines, fresh},
    keyring::Keyring,
    text::Language,
};

const PASSWORD: &str = "a long enough one";

fn start() -> DateTime<Utc> {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

fn at(test: &TestDatabase, seconds: i64) -> Identity {
    Identity::new(test.database.clone(), Clock::Fixed(start() + TimeDelta::seconds(seconds)), Keyring::new(&[7; 32]))
}

fn here() -> Client {
    Client::default()
}

async fn editor(identity: &Identity) {
    let new = NewAccount {
        name: StaffName::parse("an.editor").unwrap(),
        display_name: DisplayName::parse("某人").unwrap(),
        grants: vec![Grant { role: Role::Editor, department: Some("CD06".to_owned()) }],
        password: Password::parse(PASSWORD).unwrap(),
    };
    let operator = Authority::operator(DepartmentTree::new([("CD06".to_owned(), None)]));
    identity.add(&operator, new).await.unwrap();
}

async fn resident(identity: &Identity) {
    let contact = Contact::parse("13812346021").unwrap();
    let name = DisplayName::parse("王小蓉").unwrap();
    identity.add_resident(&contact, &name, Password::parse(PASSWORD).unwrap()).await.unwrap();
}

async fn seen(identity: &Identity, token: &Token) -> (Holder, Awaits) {
    identity.seen(token, &here()).await.unwrap().unwrap()
}

/// Signs in by password; the session waits for whatever is missing.
async fn waiting(identity: &Identity, name: &str) -> (Holder, Awaits, Token) {
    let token = identity.sign_in(name, PASSWORD, &here(), None).await.unwrap();
    let (holder, awaits) = seen(identity, &token).await;
    (holder, awaits, token)
}

/// Somebody with an app: the secret and the recovery codes.
async fn with_app(identity: &Identity) -> (Secret, Vec<String>) {
    editor(identity).await;
    let (holder, awaits, token) = waiting(identity, "an.editor").await;
    assert_eq!(awaits, Awaits::Enrolment);
    let secret = identity.offered_secret(&holder, &token);
    let browser = Token::new().unwrap();
    let wrong = identity.take_app(&holder, &token, "000000", Some((&browser, &here()))).await;
    assert!(matches!(wrong, Err(IdentityError::Wrong)));
    let code = secret.code_at(start());
    let given = identity.take_app(&holder, &token, &code, Some((&browser, &here()))).await.unwrap();
    assert!(identity.seen(&token, &here()).await.unwrap().is_none(), "the token is another one");
    assert_eq!(seen(identity, &given.token).await.1, Awaits::Nothing);
    (secret, given.codes.iter().map(super::RecoveryCode::text).collect())
}

/// How many of fifty that show one proof at once get in: from one session, so that the proof alone decides.
async fn let_in(identity: &Identity, proof: Proof) -> usize {
    let (holder, awaits, _) = waiting(identity, "an.editor").await;
    assert_eq!(awaits, Awaits::SecondFactor);
    let browser = Token::new().unwrap();
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let (identity, holder, proof, browser) = (identity.clone(), holder.clone(), proof.clone(), browser.clone());
            tokio::spawn(async move { identity.finish(&holder, &proof, &browser, &here()).await.is_ok() })
        })
        .collect();
    let mut in_there = 0;
    for one in tries {
        in_there += usize::from(one.await.unwrap());
    }
    in_there
}

#[tokio::test]
async fn a_code_of_an_app_and_a_recovery_code_let_one_of_fifty_in() {
    for engine in engines() {
        let test = fresh(engine).await;
        let (secret, codes) = with_app(&at(&test, 0)).await;
        assert_eq!(codes.len(), HOW_MANY);
        // The code it was confirmed by is used up.
        let browser = Token::new().unwrap();
        let (holder, ..) = waiting(&at(&test, 0), "an.editor").await;
        let again = Proof::Totp(secret.code_at(start()));
        let refused = at(&test, 0).finish(&holder, &again, &browser, &here()).await;
        assert!(matches!(refused, Err(IdentityError::Wrong)), "{engine:?}");

        let next = start() + TimeDelta::seconds(60);
        assert_eq!(let_in(&at(&test, 1_000), Proof::Totp(secret.code_at(next))).await, 0, "{engine:?}: too old");
        let later = start() + TimeDelta::seconds(3_000);
        assert_eq!(let_in(&at(&test, 3_000), Proof::Totp(secret.code_at(later))).await, 1, "{engine:?}");
        assert_eq!(let_in(&at(&test, 6_000), Proof::Recovery(codes[3].to_uppercase())).await, 1, "{engine:?}");
        assert_eq!(let_in(&at(&test, 9_000), Proof::Recovery(codes[3].clone())).await, 0, "{engine:?}");
    }
}

#[tokio::test]
async fn an_account_with_a_second_factor_is_not_opened_by_taking_another_app() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        with_app(&identity).await;
        let (holder, awaits, token) = waiting(&identity, "an.editor").await;
        assert_eq!(awaits, Awaits::SecondFactor);
        let secret = identity.offered_secret(&holder, &token);
        let browser = Token::new().unwrap();
        let code = secret.code_at(start());
        let refused = identity.take_app(&holder, &token, &code, Some((&browser, &here()))).await;
        assert!(matches!(refused, Err(IdentityError::Unknown)), "{engine:?}");
        assert_eq!(seen(&identity, &token).await.1, Awaits::SecondFactor);
        assert!(identity.actor(&token, &here()).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_proof_makes_the_session_fresh_and_gives_it_another_token() {
    for engine in engines() {
        let test = fresh(engine).await;
        resident(&at(&test, 0)).await;
        let (holder, awaits, token) = waiting(&at(&test, 0), "13812346021").await;
        assert_eq!(awaits, Awaits::Nothing);
        let later = at(&test, 16 * 60);
        assert!(holder.is_fresh(start()) && !holder.is_fresh(later.clock.now()));
        let refused = later.ask_for_second_factor(&holder, true).await;
        assert!(matches!(refused, Err(IdentityError::NotFresh)), "{engine:?}");

        let browser = Token::new().unwrap();
        let wrong = later.step_up(&holder, &Proof::Password("another".to_owned()), &browser, &here()).await;
        assert!(matches!(wrong, Err(IdentityError::Wrong)));
        let way = (Purpose::StepUp, ContactKind::Phone);
        let id = later.send_proof_code(&holder, way, &browser, &here(), Language::FIRST).await.unwrap();
        let code = sent_code(&later, &holder).await;
        let elsewhere = Token::new().unwrap();
        let stolen = later.step_up(&holder, &Proof::Sent(id, code.clone()), &elsewhere, &here()).await;
        assert!(matches!(stolen, Err(IdentityError::Wrong)), "{engine:?}: a code of another browser");
        let proven = later.step_up(&holder, &Proof::Sent(id, code.clone()), &browser, &here()).await.unwrap();
        assert!(later.seen(&token, &here()).await.unwrap().is_none(), "{engine:?}: the old token ended");
        let (holder, _) = seen(&later, &proven).await;
        assert!(holder.is_fresh(later.clock.now()) && holder.methods.contain(Method::PhoneCode));
        assert!(later.step_up(&holder, &Proof::Sent(id, code), &browser, &here()).await.is_err(), "twice");
        later.ask_for_second_factor(&holder, true).await.unwrap();

        // From now on the password alone opens nothing.
        let (holder, awaits, token) = waiting(&later, "13812346021").await;
        assert_eq!(awaits, Awaits::SecondFactor);
        assert!(later.actor(&token, &here()).await.unwrap().is_none());
        let way = (Purpose::SecondFactor, ContactKind::Phone);
        let id = later.send_proof_code(&holder, way, &browser, &here(), Language::FIRST).await.unwrap();
        let code = sent_code(&later, &holder).await;
        let whole = later.finish(&holder, &Proof::Sent(id, code), &browser, &here()).await.unwrap();
        assert_eq!(seen(&later, &whole).await.1, Awaits::Nothing);
    }
}

#[tokio::test]
async fn new_recovery_codes_void_the_old_and_go_with_the_app() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let (_, codes) = with_app(&identity).await;
        let browser = Token::new().unwrap();
        let (holder, ..) = waiting(&identity, "an.editor").await;
        let token = identity.finish(&holder, &Proof::Recovery(codes[0].clone()), &browser, &here()).await.unwrap();
        let (whole, _) = seen(&identity, &token).await;
        let new = identity.new_recovery_codes(&whole).await.unwrap();
        let (holder, ..) = waiting(&identity, "an.editor").await;
        for old in &codes[1..3] {
            let refused = identity.finish(&holder, &Proof::Recovery(old.clone()), &browser, &here()).await;
            assert!(matches!(refused, Err(IdentityError::Wrong)), "{engine:?}");
        }
        identity.finish(&holder, &Proof::Recovery(new[9].text()), &browser, &here()).await.unwrap();
        identity.drop_app(&whole).await.unwrap();
        assert_eq!(identity.factors(&whole).await.unwrap().factors.recovery, 0);
        assert_eq!(waiting(&identity, "an.editor").await.1, Awaits::Enrolment, "{engine:?}");
    }
}

#[tokio::test]
async fn a_role_given_since_asks_the_session_for_a_second_factor() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        editor(&identity).await;
        let operator = Authority::operator(DepartmentTree::new([("CD06".to_owned(), None)]));
        let (name, role) =
            (StaffName::parse("an.editor").unwrap(), Grant { role: Role::Editor, department: Some("CD06".to_owned()) });
        identity.revoke(&operator, &name, &role).await.unwrap();
        let (_, awaits, token) = waiting(&identity, "an.editor").await;
        assert_eq!(awaits, Awaits::Nothing);
        identity.grant(&operator, &name, &role).await.unwrap();
        assert_eq!(seen(&identity, &token).await.1, Awaits::SecondFactor, "{engine:?}");
        assert!(identity.actor(&token, &here()).await.unwrap().is_none());
    }
}
