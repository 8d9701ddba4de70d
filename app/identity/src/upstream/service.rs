use std::sync::Arc;

use chrono::TimeDelta;
use openidconnect::{
    AccessTokenHash, AuthenticationContextClass, AuthorizationCode, ClaimsVerificationError, Client as OidcClient,
    ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, SignatureVerificationError,
    StandardErrorResponse, StandardTokenResponse, TokenResponse as _, UserInfoClaims,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim,
        CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
        CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Assertion, Provider, Providers, Raise,
    assertion::raise_nothing,
    claims::{self, AnyClaims},
    discovery::Metadata,
    store::{self, NewAttempt, Returned},
};
use crate::{
    Begun, Identity, IdentityError, Method, Methods, Token,
    sessions::{self, Opening},
    throttle::PROVIDER,
};
use foundation::{
    context::Client,
    database::{Fault, TransientFault},
    error::AppError,
    ids::{AccountId, AttemptId},
};

/// How long a way to a provider and back may take, and what came back waits for its owner.
const LASTS: TimeDelta = TimeDelta::minutes(10);
/// How keys may sign what is believed: with two halves. What a shared secret or nothing signs is not.
const SIGNED_BY: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Fields = IdTokenFields<
    AnyClaims,
    openidconnect::EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Tokens = StandardTokenResponse<Fields, CoreTokenType>;
type OurClient = OidcClient<
    AnyClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What goes out with a way and must come back with it.
#[derive(Serialize, Deserialize)]
struct Secrets {
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

/// What a provider sent a browser back with.
#[derive(Debug, Default, Deserialize)]
pub struct Answer {
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) state: String,
    pub(super) iss: Option<String>,
    pub(super) error: Option<String>,
}

/// Where a way led.
#[derive(Debug)]
pub enum Arrival {
    /// Somebody is known, and signed in.
    SignedIn {
        /// Their session.
        begun: Begun,
        /// Where they were going.
        return_to: String,
    },
    /// The subject is nobody's yet: its owner says whose. With where they were going.
    Nobodys(AttemptId, String),
}

/// Why a way led nowhere.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    /// There is no such provider.
    #[error("there is no such provider")]
    Unknown,
    /// The way is none of this browser's, is over, or was gone already.
    #[error("the way to the provider is over")]
    Over,
    /// The person, or the provider on their behalf, said no.
    #[error("the provider said no")]
    Declined,
    /// The provider does not answer.
    #[error("the provider does not answer")]
    Down,
    /// What the provider answered cannot be believed.
    #[error("the provider's answer cannot be believed")]
    Unbelievable,
    /// The account must not be entered, or the act not be done.
    #[error(transparent)]
    Identity(#[from] IdentityError),
}

impl From<Fault> for UpstreamError {
    fn from(fault: Fault) -> Self {
        Self::Identity(fault.into())
    }
}

impl TransientFault for UpstreamError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Identity(error) if error.is_transient())
    }
}

impl From<UpstreamError> for AppError {
    fn from(error: UpstreamError) -> Self {
        match error {
            UpstreamError::Unknown => Self::NotFound,
            UpstreamError::Over | UpstreamError::Declined => Self::Invalid(Vec::new()),
            UpstreamError::Down | UpstreamError::Unbelievable => Self::Unavailable,
            UpstreamError::Identity(error) => error.into(),
        }
    }
}

/// Signing in by way of other providers; clone it freely.
#[derive(Clone)]
pub struct Upstream {
    pub(super) identity: Identity,
    /// The providers, in the order they are shown.
    pub providers: Providers,
    origin: Arc<str>,
    pub(super) raise: Raise,
}

impl Upstream {
    /// Over the accounts; `origin` is the site's own scheme and host.
    pub fn new(identity: Identity, providers: Providers, origin: &str) -> Self {
        Self { identity, providers, origin: origin.into(), raise: raise_nothing }
    }

