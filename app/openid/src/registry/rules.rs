use std::collections::BTreeSet;

use crate::model::{ClientAuthentication, ClientKeys, Definition, RedirectUri, Scope, SubjectType};
use foundation::error::FieldError;

/// Scopes whose data is asked for at the userinfo endpoint (OpenID Connect Core 1.0 §5.3), which `openid` opens.
const OF_USERINFO: [Scope; 5] = [Scope::Profile, Scope::Phone, Scope::Email, Scope::Address, Scope::RealName];

/// What is wrong with a description as a whole, each part being right by itself.
pub(super) fn broken(definition: &Definition) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let mut refuse = |is_wrong: bool, field: &str, reason: &str| {
        if is_wrong {
            faults.push(FieldError::new(field, reason));
        }
    };
    let scopes = &definition.scopes;
    let without_openid = !scopes.contain(Scope::OpenId) && OF_USERINFO.iter().any(|scope| scopes.contain(*scope));
    refuse(scopes.is_empty(), "scopes", "app-scopes");
    refuse(without_openid, "scopes", "app-scope-openid");
    let has_own_scope = scopes.iter().any(Scope::is_for_systems);
    refuse(definition.is_system && !has_own_scope, "scopes", "app-scope-system");

    let way = definition.authentication;
    refuse(definition.is_system && !way.is_confidential(), "authentication", "app-system-secret");
    let is_keyless = way == ClientAuthentication::PrivateKeyJwt && definition.keys == ClientKeys::None;
    refuse(is_keyless, "jwks", "app-keys-one");

    let signs_people_in = !definition.is_system || !scopes.iter().all(Scope::is_for_systems);
    refuse(signs_people_in && definition.redirect_uris.is_empty(), "redirect_uris", "app-redirect");

    let hosts: BTreeSet<String> = definition.redirect_uris.iter().filter_map(RedirectUri::host).collect();
    let start = definition.start_uri.as_ref().and_then(|start| RedirectUri::parse(start.as_str()).ok()?.host());
    let starts_elsewhere = start.is_some_and(|start| !hosts.is_empty() && !hosts.contains(&start));
    refuse(starts_elsewhere, "start_uri", "app-start-host");
    if let Some(sector) = &definition.sector {
        let holds = |host: &String| host == sector || host.ends_with(&format!(".{sector}"));
        refuse(!hosts.is_empty() && !hosts.iter().any(holds), "sector", "app-sector-host");
    } else {
        let is_pairwise = definition.subject == SubjectType::Pairwise && !definition.redirect_uris.is_empty();
        refuse(is_pairwise && hosts.len() != 1, "sector", "app-sector");
    }
    refuse(definition.full_real_name && !scopes.contain(Scope::RealName), "full_real_name", "app-full-real-name");
    refuse(definition.pkce_exempt && !way.is_confidential(), "pkce_exempt", "app-pkce");
    faults
}
