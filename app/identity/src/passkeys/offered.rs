use std::time::Duration;

use url::Url;
use webauthn_rs::{Webauthn, WebauthnBuilder};

use super::model::CEREMONY_LASTS;
use foundation::{context::Site, text::Language};

/// Whether people can have passkeys for this site: it is reached by name, and over TLS or on this very machine. Browsers know
/// them nowhere else.
pub fn passkeys_offered(site: &Site) -> bool {
    relying_party(&site.origin).is_some()
}

/// The origin, and the host that passkeys belong to.
fn relying_party(origin: &str) -> Option<(Url, String)> {
    let url = Url::parse(origin).ok()?;
    let host = url.domain()?.to_owned();
    let safe =
        url.scheme() == "https" || (url.scheme() == "http" && (host == "localhost" || host.ends_with(".localhost")));
    safe.then_some((url, host))
}

/// What makes challenges and judges answers.
pub(super) fn judge(site: &Site) -> Option<Webauthn> {
    let (origin, host) = relying_party(&site.origin)?;
    let built = WebauthnBuilder::new(&host, &origin).and_then(|builder| {
        builder
            .rp_name(Language::FIRST.texts().brand())
            .timeout(CEREMONY_LASTS.to_std().unwrap_or(Duration::from_mins(5)))
            .build()
    });
    built.inspect_err(|error| tracing::warn!(%error, "no passkeys for this site")).ok()
}

#[cfg(test)]
mod tests {
    use super::relying_party;

    #[test]
    fn passkeys_belong_to_a_name_that_is_reached_safely() {
        let host = |origin: &str| relying_party(origin).map(|(_, host)| host);
        assert_eq!(host("https://city.example").as_deref(), Some("city.example"));
        assert_eq!(host("https://portal.city.example:8443").as_deref(), Some("portal.city.example"));
        assert_eq!(host("http://localhost:3000").as_deref(), Some("localhost"));
        for origin in
            ["http://127.0.0.1:3000", "https://10.0.0.1", "http://[::1]:3000", "http://city.example", "city", ""]
        {
            assert_eq!(host(origin), None, "{origin}");
        }
    }
}
