use url::Host;

use super::{jwks, rules};
use crate::model::{
    ClientAuthentication, ClientKeys, Definition, Name, RedirectUri, Scope, Scopes, SecureUrl, SigningAlgorithm,
    SubjectType,
};
use foundation::error::FieldError;
use identity::{Contact, realname::RealNameLevel};

/// The most addresses of a kind.
const MOST_ADDRESSES: usize = 20;
/// The longest name, in characters: it stands in a sentence.
const NAME: usize = 40;
/// The longest purpose, in characters.
const PURPOSE: usize = 300;

/// A description as it is typed at the desk or given by flags: every part a text, so that what is wrong is shown as it was
/// typed. Names of fields are those of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each is the part of a definition of that name")]
pub struct Typed {
    pub name_zh: String,
    pub name_en: String,
    pub purpose_zh: String,
    pub purpose_en: String,
    pub contact: String,
    pub start_uri: String,
    /// One a line.
    pub redirect_uris: String,
    /// One a line.
    pub post_logout_redirect_uris: String,
    pub backchannel_logout_uri: String,
    /// Names with spaces between.
    pub scopes: String,
    pub authentication: String,
    pub jwks: String,
    pub jwks_uri: String,
    pub signing: String,
    pub subject: String,
    pub sector: String,
    pub level: String,
    pub full_real_name: bool,
    pub pkce_exempt: bool,
    pub is_system: bool,
}

impl Typed {
    /// What a form shows of a description.
    pub fn of(definition: &Definition) -> Self {
        let lines =
            |addresses: &[RedirectUri]| addresses.iter().map(RedirectUri::as_str).collect::<Vec<_>>().join("\n");
        let address = |address: &Option<SecureUrl>| address.as_ref().map(ToString::to_string).unwrap_or_default();
        let (jwks, jwks_uri) = match &definition.keys {
            ClientKeys::None => (String::new(), String::new()),
            ClientKeys::Inline(set) => (serde_json::to_string_pretty(set).unwrap_or_default(), String::new()),
            ClientKeys::At(uri) => (String::new(), uri.to_string()),
        };
        Self {
            name_zh: definition.name.zh.clone(),
            name_en: definition.name.en.clone(),
            purpose_zh: definition.purpose.zh.clone(),
            purpose_en: definition.purpose.en.clone(),
            contact: definition.contact.clone(),
            start_uri: address(&definition.start_uri),
            redirect_uris: lines(&definition.redirect_uris),
            post_logout_redirect_uris: lines(&definition.post_logout_redirect_uris),
            backchannel_logout_uri: address(&definition.backchannel_logout_uri),
            scopes: definition.scopes.joined(),
            authentication: definition.authentication.name().to_owned(),
            jwks,
            jwks_uri,
            signing: definition.signing.name().to_owned(),
            subject: if definition.subject == SubjectType::Public { "public" } else { "pairwise" }.to_owned(),
            sector: definition.sector.clone().unwrap_or_default(),
            level: definition.level.to_string(),
            full_real_name: definition.full_real_name,
            pkce_exempt: definition.pkce_exempt,
            is_system: definition.is_system,
        }
    }