    /// With what raises an account's level on a provider's word.
    #[must_use]
    pub fn raising(mut self, raise: Raise) -> Self {
        self.raise = raise;
        self
    }

    pub(super) fn provider(&self, id: &str) -> Result<Arc<Provider>, UpstreamError> {
        self.providers.get(id).ok_or(UpstreamError::Unknown)
    }

    /// Begins a way to a provider: where the browser goes.
    pub async fn begin(
        &self,
        provider: &str,
        browser: &Token,
        client: &Client,
        return_to: &str,
    ) -> Result<String, UpstreamError> {
        let provider = self.provider(provider)?;
        self.identity.begin_try(PROVIDER, &browser.hash(), &client.network()).await?;
        let metadata = provider.discovery.get(&provider.issuer, &provider.fetch).await.map_err(|error| {
            tracing::warn!(provider = provider.id(), %error, "provider not reached");
            UpstreamError::Down
        })?;
        let oidc = self.client(&provider, &metadata)?;
        let (state, nonce) = (Token::new()?, Token::new()?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let secrets = Secrets { nonce: Nonce::new(nonce.as_str().to_owned()), verifier };
        let id = AttemptId::new();
        let sent = CsrfToken::new(state.as_str().to_owned());
        let (sent_nonce, known) = (secrets.nonce.clone(), &provider.settings);
        let mut request =
            oidc.authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || sent, move || sent_nonce);
        for scope in &known.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        for known in &known.levels {
            request = request.add_auth_context_value(AuthenticationContextClass::new(known.acr.clone()));
        }
        let (url, ..) = request.set_pkce_challenge(challenge).url();
        let now = self.identity.clock.now();
        let secrets = serde_json::to_vec(&secrets).map_err(|_| IdentityError::Unhashed)?;
        let attempt = NewAttempt {
            id,
            provider: provider.id().to_owned(),
            state_hash: state.hash(),
            browser_hash: browser.hash(),
            return_to: return_to.to_owned(),
            secrets: self.identity.keyring.seal(&secrets_place(id), &secrets),
            ends_at: now + LASTS,
        };
        store::begin(self.identity.database.writer(), attempt).await?;
        Ok(url.into())
    }

    /// Ends a way: signs in whom the provider knows, or keeps what it said until its owner says whose it is.
    pub async fn finish(
        &self,
        provider: &str,
        answer: Answer,
        browser: &Token,
        client: &Client,
        old: Option<&Token>,
    ) -> Result<Arrival, UpstreamError> {
        let provider = self.provider(provider)?;
        let state = Token::parse(&answer.state).ok_or(UpstreamError::Over)?;
        let now = self.identity.clock.now();
        let writer = self.identity.database.writer();
        let returned = store::answer(writer, provider.id(), &state.hash(), &browser.hash(), now).await?;
        let returned = returned.ok_or(UpstreamError::Over)?;
        let assertion = self.ask(&provider, answer, &returned).await?;
        let subject_hash = self.subject_hash(provider.id(), &assertion.subject);
        let Some(account) = store::owner(self.identity.database.reader(), provider.id(), &subject_hash).await? else {
            let asserted = self.seal(&asserted_place(returned.id), &assertion)?;
            store::keep_asserted(writer, returned.id, asserted).await?;
            return Ok(Arrival::Nobodys(returned.id, returned.return_to));
        };
        let opening = self.opening(account, browser, client, old)?;
        let kept = self.seal(&kept_place(account, provider.id()), &assertion)?;
        let given = (self, &provider, &assertion, &subject_hash, &opening, kept);
        let begun = self
            .identity
            .database
            .write(&given, |transaction, (this, provider, assertion, subject_hash, opening, kept)| {
                Box::pin(async move {
                    let (account, now) = (opening.account, opening.opened.created_at);
                    // It may have been unlinked meanwhile.
                    if !store::use_identity(transaction, provider.id(), subject_hash, account, now).await? {
                        return Err(UpstreamError::Over);
                    }
                    store::assert(transaction, account, provider.id(), assertion.level, kept.clone(), now).await?;
                    let begun = sessions::begin(transaction, opening).await?;
                    (this.raise)(transaction, &this.identity.keyring, account, assertion, now).await?;
                    Ok(begun)
                })
            })
            .await?;
        Ok(Arrival::SignedIn { begun, return_to: returned.return_to })
    }

