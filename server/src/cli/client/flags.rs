use clap::Args;
use foundation::error::FieldError;
use openid::{model::Logo, registry::Typed};

/// What describes an application; each is a field of the desk's form.
#[derive(Debug, Args)]
pub(super) struct DefinitionArguments {
    /// What it is called, in Chinese.
    #[arg(long)]
    name_zh: Option<String>,
    /// What it is called, in English.
    #[arg(long)]
    name_en: Option<String>,
    /// What it is for, in Chinese.
    #[arg(long)]
    purpose_zh: Option<String>,
    /// What it is for, in English.
    #[arg(long)]
    purpose_en: Option<String>,
    /// Whom the city asks when something is wrong: a mail address or telephone number.
    #[arg(long)]
    contact: Option<String>,
    /// Where it is opened from the portal; empty for nowhere.
    #[arg(long, value_name = "URL")]
    start_uri: Option<String>,
    /// Where it is led back to, letter for letter; once for each.
    #[arg(long, value_name = "URL")]
    redirect_uri: Option<Vec<String>>,
    /// Where it is led back to after signing out; once for each.
    #[arg(long, value_name = "URL")]
    post_logout_redirect_uri: Option<Vec<String>>,
    /// Where it is told that a session ended; empty for nowhere.
    #[arg(long, value_name = "URL")]
    backchannel_logout_uri: Option<String>,
    /// What it may ask for, with spaces or commas between: "openid profile phone".
    #[arg(long)]
    scopes: Option<String>,
    /// How it proves who it is: none, `client_secret_basic`, `client_secret_post` or `private_key_jwt`.
    #[arg(long)]
    authentication: Option<String>,
    /// A file with its public keys (JWKS).
    #[arg(long, value_name = "FILE")]
    jwks: Option<std::path::PathBuf>,
    /// Where its public keys are.
    #[arg(long, value_name = "URL", conflicts_with = "jwks")]
    jwks_uri: Option<String>,
    /// What its ID tokens are signed with: ES256 or RS256.
    #[arg(long)]
    signing: Option<String>,
    /// By what number it knows people: pairwise or public.
    #[arg(long)]
    subject: Option<String>,
    /// The host that pairwise numbers belong to, where its redirect addresses have several.
    #[arg(long, value_name = "HOST")]
    sector: Option<String>,
    /// The lowest real-name level somebody may come with, 1 to 4.
    #[arg(long)]
    level: Option<String>,
    /// A file with its logo: a square PNG of 128 to 512 pixels, at most 64 KB.
    #[arg(long, value_name = "FILE")]
    logo: Option<std::path::PathBuf>,
    /// It has no logo.
    #[arg(long, conflicts_with = "logo")]
    no_logo: bool,
    /// Whether it reads names and ID numbers whole.
    #[arg(long, value_name = "true|false")]
    full_real_name: Option<bool>,
    /// Whether it needs no PKCE; it must send a nonce then.
    #[arg(long, value_name = "true|false")]
    pkce_exempt: Option<bool>,
    /// Whether it works for itself, without a person (client credentials).
    #[arg(long, value_name = "true|false")]
    system: Option<bool>,
}

/// What becomes of an application's logo.
pub(super) enum LogoChange {
    /// It stays as it is.
    None,
    /// It is taken away.
    TakeAway,
    /// It is this one.
    Put(Box<Logo>),
}

impl DefinitionArguments {
    /// The logo that was given, read whole before anything is written.
    pub(super) fn logo(&self) -> anyhow::Result<LogoChange> {
        use anyhow::Context as _;
        let Some(file) = &self.logo else {
            return Ok(if self.no_logo { LogoChange::TakeAway } else { LogoChange::None });
        };
        let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
        match Logo::read(&bytes) {
            Ok(logo) => Ok(LogoChange::Put(Box::new(logo))),
            Err(fault) => Err(super::faulty(&[FieldError::new("logo", fault.reason())])),
        }
    }

    /// Puts what was given in the place of what is there.
    pub(super) fn over(self, mut typed: Typed) -> anyhow::Result<Typed> {
        use anyhow::Context as _;
        fn put<T>(place: &mut T, given: Option<T>) {
            if let Some(given) = given {
                *place = given;
            }
        }
        let lines = |given: Option<Vec<String>>| given.map(|addresses| addresses.join("\n"));
        put(&mut typed.name_zh, self.name_zh);
        put(&mut typed.name_en, self.name_en);
        put(&mut typed.purpose_zh, self.purpose_zh);
        put(&mut typed.purpose_en, self.purpose_en);
        put(&mut typed.contact, self.contact);
        put(&mut typed.start_uri, self.start_uri);
        put(&mut typed.redirect_uris, lines(self.redirect_uri));
        put(&mut typed.post_logout_redirect_uris, lines(self.post_logout_redirect_uri));
        put(&mut typed.backchannel_logout_uri, self.backchannel_logout_uri);
        put(&mut typed.scopes, self.scopes.map(|scopes| scopes.replace(',', " ")));
        put(&mut typed.authentication, self.authentication);
        if let Some(file) = self.jwks {
            typed.jwks = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            typed.jwks_uri.clear();
        }
        if let Some(uri) = self.jwks_uri {
            typed.jwks_uri = uri;
            typed.jwks.clear();
        }
        put(&mut typed.signing, self.signing);
        put(&mut typed.subject, self.subject);
        put(&mut typed.sector, self.sector);
        put(&mut typed.level, self.level);
        put(&mut typed.full_real_name, self.full_real_name);
        put(&mut typed.pkce_exempt, self.pkce_exempt);
        put(&mut typed.is_system, self.system);
        Ok(typed)
    }
}
