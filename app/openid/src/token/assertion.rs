use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jsonwebtoken::{
    DecodingKey, Validation,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse},
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::{
    OAuthError, OpenId,
    model::{Client, ClientKeys, SigningAlgorithm},
    store::assertions,
};
use foundation::database::Fault;

/// How far the clocks of two machines may be apart.
const APART: TimeDelta = TimeDelta::seconds(60);
/// The longest an assertion may hold: it is written down for as long.
const LONGEST: TimeDelta = TimeDelta::minutes(10);
/// The longest name an assertion has.
const MAX_JTI: usize = 500;
/// Keys tried where an assertion does not name its own.
const MAX_KEYS: usize = 10;

/// What an application states of itself (RFC 7523 §3, OpenID Connect Core 1.0 §9).
#[derive(Deserialize)]
struct Statement {
    iss: String,
    sub: String,
    aud: Audience,
    jti: String,
    exp: f64,
    #[serde(default)]
    nbf: Option<f64>,
    #[serde(default)]
    iat: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn holds(&self, is: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::One(one) => is(one),
            Self::Several(several) => several.iter().any(|one| is(one)),
        }
    }
}

/// Whose statement it says it is. Nothing is known of it yet.
pub(super) fn subject(statement: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Subject {
        sub: String,
    }
    let payload = BASE64URL_NOPAD.decode(statement.split('.').nth(1)?.as_bytes()).ok()?;
    Some(serde_json::from_slice::<Subject>(&payload).ok()?.sub)
}

impl OpenId {
    /// Whether a statement is an application's own, of now, for this provider, and here for the first time.
    pub(super) async fn vouches(&self, client: &Client, statement: &str) -> Result<bool, OAuthError> {
        let Some(stated) = self.read_statement(client, statement).await else { return Ok(false) };
        let now = self.clock.now();
        let Some(ends_at) = self.holds_until(client, &stated, now) else { return Ok(false) };
        let writer = self.database.writer();
        assertions::sweep_of(writer, client.id, now).await?;
        let jti_hash = HEXLOWER.encode(&Sha256::digest(stated.jti.as_bytes()));
        match assertions::add(writer, client.id, jti_hash, ends_at).await {
            Ok(()) => Ok(true),
            Err(Fault::Conflict(_)) => {
                tracing::warn!(client = client.client_id, "an assertion came again");
                Ok(false)
            }
            Err(fault) => Err(fault.into()),
        }
    }

    /// Until when the statement has to be remembered, if it says what it must.
    fn holds_until(&self, client: &Client, stated: &Statement, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let issuer = self.issuer();
        // The endpoint that is asked may stand for the issuer (RFC 7523 §3, RFC 9126 §2).
        let endpoints = ["/oauth/token", "/oauth/par", "/oauth/introspect", "/oauth/revoke"];
        let is_us = |audience: &str| {
            audience.strip_prefix(issuer).is_some_and(|rest| rest.is_empty() || endpoints.contains(&rest))
        };
        let expires = at(stated.exp)?;
        let begun =
            [stated.nbf, stated.iat].into_iter().flatten().all(|moment| at(moment).is_some_and(|at| at <= now + APART));
        let fits = stated.iss == client.client_id
            && stated.sub == client.client_id
            && stated.aud.holds(is_us)
            && begun
            && expires + APART > now
            && expires <= now + LONGEST + APART
            && (1..=MAX_JTI).contains(&stated.jti.len());
        fits.then(|| expires + APART)
    }

    /// What a statement says, once a key of the application's vouches for it.
    async fn read_statement(&self, client: &Client, statement: &str) -> Option<Statement> {
        let header = jsonwebtoken::decode_header(statement).ok()?;
        let algorithm = SigningAlgorithm::ALL.into_iter().find(|known| known.of_library() == header.alg)?;
        let kid = header.kid.as_deref();
        let set = match &client.definition.keys {
            ClientKeys::None => return None,
            ClientKeys::Inline(set) => std::sync::Arc::new(set.clone()),
            ClientKeys::At(address) => self.key_sets.of(&self.fetch, address, kid).await?,
        };
        fitting(&set, algorithm, kid).find_map(|jwk| read(jwk, algorithm, statement))
    }
}

/// The keys of a set that may have signed.
fn fitting<'s>(
    set: &'s JwkSet,
    algorithm: SigningAlgorithm,
    kid: Option<&'s str>,
) -> impl Iterator<Item = &'s Jwk> + 's {
    let is_of_kind = move |jwk: &&Jwk| match (&jwk.algorithm, algorithm) {
        (AlgorithmParameters::EllipticCurve(key), SigningAlgorithm::Es256) => key.curve == EllipticCurve::P256,
        (AlgorithmParameters::RSA(_), SigningAlgorithm::Rs256) => true,
        _ => false,
    };
    set.keys
        .iter()
        .filter(is_of_kind)
        .filter(|jwk| jwk.common.public_key_use.as_ref().is_none_or(|purpose| *purpose == PublicKeyUse::Signature))
        .filter(move |jwk| kid.is_none_or(|kid| jwk.common.key_id.as_deref() == Some(kid)))
        .take(MAX_KEYS)
}

fn read(jwk: &Jwk, algorithm: SigningAlgorithm, statement: &str) -> Option<Statement> {
    let key = DecodingKey::from_jwk(jwk).ok()?;
    let mut validation = Validation::new(algorithm.of_library());
    // Time and audience are looked at by this process's own clock and addresses.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    jsonwebtoken::decode::<Statement>(statement, &key, &validation).ok().map(|data| data.claims)
}

/// A moment as JWTs write it: seconds, perhaps with a fraction (RFC 7519 §2).
fn at(seconds: f64) -> Option<DateTime<Utc>> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a fraction of a second is nothing here; what is too large is no time"
    )]
    DateTime::from_timestamp(seconds as i64, 0)
}
