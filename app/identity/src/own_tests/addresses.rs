use super::*;
use foundation::database::testing::{engines, fresh};

const OLD: &str = "+8613800000001";
const NEW: &str = "+8613800000002";

/// Replaces the phone of a resident; gives the secret of the link that undoes it.
async fn replaced(test: &TestDatabase, identity: &Identity, holder: &Holder, new: &str) -> Token {
    let browser = Token::new().unwrap();
    let old = address_of(identity, holder, ContactKind::Phone).await.unwrap();
    let code = ask(identity, holder, new, &browser).await;
    let digits = digits_to(test, new).await;
    identity.confirm_contact(holder, code, &browser, &digits, &client(), ORIGIN).await.unwrap();
    let told = messages_to(test, &old).await.remove(0);
    let link = told.split("https://city.example/contacts/undo/").nth(1).unwrap();
    Token::parse(&link[..43]).unwrap()
}

#[tokio::test]
async fn an_address_is_replaced_with_a_code_and_the_old_one_is_told_and_puts_it_back_once() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let holder = resident(&identity, OLD).await;
        let link = replaced(&test, &identity, &holder, NEW).await;
        assert_eq!(address_of(&identity, &holder, ContactKind::Phone).await.as_deref(), Some(NEW), "{engine:?}");
        assert!(messages_to(&test, "").await[0].contains("138****0002"), "the inbox is told without the link");
        assert!(!messages_to(&test, "").await[0].contains("/contacts/undo/"));

        // Whoever took the account replaces the address again: their own link must not take it back.
        let later = at(&test, 5);
        let second = replaced(&test, &later, &holder, "+8613800000003").await;
        let objection = later.objection(&link).await.unwrap();
        assert_eq!((objection.old, objection.new), (contact(OLD), Some(contact(NEW))));
        assert_eq!(later.object(&link, &client()).await.unwrap(), contact(OLD));
        assert_eq!(address_of(&later, &holder, ContactKind::Phone).await.as_deref(), Some(OLD));
        assert_eq!(rows_of(&test, "session", "account_id", holder.account).await, 0, "{engine:?}");
        for spent in [&link, &second] {
            assert!(matches!(later.object(spent, &client()).await, Err(IdentityError::Unknown)), "{engine:?}");
        }
        assert_eq!(acts(&test, "account.contact_undo").await, 1);
    }
}

#[tokio::test]
async fn an_old_address_objects_for_seven_days_and_not_once_it_is_another_s() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let holder = resident(&identity, OLD).await;
        let link = replaced(&test, &identity, &holder, NEW).await;
        let week = 7 * 24 * 60;
        assert!(at(&test, week - 1).objection(&link).await.is_ok());
        assert!(matches!(at(&test, week).objection(&link).await, Err(IdentityError::Unknown)), "{engine:?}");
        assert!(matches!(at(&test, week).object(&link, &client()).await, Err(IdentityError::Unknown)));
        add(&identity, OLD).await;
        assert!(matches!(identity.object(&link, &client()).await, Err(IdentityError::Taken)), "{engine:?}");
        assert_eq!(address_of(&identity, &holder, ContactKind::Phone).await.as_deref(), Some(NEW));
        assert!(identity.objection(&Token::new().unwrap()).await.is_err());
    }
}

#[tokio::test]
async fn of_two_accounts_that_claim_one_address_at_once_one_gets_it_and_the_other_is_told_so() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let mut claims = Vec::new();
        for n in 0..6 {
            let holder = resident(&identity, &format!("1390000010{n}")).await;
            let browser = Token::new().unwrap();
            // Each account may be sent so many codes, and so may each address: they are asked for at different times.
            let identity = at(&test, 20 * n);
            let holder = Holder { proven_at: identity.clock.now(), ..holder };
            let code = ask(&identity, &holder, NEW, &browser).await;
            claims.push((identity, holder, code, browser, digits_to(&test, NEW).await));
        }
        let tasks: Vec<_> = claims
            .into_iter()
            .map(|(identity, holder, code, browser, digits)| {
                tokio::spawn(async move {
                    identity.confirm_contact(&holder, code, &browser, &digits, &client(), ORIGIN).await
                })
            })
            .collect();
        let mut won = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => won += 1,
                Err(error) => assert!(matches!(error, IdentityError::Taken), "{engine:?}: {error:?}"),
            }
        }
        assert_eq!((won, acts(&test, "account.contact").await), (1, 1), "{engine:?}");
    }
}

#[tokio::test]
async fn who_asks_learns_that_an_address_is_another_s_only_with_the_code_that_went_there() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        add(&identity, NEW).await;
        let holder = resident(&identity, OLD).await;
        let (browser, other) = (Token::new().unwrap(), Token::new().unwrap());
        let code = ask(&identity, &holder, NEW, &browser).await;
        let digits = digits_to(&test, NEW).await;
        let confirm = |holder: Holder, browser: Token, digits: String| {
            let identity = identity.clone();
            async move { identity.confirm_contact(&holder, code, &browser, &digits, &client(), ORIGIN).await }
        };
        let wrong = if digits == "000000" { "000001" } else { "000000" };
        for (browser, digits) in [(&browser, wrong), (&other, digits.as_str())] {
            let refused = confirm(holder.clone(), browser.clone(), digits.to_owned()).await;
            assert!(matches!(refused, Err(IdentityError::Wrong)), "{engine:?}: {refused:?}");
        }
        let stranger = resident(&identity, "13800000009").await;
        let refused = confirm(stranger, browser.clone(), digits.clone()).await;
        assert!(matches!(refused, Err(IdentityError::Wrong)), "{engine:?}: {refused:?}");
        let told = confirm(holder.clone(), browser, digits).await;
        assert!(matches!(told, Err(IdentityError::Taken)), "{engine:?}: {told:?}");
        assert_eq!(address_of(&identity, &holder, ContactKind::Phone).await.as_deref(), Some(OLD));
    }
}

#[tokio::test]
async fn an_account_keeps_an_address_and_changes_need_a_new_proof() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let holder = resident(&identity, OLD).await;
        let last = identity.remove_contact(&holder, ContactKind::Phone, ORIGIN).await;
        assert!(matches!(last, Err(IdentityError::LastAddress)), "{engine:?}");
        let browser = Token::new().unwrap();
        let code = ask(&identity, &holder, "a@city.example", &browser).await;
        let digits = digits_to(&test, "a@city.example").await;
        identity.confirm_contact(&holder, code, &browser, &digits, &client(), ORIGIN).await.unwrap();

        // Each of the two removes the other one at the same moment.
        let tasks = [ContactKind::Phone, ContactKind::Email].map(|kind| {
            let (identity, holder) = (identity.clone(), holder.clone());
            tokio::spawn(async move { identity.remove_contact(&holder, kind, ORIGIN).await })
        });
        let mut removed = 0;
        for task in tasks {
            removed += u32::from(task.await.unwrap().is_ok());
        }
        assert_eq!((removed, identity.contacts(&holder).await.unwrap().len()), (1, 1), "{engine:?}");

        let late = at(&test, 16);
        let new = contact("13800000005");
        let refused = late.ask_contact(&holder, &new, &browser, &client(), Language::FIRST).await;
        assert!(matches!(refused, Err(IdentityError::NotFresh)), "{engine:?}");
        let refused = late.remove_contact(&holder, ContactKind::Phone, ORIGIN).await;
        assert!(matches!(refused, Err(IdentityError::NotFresh)), "{engine:?}");
    }
}
