use super::{Asked, WayBack, asked::Prompts};
use crate::{
    Form, OAuthErrorCode,
    model::{Client, ClientAuthentication, ClientState, Scopes},
    testing::definition,
};
use foundation::{ids::ApplicationId, text::Language};
use identity::realname::RealNameLevel;

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn client() -> Client {
    Client {
        id: ApplicationId::new(),
        client_id: "parking".to_owned(),
        department: "CD06".to_owned(),
        state: ClientState::Live,
        definition: definition("https://rp.example"),
        service_account: None,
        revision: 1,
    }
}

fn read(client: &Client, parameters: &str) -> Result<Asked, OAuthErrorCode> {
    let sent = Form::parse(parameters.as_bytes()).map_err(|error| error.code)?;
    let way = WayBack::new(client.definition.redirect_uris[0].clone(), None);
    Asked::read(&sent, client, way, None).map_err(|error| error.code)
}

fn good(more: &str) -> String {
    format!("response_type=code&scope=openid+phone&code_challenge={CHALLENGE}&code_challenge_method=S256&{more}")
}

#[test]
fn what_is_asked_is_read_as_the_standards_have_it() {
    let claims =
        r#"{"userinfo":{"email":null},"id_token":{"acr":{"essential":true,"values":["urn:yitong:realname:3"]}}}"#;
    let claims = percent_encoding::utf8_percent_encode(claims, percent_encoding::NON_ALPHANUMERIC);
    let more = format!("prompt=login+consent&max_age=0&ui_locales=fr+en-GB&nonce=n&unknown=x&claims={claims}");
    let asked = read(&client(), &good(&more)).unwrap();
    assert_eq!(asked.scopes, Scopes::parse("openid phone"));
    assert_eq!(asked.prompts, Prompts { login: true, consent: true, ..Prompts::default() });
    assert_eq!((asked.max_age, asked.nonce.as_deref()), (Some(0), Some("n")));
    assert_eq!(asked.language().map(Language::tag), Some("en"));
    assert_eq!(asked.level(), RealNameLevel::Verified);
    // What single claims pass on is agreed to as what scopes do.
    assert_eq!(asked.passed_on(), Scopes::parse("openid phone email"));
    let kept: Asked = serde_json::from_str(&serde_json::to_string(&asked).unwrap()).unwrap();
    assert_eq!(kept, asked);
}

#[test]
fn the_level_is_the_lowest_asked_for_and_never_below_the_application_s() {
    let mut client = client();
    let level = |client: &Client, acr: &str| read(client, &good(&format!("acr_values={acr}"))).unwrap().level();
    assert_eq!(level(&client, "urn:yitong:realname:4+urn:yitong:realname:2+x"), RealNameLevel::Declared);
    assert_eq!(level(&client, "nobody-knows"), RealNameLevel::Registered);
    client.definition.level = 3;
    assert_eq!(level(&client, "urn:yitong:realname:2"), RealNameLevel::Verified);
}

#[test]
fn what_is_wrong_is_told_by_the_code_of_the_standard() {
    use OAuthErrorCode::{
        InvalidRequest, InvalidScope, RequestNotSupported, UnauthorizedClient, UnmetAuthenticationRequirements,
        UnsupportedResponseType,
    };
    let client = client();
    let pkce = format!("code_challenge={CHALLENGE}&code_challenge_method=S256");
    let unmet = r#"{"id_token":{"acr":{"essential":true,"values":["x"]}}}"#;
    let unmet = percent_encoding::utf8_percent_encode(unmet, percent_encoding::NON_ALPHANUMERIC);
    for (parameters, code) in [
        (format!("scope=openid&{pkce}"), InvalidRequest),
        (format!("response_type=token&scope=openid&{pkce}"), UnsupportedResponseType),
        (format!("response_type=code&{pkce}"), InvalidScope),
        (format!("response_type=code&scope=nonsense&{pkce}"), InvalidScope),
        (format!("response_type=code&scope=openid+items:write&{pkce}"), InvalidScope),
        ("response_type=code&scope=openid".to_owned(), InvalidRequest),
        ("response_type=code&scope=openid&nonce=n".to_owned(), InvalidRequest),
        (format!("response_type=code&scope=openid&code_challenge={CHALLENGE}"), InvalidRequest),
        (
            format!("response_type=code&scope=openid&code_challenge={CHALLENGE}&code_challenge_method=plain"),
            InvalidRequest,
        ),
        ("response_type=code&scope=openid&code_challenge=short&code_challenge_method=S256".to_owned(), InvalidRequest),
        (good("response_mode=fragment"), InvalidRequest),
        (good("request=eyJ"), RequestNotSupported),
        (good("prompt=none+login"), InvalidRequest),
        (good("prompt=create"), InvalidRequest),
        (good("max_age=-1"), InvalidRequest),
        (good("claims=%5B1"), InvalidRequest),
        (good(&format!("nonce={}", "n".repeat(501))), InvalidRequest),
        (good(&format!("claims={unmet}")), UnmetAuthenticationRequirements),
        (good("state=a%00b"), InvalidRequest),
        (good("scope=openid"), InvalidRequest),
    ] {
        assert_eq!(read(&client, &parameters).unwrap_err(), code, "{parameters}");
    }
    let mut system = client;
    system.definition.is_system = true;
    assert_eq!(read(&system, &good("")).unwrap_err(), UnauthorizedClient);
}

#[test]
fn an_exempt_application_that_keeps_secrets_does_without_pkce_if_it_sends_a_nonce() {
    let mut client = client();
    client.definition.pkce_exempt = true;
    assert!(read(&client, "response_type=code&scope=openid&nonce=n").is_ok());
    assert!(read(&client, "response_type=code&scope=openid").is_err());
    client.definition.authentication = ClientAuthentication::None;
    assert!(read(&client, "response_type=code&scope=openid&nonce=n").is_err());
}
