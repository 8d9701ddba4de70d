//! Applications for tests that are about what they ask.

#![expect(clippy::missing_panics_doc, clippy::unwrap_used, reason = "for tests: a panic is the report")]

use data_encoding::HEXLOWER;
use sea_orm::{EntityTrait as _, IntoActiveModel as _};
use sha2::{Digest as _, Sha256};

use super::super::{
    entity::oauth_client,
    model::{
        ClientAuthentication, ClientKeys, ClientState, Definition, Name, RedirectUri, Scopes, SecureUrl,
        SigningAlgorithm, SubjectType,
    },
};
use foundation::{clock::Clock, database::Database, ids::ApplicationId};

/// An application that shows its secret in the form, may ask for everything people pass on, and is led back to one address of a
/// site.
pub fn definition(site: &str) -> Definition {
    let name = |text: &str| Name { zh: text.to_owned(), en: text.to_owned() };
    Definition {
        name: name("Parking"),
        purpose: name("Resident parking permits"),
        logo: None,
        contact: "12345".to_owned(),
        start_uri: Some(SecureUrl::parse(&format!("{site}/start")).unwrap()),
        redirect_uris: vec![RedirectUri::parse(&format!("{site}/callback")).unwrap()],
        post_logout_redirect_uris: Vec::new(),
        backchannel_logout_uri: None,
        scopes: Scopes::parse("openid profile phone email address realname offline_access account:read"),
        authentication: ClientAuthentication::ClientSecretPost,
        keys: ClientKeys::None,
        signing: SigningAlgorithm::Es256,
        subject: SubjectType::Pairwise,
        sector: None,
        level: 1,
        full_real_name: false,
        pkce_exempt: false,
        is_system: false,
    }
}

/// Adds an application of a department that is there.
pub async fn add_application(
    database: &Database,
    client_id: &str,
    department: &str,
    state: ClientState,
    definition: &Definition,
    secret: Option<&str>,
) {
    let now = Clock::Real.now();
    let row = oauth_client::Model {
        id: ApplicationId::new().uuid(),
        client_id: client_id.to_owned(),
        department_id: department.to_owned(),
        state: state.code().to_owned(),
        definition: serde_json::to_string(definition).unwrap(),
        secret_hash: secret.map(|secret| HEXLOWER.encode(&Sha256::digest(secret.as_bytes()))),
        former_secret_hash: None,
        former_secret_until: None,
        service_account_id: None,
        revision: 1,
        created_at: now,
        created_by: "test".to_owned(),
        changed_at: now,
    };
    oauth_client::Entity::insert(row.into_active_model()).exec_without_returning(database.writer()).await.unwrap();
}
