use super::{keys::now, support::provider};
use crate::{
    model::{Client, ClientState, SubjectType},
    testing::definition,
};
use foundation::{
    database::{Engine, testing},
    ids::{AccountId, ApplicationId},
};

fn client(site: &str, subject: SubjectType) -> Client {
    let mut definition = definition(site);
    definition.subject = subject;
    Client {
        id: ApplicationId::new(),
        client_id: "parking".to_owned(),
        department: "CD06".to_owned(),
        state: ClientState::Live,
        definition,
        service_account: None,
        revision: 1,
    }
}

#[tokio::test]
async fn two_sectors_know_the_same_person_by_two_numbers_that_stay() {
    let test = testing::fresh(Engine::Sqlite).await;
    let openid = provider(&test, now());
    let (account, other) = (AccountId::new(), AccountId::new());
    let subject = |site: &str, subject, account| openid.subject(&client(site, subject), account);
    let pairwise = subject("https://a.example", SubjectType::Pairwise, account);
    assert_eq!(pairwise, subject("https://a.example", SubjectType::Pairwise, account));
    assert_ne!(pairwise, subject("https://b.example", SubjectType::Pairwise, account));
    assert_ne!(pairwise, subject("https://a.example", SubjectType::Pairwise, other));
    let public = subject("https://a.example", SubjectType::Public, account);
    assert_eq!(public, subject("https://b.example", SubjectType::Public, account));
    assert_ne!(public, pairwise);
}
