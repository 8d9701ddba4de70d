use super::{
    super::{Decision, Reason, RegistryError, Review, Saved, Typed},
    checked, city, department, new, provider, staff, typed,
};
use crate::{
    OpenId,
    model::{Client, Logo, LogoHash},
};
use foundation::database::{Engine, testing};
use identity::Role;

const NAME: &str = "permit";

/// A logo of one colour.
fn logo(shade: u8) -> Logo {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 128, 128);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[shade; 128 * 128]).unwrap();
    writer.finish().unwrap();
    Logo::read(&bytes).unwrap()
}

async fn client(openid: &OpenId) -> Client {
    openid.application(&city(), NAME).await.unwrap().client
}

async fn put(openid: &OpenId, logo: Option<&Logo>) -> Saved {
    let revision = client(openid).await.revision;
    openid.change_logo(&department(), NAME, revision, logo).await.unwrap()
}

async fn decide(openid: &OpenId, decision: Decision) {
    let revision = client(openid).await.revision;
    openid.decide_application(&city(), NAME, revision, &decision).await.unwrap();
}

async fn shown(openid: &OpenId, hash: &LogoHash) -> Option<Vec<u8>> {
    openid.logo(NAME, hash).await.unwrap()
}

#[tokio::test]
async fn residents_see_a_logo_once_another_person_approved_it() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let openid = provider(&test).await;
        let (first, second) = (logo(10), logo(20));
        openid.request_application(&department(), new(NAME, &typed())).await.unwrap();
        assert_eq!(put(&openid, Some(&first)).await, Saved::Now);
        assert_eq!(shown(&openid, first.hash()).await, None, "nobody sees what was only asked for");
        let seen = openid.application_logo(&department(), NAME, first.hash()).await.unwrap();
        assert_eq!(seen, first.png());
        decide(&openid, Decision::Try(checked(Review::Try))).await;
        decide(&openid, Decision::GoLive(checked(Review::GoLive))).await;
        assert_eq!(shown(&openid, first.hash()).await.as_deref(), Some(first.png()));

        // The second one waits beside the first, also when the words are changed after it.
        assert_eq!(put(&openid, Some(&second)).await, Saved::Waits);
        let words = Typed { name_zh: "居住证办理".to_owned(), ..typed() }.read().unwrap();
        let revision = client(&openid).await.revision;
        let saved = openid.change_application(&department(), NAME, revision, &words).await.unwrap();
        assert_eq!(saved, Saved::Waits);
        assert_eq!(shown(&openid, second.hash()).await, None);
        assert!(shown(&openid, first.hash()).await.is_some());
        assert!(openid.application_logo(&city(), NAME, second.hash()).await.is_ok());
        decide(&openid, Decision::AcceptChange(checked(Review::Change))).await;
        let client = client(&openid).await;
        assert_eq!(client.definition.name.zh, "居住证办理");
        assert_eq!(client.logo_path().unwrap(), format!("/applications/permit/logo/{}", second.hash()));
        assert!(shown(&openid, second.hash()).await.is_some());
        let gone = openid.application_logo(&city(), NAME, first.hash()).await;
        assert!(matches!(gone, Err(RegistryError::Unknown)), "what is shown no more is kept no more");

        // One that is refused goes; taking it away waits as well.
        assert_eq!(put(&openid, Some(&first)).await, Saved::Waits);
        decide(&openid, Decision::RefuseChange(Reason::parse("blurred").unwrap())).await;
        assert!(openid.application_logo(&city(), NAME, first.hash()).await.is_err());
        assert_eq!(put(&openid, None).await, Saved::Waits);
        assert!(shown(&openid, second.hash()).await.is_some());
        decide(&openid, Decision::AcceptChange(checked(Review::Change))).await;
        assert_eq!(shown(&openid, second.hash()).await, None);
        assert_eq!(self::client(&openid).await.logo_path(), None);
    }
}

#[tokio::test]
async fn a_logo_is_given_by_those_who_keep_the_application_and_seen_unapproved_by_nobody_else() {
    let test = testing::fresh(Engine::Sqlite).await;
    let openid = provider(&test).await;
    openid.request_application(&department(), new(NAME, &typed())).await.unwrap();
    let logo = logo(30);
    put(&openid, Some(&logo)).await;
    let stranger = staff("water.admin", Role::DepartmentAdmin, Some("CD07"));
    let seen = openid.application_logo(&stranger, NAME, logo.hash()).await;
    assert!(matches!(seen, Err(RegistryError::Unknown)));
    let revision = client(&openid).await.revision;
    let given = openid.change_logo(&stranger, NAME, revision, None).await;
    assert!(matches!(given, Err(RegistryError::Unknown)));
    let stale = openid.change_logo(&department(), NAME, revision - 1, None).await;
    assert!(matches!(stale, Err(RegistryError::Changed)));
}