    /// Each part that is a text, with the name of its field.
    pub fn parts(&self) -> [(&'static str, &str); 17] {
        [
            ("name_zh", &self.name_zh),
            ("name_en", &self.name_en),
            ("purpose_zh", &self.purpose_zh),
            ("purpose_en", &self.purpose_en),
            ("contact", &self.contact),
            ("start_uri", &self.start_uri),
            ("redirect_uris", &self.redirect_uris),
            ("post_logout_redirect_uris", &self.post_logout_redirect_uris),
            ("backchannel_logout_uri", &self.backchannel_logout_uri),
            ("scopes", &self.scopes),
            ("authentication", &self.authentication),
            ("jwks", &self.jwks),
            ("jwks_uri", &self.jwks_uri),
            ("signing", &self.signing),
            ("subject", &self.subject),
            ("sector", &self.sector),
            ("level", &self.level),
        ]
    }

    /// Each part that is a yes or no, with the name of its field.
    pub fn answers(&self) -> [(&'static str, bool); 3] {
        [("is_system", self.is_system), ("full_real_name", self.full_real_name), ("pkce_exempt", self.pkce_exempt)]
    }

    /// Takes a field of a form; what is no field of it is left out. Scopes come one by one.
    pub fn take(&mut self, field: &str, value: &str) {
        let text = match field {
            "name_zh" => &mut self.name_zh,
            "name_en" => &mut self.name_en,
            "purpose_zh" => &mut self.purpose_zh,
            "purpose_en" => &mut self.purpose_en,
            "contact" => &mut self.contact,
            "start_uri" => &mut self.start_uri,
            "redirect_uris" => &mut self.redirect_uris,
            "post_logout_redirect_uris" => &mut self.post_logout_redirect_uris,
            "backchannel_logout_uri" => &mut self.backchannel_logout_uri,
            "authentication" => &mut self.authentication,
            "jwks" => &mut self.jwks,
            "jwks_uri" => &mut self.jwks_uri,
            "signing" => &mut self.signing,
            "sector" => &mut self.sector,
            "level" => &mut self.level,
            "scopes" => {
                self.scopes.push(' ');
                self.scopes.push_str(value);
                return;
            }
            "is_system" => {
                self.is_system = value == "yes";
                return;
            }
            _ => return,
        };
        value.clone_into(text);
    }

    /// The description, or everything that is wrong with it, by field.
    pub fn read(&self) -> Result<Definition, Vec<FieldError>> {
        let mut reader = Reader::default();
        let definition = Definition {
            name: reader.name(["name_zh", "name_en"], [&self.name_zh, &self.name_en], NAME),
            purpose: reader.name(["purpose_zh", "purpose_en"], [&self.purpose_zh, &self.purpose_en], PURPOSE),
            logo: None,
            contact: reader.contact(&self.contact),
            start_uri: reader.address("start_uri", &self.start_uri),
            redirect_uris: reader.addresses("redirect_uris", &self.redirect_uris),
            post_logout_redirect_uris: reader.addresses("post_logout_redirect_uris", &self.post_logout_redirect_uris),
            backchannel_logout_uri: reader.address("backchannel_logout_uri", &self.backchannel_logout_uri),
            scopes: reader.scopes(&self.scopes),
            authentication: reader
                .choice("authentication", ClientAuthentication::parse(self.authentication.trim()))
                .unwrap_or(ClientAuthentication::None),
            keys: reader.keys(self),
            signing: reader.choice_or("signing", &self.signing, SigningAlgorithm::parse).unwrap_or_default(),
            subject: reader.choice_or("subject", &self.subject, subject).unwrap_or_default(),
            sector: reader.sector(&self.sector),
            level: reader.choice_or("level", &self.level, level).unwrap_or_default().number(),
            full_real_name: self.full_real_name,
            pkce_exempt: self.pkce_exempt,
            is_system: self.is_system,
        };
        if reader.faults.is_empty() {
            reader.faults = rules::broken(&definition);
        }
        if reader.faults.is_empty() { Ok(definition) } else { Err(reader.faults) }
    }
}

fn subject(text: &str) -> Option<SubjectType> {
    match text {
        "pairwise" => Some(SubjectType::Pairwise),
        "public" => Some(SubjectType::Public),
        _ => None,
    }
}

fn level(text: &str) -> Option<RealNameLevel> {
    let number: i16 = text.parse().ok()?;
    RealNameLevel::ALL.into_iter().find(|level| level.number() == number)
}

/// Reads field by field and keeps what is wrong. What it gives for a wrong field is never used.
#[derive(Default)]
struct Reader {
    faults: Vec<FieldError>,
}

impl Reader {
    fn refuse(&mut self, field: &str, reason: &str) {
        self.faults.push(FieldError::new(field, reason));
    }

    fn line(&mut self, field: &str, text: &str, most: usize) -> String {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.refuse(field, "required");
        } else if text.chars().count() > most {
            self.refuse(field, "long");
        } else if text.chars().any(char::is_control) {
            self.refuse(field, "control");
        }
        text
    }

    fn name(&mut self, fields: [&str; 2], texts: [&str; 2], most: usize) -> Name {
        Name { zh: self.line(fields[0], texts[0], most), en: self.line(fields[1], texts[1], most) }
    }

    /// A mail address, or a number as people write it: with extension and area code.
    fn contact(&mut self, text: &str) -> String {
        let text = self.line("contact", text, 100);
        let is_number = (5..=30).contains(&text.len())
            && text.bytes().filter(u8::is_ascii_digit).count() >= 5
            && text.bytes().all(|b| b.is_ascii_digit() || b"+-() ".contains(&b));
        if !text.is_empty() && !is_number && Contact::parse(&text).is_none() {
            self.refuse("contact", "app-contact");
        }
        text
    }

    fn address(&mut self, field: &str, text: &str) -> Option<SecureUrl> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let read = SecureUrl::parse(text).ok();
        self.choice_of(field, read, "app-address")
    }

    fn addresses(&mut self, field: &str, text: &str) -> Vec<RedirectUri> {
        let mut addresses: Vec<RedirectUri> = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match RedirectUri::parse(line) {
                Ok(address) if addresses.contains(&address) => {}
                Ok(_) if addresses.len() == MOST_ADDRESSES => {
                    self.refuse(field, "app-addresses");
                    return addresses;
                }
                Ok(address) => addresses.push(address),
                Err(_) => {
                    self.refuse(field, "app-address");
                    return addresses;
                }
            }
        }
        addresses
    }

    fn scopes(&mut self, text: &str) -> Scopes {
        let scopes: Option<Vec<Scope>> = text.split_whitespace().map(Scope::parse).collect();
        self.choice("scopes", scopes).map(Scopes::of).unwrap_or_default()
    }

    /// Keys are read where they are used; elsewhere they are left out.
    fn keys(&mut self, typed: &Typed) -> ClientKeys {
        if typed.authentication.trim() != ClientAuthentication::PrivateKeyJwt.name() {
            return ClientKeys::None;
        }
        let jwks = typed.jwks.trim();
        match (jwks.is_empty(), self.address("jwks_uri", &typed.jwks_uri)) {
            (true, Some(uri)) => ClientKeys::At(uri),
            (false, Some(_)) => {
                self.refuse("jwks", "app-keys-one");
                ClientKeys::None
            }
            (true, None) => ClientKeys::None,
            (false, None) => match jwks::read(jwks) {
                Ok(set) => ClientKeys::Inline(set),
                Err(reason) => {
                    self.refuse("jwks", reason);
                    ClientKeys::None
                }
            },
        }
    }

    fn sector(&mut self, text: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let host = (text.len() <= 253).then(|| Host::parse(text).ok()).flatten().map(|host| host.to_string());
        self.choice_of("sector", host, "app-sector-host")
    }

    /// A choice that may be left to what is usual.
    fn choice_or<T>(&mut self, field: &str, text: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = text.trim();
        if text.is_empty() { None } else { self.choice(field, parse(text)) }
    }

    fn choice<T>(&mut self, field: &str, read: Option<T>) -> Option<T> {
        self.choice_of(field, read, "app-choice")
    }

    fn choice_of<T>(&mut self, field: &str, read: Option<T>, reason: &str) -> Option<T> {
        if read.is_none() {
            self.refuse(field, reason);
        }
        read
    }
}
