use axum::http::HeaderMap;
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::openid::{
    Form, OAuthError, OAuthErrorCode, OpenId,
    model::{Client, ClientAuthentication},
    store::clients,
};

const NOT_BELIEVED: OAuthError = OAuthError::new(
    OAuthErrorCode::InvalidClient,
    "the application is unknown, not in use, or did not prove itself in its registered way",
);

impl OpenId {
    /// The application that asks, once it proved by its secret in the form who it is (RFC 6749 §2.3.1).
    pub(in crate::openid) async fn authenticate_client(
        &self,
        _: &HeaderMap,
        form: &Form,
    ) -> Result<Client, OAuthError> {
        let client_id = form.get("client_id").ok_or(NOT_BELIEVED)?;
        let found = clients::named(self.database.reader(), client_id).await?;
        let (client, secrets) = found.filter(|(client, _)| client.state.is_served()).ok_or(NOT_BELIEVED)?;
        let shown = HEXLOWER.encode(&Sha256::digest(form.get("client_secret").unwrap_or_default().as_bytes()));
        let proven = match client.definition.authentication {
            ClientAuthentication::None => true,
            ClientAuthentication::ClientSecretPost => {
                secrets.hash.is_some_and(|hash| bool::from(hash.as_bytes().ct_eq(shown.as_bytes())))
            }
            ClientAuthentication::ClientSecretBasic | ClientAuthentication::PrivateKeyJwt => false,
        };
        if proven { Ok(client) } else { Err(NOT_BELIEVED) }
    }
}
