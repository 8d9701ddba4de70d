use super::{
    super::{ApplicationAct, Review, Typed},
    system, typed,
};
use crate::model::{ClientAuthentication, ClientKeys, ClientState, SigningAlgorithm, SubjectType};
use foundation::text::Language;

/// The public key of RFC 7517, appendix A.1.
const KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"sig","kid":"1"}"#;

/// What is wrong with a description: fields and reasons.
fn faults(typed: &Typed) -> Vec<(String, String)> {
    let faults = typed.read().err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.field, fault.reason)).collect()
}

#[test]
fn a_description_is_read_and_shown_again_the_same() {
    let given = Typed {
        start_uri: "https://permit.example/".to_owned(),
        post_logout_redirect_uris: "https://permit.example/out\n\n https://permit.example/out ".to_owned(),
        level: "3".to_owned(),
        ..typed()
    };
    let definition = given.read().unwrap();
    assert_eq!(definition.post_logout_redirect_uris.len(), 1);
    assert_eq!((definition.level, definition.signing), (3, SigningAlgorithm::Es256));
    assert_eq!(definition.subject, SubjectType::Pairwise);
    assert_eq!(Typed::of(&definition).read().unwrap(), definition);
    let keys = Typed { authentication: "private_key_jwt".to_owned(), jwks: KEY.to_owned(), ..typed() };
    let definition = keys.read().unwrap();
    assert!(matches!(&definition.keys, ClientKeys::Inline(set) if set.keys.len() == 1));
    assert_eq!(Typed::of(&definition).read().unwrap(), definition);
    assert!(system().read().is_ok());
}

#[test]
fn what_is_wrong_is_said_by_field() {
    type Edit = fn(&mut Typed);
    let cases: [(Edit, &str, &str); 24] = [
        (|t| t.name_en = " ".into(), "name_en", "required"),
        (|t| t.name_zh = "长".repeat(41), "name_zh", "long"),
        (|t| t.purpose_en = "a\u{0}b".into(), "purpose_en", "control"),
        (|t| t.contact = "somebody".into(), "contact", "app-contact"),
        (|t| t.redirect_uris = String::new(), "redirect_uris", "app-redirect"),
        (|t| t.redirect_uris = "http://permit.example/cb".into(), "redirect_uris", "app-address"),
        (|t| t.redirect_uris = "https://permit.example/*".into(), "redirect_uris", "app-address"),
        (|t| t.redirect_uris = "https://permit.example/#x".into(), "redirect_uris", "app-address"),
        (
            |t| {
                t.redirect_uris =
                    (0..21).fold(String::new(), |all, n| all + "https://permit.example/" + &n.to_string() + "\n");
            },
            "redirect_uris",
            "app-addresses",
        ),
        (|t| t.redirect_uris.push_str("\nhttps://other.example/cb"), "sector", "app-sector"),
        (|t| t.sector = "other.example".into(), "sector", "app-sector-host"),
        (|t| t.sector = "ermit.example".into(), "sector", "app-sector-host"),
        (|t| t.start_uri = "https://other.example/".into(), "start_uri", "app-start-host"),
        (|t| t.backchannel_logout_uri = "cn.gov.x:/out".into(), "backchannel_logout_uri", "app-address"),
        (|t| t.scopes = String::new(), "scopes", "app-scopes"),
        (|t| t.scopes = "openid everything".into(), "scopes", "app-choice"),
        (|t| t.scopes = "profile".into(), "scopes", "app-scope-openid"),
        (|t| t.authentication = String::new(), "authentication", "app-choice"),
        (|t| t.authentication = "private_key_jwt".into(), "jwks", "app-keys-one"),
        (|t| t.level = "5".into(), "level", "app-choice"),
        (|t| t.signing = "none".into(), "signing", "app-choice"),
        (|t| t.full_real_name = true, "full_real_name", "app-full-real-name"),
        (|t| t.is_system = true, "scopes", "app-scope-system"),
        (
            |t| {
                t.pkce_exempt = true;
                t.authentication = "none".into();
            },
            "pkce_exempt",
            "app-pkce",
        ),
    ];
    for (edit, field, reason) in cases {
        let mut given = typed();
        edit(&mut given);
        assert_eq!(faults(&given), [(field.to_owned(), reason.to_owned())]);
    }
    let keyless = Typed { authentication: "none".to_owned(), ..system() };
    assert_eq!(faults(&keyless), [("authentication".to_owned(), "app-system-secret".to_owned())]);
    // Everything that is wrong is said at once.
    assert!(faults(&Typed::default()).len() >= 6);
}

#[test]
fn keys_are_public_and_of_algorithms_we_speak() {
    let reason = |jwks: &str| {
        let given = Typed { authentication: "private_key_jwt".to_owned(), jwks: jwks.to_owned(), ..typed() };
        faults(&given).pop().map(|(_, reason)| reason)
    };
    assert_eq!(reason(KEY), None);
    assert_eq!(reason(&format!("{{\"keys\":[{KEY}]}}")), None);
    let twice = format!("{{\"keys\":[{KEY},{KEY}]}}");
    let private = KEY.replacen('{', "{\"d\":\"AA\",", 1);
    for (jwks, expected) in [
        (twice.as_str(), "app-keys"),
        (private.as_str(), "app-keys-private"),
        ("{\"kty\":\"oct\",\"k\":\"AAAA\"}", "app-keys-private"),
        ("{\"keys\":[]}", "app-keys"),
        ("{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}", "app-keys"),
        ("[]", "app-keys"),
        ("nonsense", "app-keys"),
    ] {
        assert_eq!(reason(jwks).as_deref(), Some(expected), "{jwks}");
    }
    assert_eq!(reason(&"x".repeat(20_000)).as_deref(), Some("long"));
}

#[test]
fn everything_about_an_application_has_its_words() {
    let key = |kind: &str, name: &str| format!("application-{kind}-{}", name.replace('_', "-"));
    let mut keys: Vec<String> = Vec::new();
    for state in ClientState::ALL {
        keys.extend(["state", "next"].map(|kind| key(kind, state.code())));
    }
    keys.extend(ApplicationAct::ALL.map(|act| key("event", act.code())));
    keys.extend(ClientAuthentication::ALL.map(|way| key("authentication", way.name())));
    let reviews = [Review::Try, Review::GoLive, Review::Change];
    keys.extend(reviews.iter().flat_map(|review| review.checks()).map(|check| key("check", check)));
    keys.extend(typed().parts().map(|(field, _)| key("field", field)));
    keys.extend(typed().answers().map(|(field, _)| key("field", field)));
    keys.extend(["open", "sign_in", "refresh", "system"].map(|kind| key("use", kind)));
    for name in ["full_real_name", "public_subject", "pkce_exempt"] {
        keys.extend(["exempt", "exempt-note"].map(|kind| key(kind, name)));
    }
    for language in Language::all() {
        for key in &keys {
            assert!(language.texts().by_key(key).is_some(), "{} does not say {key}", language.tag());
        }
    }
}
