use std::time::Duration;

use chrono::{DateTime, Utc};
use jsonwebtoken::{Header, Validation};
use serde::{Serialize, de::DeserializeOwned};

use super::pair::KeyFault;
use crate::{OpenId, model::SigningAlgorithm};

impl OpenId {
    /// Signs claims as a JWT (RFC 7519) of a type: `JWT`, `at+jwt` (RFC 9068 §2.1), `logout+jwt`.
    pub(crate) async fn sign(
        &self,
        typ: &str,
        algorithm: SigningAlgorithm,
        claims: &(impl Serialize + Sync),
        now: DateTime<Utc>,
    ) -> Result<String, KeyFault> {
        let keys = self.keys().await?;
        let (kid, key) = keys.signing(algorithm, now).ok_or(KeyFault::Unmade)?;
        let mut header = Header::new(algorithm.of_library());
        header.typ = Some(typ.to_owned());
        header.kid = Some(kid.to_owned());
        Ok(jsonwebtoken::encode(&header, claims, key)?)
    }

    /// The claims of a JWT of a type that this provider signed; none where it did not, whatever is wrong with it. Issuer and
    /// signature are looked at here; time and audience by whoever asks, who knows them.
    pub(crate) async fn verify<C: DeserializeOwned>(&self, typ: &str, token: &str) -> Result<Option<C>, KeyFault> {
        let Ok(header) = jsonwebtoken::decode_header(token) else { return Ok(None) };
        let is_of_type = header.typ.as_deref().is_some_and(|shown| shown.eq_ignore_ascii_case(typ));
        let Some(kid) = header.kid.filter(|_| is_of_type) else { return Ok(None) };
        let mut keys = self.keys().await?;
        if keys.verifying(&kid).is_none() {
            // Another process may have made it; strangers who make names up cost no more than one look a second.
            keys = self.keys_read_within(Duration::from_secs(1)).await?;
        }
        let Some((algorithm, key)) = keys.verifying(&kid) else { return Ok(None) };
        // The algorithm is the key's, never the token's.
        let mut validation = Validation::new(algorithm.of_library());
        validation.set_issuer(&[&*self.issuer]);
        validation.set_required_spec_claims(&["iss"]);
        validation.validate_exp = false;
        validation.validate_aud = false;
        Ok(jsonwebtoken::decode::<C>(token, key, &validation).ok().map(|data| data.claims))
    }
}
