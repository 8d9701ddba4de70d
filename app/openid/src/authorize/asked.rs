use serde::{Deserialize, Serialize};

use super::WayBack;
use crate::{
    Form, OAuthError, OAuthErrorCode,
    model::{Claim, ClaimsRequest, Client, Scope, Scopes},
};
use foundation::text::Language;
use identity::realname::RealNameLevel;

/// The longest hint of whom to sign in.
const MAX_HINT: usize = 200;
/// The longest nonce: it goes into ID tokens.
const MAX_NONCE: usize = 500;

/// What an application asks at the authorization endpoint, read and checked. Stored as one document while it waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) way: WayBack,
    pub(crate) scopes: Scopes,
    /// Single claims, none of which its scopes would not carry.
    pub(crate) claims: ClaimsRequest,
    pub(crate) nonce: Option<String>,
    /// The PKCE challenge (RFC 7636 §4.3), of the method S256.
    pub(crate) challenge: Option<String>,
    pub(crate) prompts: Prompts,
    /// Seconds since the person last proved to be there, at most.
    pub(crate) max_age: Option<u32>,
    pub(crate) login_hint: Option<String>,
    /// The tag of the language pages are wanted in.
    pub(crate) language: Option<String>,
    /// The lowest real-name level asked for, 1 to 4.
    pub(crate) level: i16,
    /// By which number the application knows whom it asks for.
    pub(crate) subject: Option<String>,
}

/// What the person is to be shown (OpenID Connect Core 1.0 §3.1.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a value of its own on the wire, and they combine")]
pub(crate) struct Prompts {
    /// Nothing at all.
    pub(crate) none: bool,
    /// That they prove again to be there.
    pub(crate) login: bool,
    /// What is passed on, even where they agreed before.
    pub(crate) consent: bool,
    /// With which account they go on.
    pub(crate) select_account: bool,
}

fn refused(code: OAuthErrorCode, why: &'static str) -> OAuthError {
    OAuthError::new(code, why)
}

fn invalid(why: &'static str) -> OAuthError {
    refused(OAuthErrorCode::InvalidRequest, why)
}

impl Prompts {
    fn read(text: &str) -> Result<Self, OAuthError> {
        let mut prompts = Self::default();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let said = match word {
                "none" => &mut prompts.none,
                "login" => &mut prompts.login,
                "consent" => &mut prompts.consent,
                "select_account" => &mut prompts.select_account,
                _ => return Err(invalid("prompt is none, login, consent or select_account")),
            };
            *said = true;
        }
        if prompts.none && (prompts.login || prompts.consent || prompts.select_account) {
            return Err(invalid("prompt=none stands alone"));
        }
        Ok(prompts)
    }
}

impl Asked {
    /// Reads what was sent by an application, once it is known where the answer goes. The subject of an ID token that was shown
    /// is the caller's to find.
    pub(super) fn read(sent: &Form, client: &Client, way: WayBack, hinted: Option<String>) -> Result<Self, OAuthError> {
        if client.definition.is_system {
            return Err(refused(OAuthErrorCode::UnauthorizedClient, "this application works without people"));
        }
        if sent.get("request").is_some() {
            return Err(refused(OAuthErrorCode::RequestNotSupported, "send parameters, or push them to /oauth/par"));
        }
        match sent.get("response_type") {
            Some("code") => {}
            Some(_) => return Err(refused(OAuthErrorCode::UnsupportedResponseType, "response_type is code")),
            None => return Err(invalid("response_type is missing")),
        }
        if sent.get("response_mode").is_some_and(|mode| mode != "query") {
            return Err(invalid("response_mode is query"));
        }
        let scopes = scopes(sent, client)?;
        let nonce = sent.get("nonce").map(str::to_owned);
        if nonce.as_ref().is_some_and(|nonce| nonce.len() > MAX_NONCE) {
            return Err(invalid("nonce is too long"));
        }
        let challenge = challenge(sent)?;
        let definition = &client.definition;
        let exempt = definition.pkce_exempt && definition.authentication.is_confidential() && nonce.is_some();
        if challenge.is_none() && !exempt {
            return Err(invalid("code_challenge is missing: PKCE with S256 is required"));
        }
        let claims = sent.get("claims").map(ClaimsRequest::parse).transpose();
        let claims = claims.map_err(|()| invalid("claims is no request for claims"))?.unwrap_or_default();
        // What the application may not have is left out, as what nobody knows (OpenID Connect Core 1.0 §5.5).
        let claims = claims.within(&definition.scopes);
        let level = level(sent.get("acr_values"), &claims)?;
        let subject = subject(&claims, hinted)?;
        let max_age =
            sent.get("max_age").map(|text| text.parse().map_err(|_| invalid("max_age is a number of seconds")));
        Ok(Self {
            way,
            scopes,
            claims,
            nonce,
            challenge,
            prompts: Prompts::read(sent.get("prompt").unwrap_or_default())?,
            max_age: max_age.transpose()?,
            // A hint helps, or it does not.
            login_hint: sent.get("login_hint").filter(|hint| hint.len() <= MAX_HINT).map(str::to_owned),
            language: language(sent),
            level: level.max(definition.least_level()).number(),
            subject,
        })
    }

