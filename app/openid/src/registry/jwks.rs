use std::collections::HashSet;

use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{
    DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse},
};
use serde_json::{Value, json};

/// The longest set.
const MAX_BYTES: usize = 16 << 10;
/// The most keys: one in use, one before, one after, in two algorithms.
const MOST_KEYS: usize = 6;
/// RSA keys have 2048 bits at least (NIST SP 800-131A) and so many that verifying stays cheap.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=512;
/// Members that only private and symmetric keys have (RFC 7518 §6).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Reads a set of public keys (RFC 7517 §5), or a single one, as somebody pasted it. The reason why not is that of a field.
pub(super) fn read(text: &str) -> Result<JwkSet, &'static str> {
    if text.len() > MAX_BYTES {
        return Err("long");
    }
    let given: Value = serde_json::from_str(text).map_err(|_| "app-keys")?;
    let set = if given.get("kty").is_some() { json!({ "keys": [given] }) } else { given };
    let members = set.get("keys").and_then(Value::as_array).ok_or("app-keys")?;
    if members.iter().any(|key| PRIVATE.iter().any(|member| key.get(member).is_some())) {
        return Err("app-keys-private");
    }
    let set: JwkSet = serde_json::from_value(set).map_err(|_| "app-keys")?;
    let names: HashSet<_> = set.keys.iter().map(|key| key.common.key_id.as_deref()).collect();
    // With several, a token says by name which it is signed with.
    let is_named = set.keys.len() == 1 || (names.len() == set.keys.len() && !names.contains(&None));
    let fits = (1..=MOST_KEYS).contains(&set.keys.len()) && is_named && set.keys.iter().all(verifies);
    if fits { Ok(set) } else { Err("app-keys") }
}

/// Whether signatures of an algorithm we speak can be verified with it.
fn verifies(key: &Jwk) -> bool {
    let fits = match &key.algorithm {
        AlgorithmParameters::EllipticCurve(parameters) => parameters.curve == EllipticCurve::P256,
        AlgorithmParameters::RSA(parameters) => {
            BASE64URL_NOPAD.decode(parameters.n.as_bytes()).is_ok_and(|modulus| RSA_BYTES.contains(&modulus.len()))
        }
        _ => false,
    };
    let is_for_signatures = key.common.public_key_use.as_ref().is_none_or(|use_| *use_ == PublicKeyUse::Signature);
    fits && is_for_signatures && DecodingKey::from_jwk(key).is_ok()
}