    pub(super) fn opening(
        &self,
        account: AccountId,
        browser: &Token,
        client: &Client,
        old: Option<&Token>,
    ) -> Result<Opening, IdentityError> {
        Ok(Opening {
            account,
            methods: Methods::one(Method::Provider),
            stays: false,
            opened: self.identity.opening(client),
            token: Token::new()?,
            old: old.cloned(),
            device: self.identity.device(Some(browser)),
        })
    }

    /// Exchanges what came back for what the provider says, and believes it or not.
    async fn ask(&self, provider: &Provider, answer: Answer, returned: &Returned) -> Result<Assertion, UpstreamError> {
        let metadata =
            provider.discovery.get(&provider.issuer, &provider.fetch).await.map_err(|_| UpstreamError::Down)?;
        let told = metadata.additional_metadata().authorization_response_iss_parameter_supported;
        let whose = answer.iss.as_deref();
        // RFC 9207: an answer of another provider is none, also where it says no.
        if whose.is_some_and(|iss| iss != provider.issuer.as_str()) || whose.is_none() && told {
            return Err(doubt(provider, "the answer is of another issuer"));
        }
        match answer.error.as_deref() {
            None => {}
            Some("access_denied" | "login_required" | "consent_required" | "interaction_required") => {
                return Err(UpstreamError::Declined);
            }
            Some("server_error" | "temporarily_unavailable") => return Err(UpstreamError::Down),
            Some(_) => return Err(doubt(provider, "it refused our request")),
        }
        let secrets = self.identity.keyring.open(&secrets_place(returned.id), &returned.secrets);
        let secrets: Option<Secrets> = secrets.ok().and_then(|secrets| serde_json::from_slice(&secrets).ok());
        let Secrets { nonce, verifier } = secrets.ok_or(UpstreamError::Over)?;
        let oidc = self.client(provider, &metadata)?;
        let exchange = oidc.exchange_code(AuthorizationCode::new(answer.code));
        let exchange = exchange.map_err(|_| doubt(provider, "it names no token endpoint"))?;
        let tokens = exchange.set_pkce_verifier(verifier).request_async(&provider.fetch).await;
        let tokens = tokens.map_err(|error| match error {
            openidconnect::RequestTokenError::Request(_) => UpstreamError::Down,
            openidconnect::RequestTokenError::ServerResponse(_) => doubt(provider, "it takes the code for none"),
            _ => doubt(provider, "its tokens are not understood"),
        })?;
        let id_token = tokens.id_token().ok_or_else(|| doubt(provider, "it sent no ID token"))?;
        let oidc = match self.verify(&oidc, id_token, &nonce) {
            Ok(_) => oidc,
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let anew = provider.discovery.anew(&provider.issuer, &provider.fetch).await;
                self.client(provider, &*anew.map_err(|_| UpstreamError::Down)?)?
            }
            Err(error) => return Err(doubt(provider, kind(&error))),
        };
        let believed = self.verify(&oidc, id_token, &nonce).map_err(|error| doubt(provider, kind(&error)))?;
        let verifier = self.verifier(&oidc);
        if let Some(expected) = believed.access_token_hash() {
            let algorithm = id_token.signing_alg();
            let key = id_token.signing_key(&verifier);
            let actual = algorithm
                .ok()
                .zip(key.ok())
                .and_then(|(algorithm, key)| AccessTokenHash::from_token(tokens.access_token(), algorithm, key).ok());
            if actual.as_ref() != Some(expected) {
                return Err(doubt(provider, "the access token is not the ID token's"));
            }
        }
        let info = match oidc.user_info(tokens.access_token().clone(), Some(believed.subject().clone())) {
            Err(_) => Value::Null,
            Ok(request) => {
                let info: UserInfoClaims<AnyClaims, CoreGenderClaim> =
                    request.request_async(&provider.fetch).await.map_err(|error| match error {
                        openidconnect::UserInfoError::Request(_) => UpstreamError::Down,
                        _ => doubt(provider, "its user info is not believable"),
                    })?;
                serde_json::to_value(&info).unwrap_or_default()
            }
        };
        let token = serde_json::to_value(believed).unwrap_or_default();
        let acr = believed.auth_context_ref().map(|acr| acr.as_str().to_owned());
        Ok(claims::read(provider, believed.subject().as_str(), acr.as_deref(), &token, &info))
    }

    fn client(&self, provider: &Provider, metadata: &Metadata) -> Result<OurClient, UpstreamError> {
        let back = format!("{}/sign-in/with/{}/return", self.origin, provider.id());
        let back = RedirectUrl::new(back).map_err(|_| UpstreamError::Unknown)?;
        let (id, secret) = (provider.settings.client_id.clone(), provider.settings.client_secret.clone());
        let client =
            OidcClient::from_provider_metadata(metadata.clone(), ClientId::new(id), Some(ClientSecret::new(secret)));
        Ok(client.set_redirect_uri(back))
    }

    fn verifier<'c>(&self, oidc: &'c OurClient) -> openidconnect::IdTokenVerifier<'c, CoreJsonWebKey> {
        let clock = self.identity.clock;
        oidc.id_token_verifier().set_allowed_algs(SIGNED_BY).set_time_fn(move || clock.now())
    }

    fn verify<'t>(
        &self,
        oidc: &OurClient,
        token: &'t openidconnect::IdToken<
            AnyClaims,
            CoreGenderClaim,
            CoreJweContentEncryptionAlgorithm,
            CoreJwsSigningAlgorithm,
        >,
        nonce: &Nonce,
    ) -> Result<&'t openidconnect::IdTokenClaims<AnyClaims, CoreGenderClaim>, ClaimsVerificationError> {
        token.claims(&self.verifier(oidc), nonce)
    }

    pub(super) fn subject_hash(&self, provider: &str, subject: &str) -> String {
        self.identity.keyring.index("upstream subject", &format!("{provider} {subject}"))
    }

    pub(super) fn seal(&self, place: &str, assertion: &Assertion) -> Result<Vec<u8>, IdentityError> {
        let text = serde_json::to_vec(assertion).map_err(|_| IdentityError::Unhashed)?;
        Ok(self.identity.keyring.seal(place, &text))
    }
}

fn secrets_place(id: AttemptId) -> String {
    format!("secrets of attempt {id}")
}

pub(super) fn asserted_place(id: AttemptId) -> String {
    format!("asserted of attempt {id}")
}

pub(super) fn kept_place(account: AccountId, provider: &str) -> String {
    format!("asserted of {account} by {provider}")
}

/// In words of our own: what providers say may repeat tokens.
fn doubt(provider: &Provider, why: &str) -> UpstreamError {
    tracing::warn!(provider = provider.id(), why, "provider not believed");
    UpstreamError::Unbelievable
}

fn kind(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "its ID token is too old",
        ClaimsVerificationError::InvalidAudience(_) => "its ID token is for somebody else",
        ClaimsVerificationError::InvalidIssuer(_) => "its ID token is of another issuer",
        ClaimsVerificationError::InvalidNonce(_) => "its ID token was asked for by somebody else",
        ClaimsVerificationError::SignatureVerification(_) => "its ID token is not signed as it should be",
        _ => "its ID token is not believable",
    }
}