    /// The lowest real-name level asked for.
    pub(crate) fn level(&self) -> RealNameLevel {
        RealNameLevel::of(self.level)
    }

    /// The language pages are wanted in.
    pub(crate) fn language(&self) -> Option<Language> {
        self.language.as_deref().and_then(Language::parse)
    }

    /// Everything the person has to agree to.
    pub(crate) fn passed_on(&self) -> Scopes {
        self.scopes.joined_with(&self.claims.scopes())
    }
}

/// Scopes nobody knows are left out (OpenID Connect Core 1.0 §3.1.2.1); those of others are refused.
fn scopes(sent: &Form, client: &Client) -> Result<Scopes, OAuthError> {
    let scopes = Scopes::parse(sent.get("scope").unwrap_or_default());
    if scopes.is_empty() || scopes == Scopes::of([Scope::OfflineAccess]) {
        return Err(refused(OAuthErrorCode::InvalidScope, "scope is missing: openid, at least"));
    }
    if !client.definition.scopes.contain_all(&scopes) {
        return Err(refused(OAuthErrorCode::InvalidScope, "the application is not registered for a scope it asks for"));
    }
    Ok(scopes)
}

/// RFC 7636 §4.2, §4.3.
fn challenge(sent: &Form) -> Result<Option<String>, OAuthError> {
    let Some(challenge) = sent.get("code_challenge") else {
        return match sent.get("code_challenge_method") {
            None => Ok(None),
            Some(_) => Err(invalid("code_challenge is missing")),
        };
    };
    if sent.get("code_challenge_method") != Some("S256") {
        return Err(invalid("code_challenge_method is S256"));
    }
    // A SHA-256 in base64url is 43 characters long.
    let is_hash =
        challenge.len() == 43 && challenge.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if is_hash { Ok(Some(challenge.to_owned())) } else { Err(invalid("code_challenge is no base64url of a SHA-256")) }
}

/// The level of an authentication context class reference.
fn level_of(acr: &str) -> Option<RealNameLevel> {
    RealNameLevel::ALL.into_iter().find(|level| level.acr() == acr)
}

/// The lowest of the levels asked for: whoever stands higher meets all below. Of wishes, those nobody knows are left out; what is
/// essential and cannot be met is an error (OpenID Connect Core 1.0 §5.5.1.1).
fn level(acr_values: Option<&str>, claims: &ClaimsRequest) -> Result<RealNameLevel, OAuthError> {
    let by_parameter = acr_values.unwrap_or_default().split(' ').filter_map(level_of).min().unwrap_or_default();
    let Some(wish) = claims.in_id_token(Claim::Acr) else { return Ok(by_parameter) };
    let by_claim = wish.texts().filter_map(level_of).min();
    if by_claim.is_none() && wish.essential && wish.texts().next().is_some() {
        return Err(refused(
            OAuthErrorCode::UnmetAuthenticationRequirements,
            "none of the levels asked for is one of acr_values_supported",
        ));
    }
    Ok(by_parameter.max(by_claim.unwrap_or_default()))
}

/// By which number the application knows whom it asks for: by an ID token, or in the claim itself.
fn subject(claims: &ClaimsRequest, hinted: Option<String>) -> Result<Option<String>, OAuthError> {
    let claimed = claims.in_id_token(Claim::Subject).and_then(|wish| wish.texts().next()).map(str::to_owned);
    match (hinted, claimed) {
        (Some(hinted), Some(claimed)) if hinted != claimed => {
            Err(invalid("id_token_hint and the claim sub are of two people"))
        }
        (hinted, claimed) => Ok(hinted.or(claimed)),
    }
}

/// The first language we speak (OpenID Connect Core 1.0 §3.1.2.1).
fn language(sent: &Form) -> Option<String> {
    let tags = sent.get("ui_locales")?;
    tags.split(' ').find_map(Language::parse).map(|language| language.tag().to_owned())
}
