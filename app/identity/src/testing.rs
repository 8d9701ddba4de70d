//! Signing in for tests that are about something else.

#![expect(clippy::missing_panics_doc, clippy::unwrap_used, reason = "for tests: a panic is the report")]

use super::{
    Awaits, Contact, ContactKind, DisplayName, Holder, Identity, Password, Token, codes::Purpose, factors::Proof,
    store::testing::signed_in,
};
use foundation::{context::Client, text::Language};
use notifications::testing::last_to;

/// Signs in by name and password, and by the code sent to the phone where the account asks for it; answers the session's token.
pub async fn sign_in(identity: &Identity, name: &str, password: &str, client: &Client) -> Token {
    let token = identity.sign_in(name, password, client, None).await.unwrap();
    finish(identity, token, client).await
}

/// Shows the code sent to the phone where a session waits for one; answers the session's token.
pub async fn finish(identity: &Identity, token: Token, client: &Client) -> Token {
    let (holder, awaits) = identity.seen(&token, client).await.unwrap().unwrap();
    if awaits != Awaits::SecondFactor {
        return token;
    }
    let browser = Token::new().unwrap();
    let way = (Purpose::SecondFactor, ContactKind::Phone);
    let id = identity.send_proof_code(&holder, way, &browser, client, Language::FIRST).await.unwrap();
    let code = sent_code(identity, &holder).await;
    identity.finish(&holder, &Proof::Sent(id, code), &browser, client).await.unwrap()
}

/// The digits that were sent to the holder's phone last.
pub(super) async fn sent_code(identity: &Identity, holder: &Holder) -> String {
    let ways = identity.ways_to_step_up(holder).await.unwrap();
    let phone = ways.contacts.iter().find(|contact| contact.kind() == ContactKind::Phone).unwrap();
    let body = last_to(&identity.database, &identity.keyring, phone.address()).await.unwrap();
    let digits = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
    body.split(|c: char| !c.is_ascii_digit()).find(digits).unwrap().to_owned()
}

/// Makes an account of a resident and signs in with it; answers who that is, by which session.
pub async fn resident(identity: &Identity, phone: &str) -> Holder {
    let (contact, name) = (Contact::parse(phone).unwrap(), DisplayName::parse("王小蓉").unwrap());
    let password = "a long enough one";
    identity.add_resident(&contact, &name, Password::parse(password).unwrap()).await.unwrap();
    let client = Client::default();
    let token = sign_in(identity, phone, password, &client).await;
    identity.seen(&token, &client).await.unwrap().unwrap().0
}

/// Makes so many accounts that are signed in already, a session each; answers the sessions' tokens. For bursts: a thousand
/// passwords would take minutes.
pub async fn crowd(identity: &Identity, people: usize) -> Vec<Token> {
    let tokens: Vec<Token> = (0..people).map(|_| Token::new().unwrap()).collect();
    signed_in(identity.database.writer(), &tokens, identity.clock.now()).await.unwrap();
    tokens
}
