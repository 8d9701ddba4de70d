use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use appointments::Rules;
use chrono::TimeDelta;
use identity::upstream::ProviderSettings;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// Everything that can be set. `yitong.toml` in the repository documents each value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// `[server]`.
    pub server: Server,
    /// `[database]`.
    pub database: DatabaseSection,
    /// `[city]`.
    pub city: City,
    /// `[catalogue]`.
    pub catalogue: Catalogue,
    /// `[identity]`.
    pub identity: Identity,
    /// `[register]`.
    pub register: Register,
    /// `[appointments]`.
    pub appointments: Appointments,
    /// `[messages]`.
    pub messages: Messages,
    /// `[log]`.
    pub log: Log,
}

/// Where and how the process listens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Address and port for people.
    pub addr: SocketAddr,
    /// Address and port for Prometheus; never the one for people.
    pub metrics_addr: SocketAddr,
    /// Scheme and host of public addresses; `https` switches on HSTS and secure cookies.
    pub origin: String,
    /// The folder of built files (styles, scripts, icons).
    pub site: PathBuf,
    /// Megabytes that kept pages may take.
    pub page_cache_mb: u64,
    /// Network addresses of reverse proxies of ours: only from these is `X-Forwarded-For` believed.
    #[serde(deserialize_with = "addresses")]
    pub trusted_proxies: Vec<IpAddr>,
    /// Seconds that running requests are given when the process is asked to stop.
    pub shutdown_seconds: u64,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from(([127, 0, 0, 1], 3000)),
            metrics_addr: SocketAddr::from(([127, 0, 0, 1], 3001)),
            origin: "http://localhost:3000".to_owned(),
            site: PathBuf::from("target/site"),
            page_cache_mb: 16,
            trusted_proxies: Vec::new(),
            shutdown_seconds: 20,
        }
    }
}

/// A list of addresses; as a variable of the environment, one text with commas between.
fn addresses<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpAddr>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        List(Vec<String>),
        Text(String),
    }
    let parts = match Given::deserialize(deserializer)? {
        Given::List(parts) => parts,
        Given::Text(text) => text.split(',').map(|part| part.trim().to_owned()).collect(),
    };
    let read = |part: &String| part.parse().map_err(|_| D::Error::custom(format!("`{part}` is no network address")));
    parts.iter().filter(|part| !part.is_empty()).map(read).collect()
}

/// Where data is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseSection {
    /// `sqlite:FILE` or `postgres://USER@HOST/NAME`; `DATABASE_URL` overrides it.
    pub url: String,
    /// Connections this process may hold.
    pub connections: u32,
    /// Whether `serve` brings the schema up to date before it listens.
    pub migrate: bool,
}

impl Default for DatabaseSection {
    fn default() -> Self {
        Self { url: "sqlite:data/yitong.db".to_owned(), connections: 4, migrate: true }
    }
}

/// Which city this is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct City {
    /// A demonstration says so on every page, shows `/ui`, and asks search engines to stay away.
    pub demonstration: bool,
}

impl Default for City {
    fn default() -> Self {
        Self { demonstration: true }
    }
}

/// Rules of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Catalogue {
    /// A regular expression over the whole of an item's code.
    pub code_pattern: String,
}

impl Default for Catalogue {
    fn default() -> Self {
        Self { code_pattern: ".+".to_owned() }
    }
}

/// Who is who.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Identity {
    /// The city's secret key: 32 bytes in base64. Where it is empty, `key_file` holds it.
    pub key: String,
    /// The file of the secret key; made at the first start where it is not there.
    pub key_file: PathBuf,
    /// Days an account waits between asking to be closed and being closed.
    pub closing_days: u16,
    /// The providers one may sign in with, in the order they are shown.
    #[serde(deserialize_with = "providers")]
    pub providers: Vec<ProviderSettings>,
}

/// A list of tables; as a variable of the environment the same as JSON, or the file that holds it.
fn providers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ProviderSettings>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        List(Vec<ProviderSettings>),
        Text(String),
    }
    match Given::deserialize(deserializer)
        .map_err(|_| D::Error::custom("identity.providers: a key is missing or unknown"))?
    {
        Given::List(providers) => Ok(providers),
        Given::Text(text) if text.trim().is_empty() => Ok(Vec::new()),
        Given::Text(text) => {
            let text = if text.trim_start().starts_with('[') {
                text
            } else {
                std::fs::read_to_string(text.trim())
                    .map_err(|error| D::Error::custom(format!("identity.providers: {error}")))?
            };
            // What the parser says of it may repeat a secret.
            serde_json::from_str(&text).map_err(|error| {
                D::Error::custom(format!("identity.providers: no list of providers, at line {}", error.line()))
            })
        }
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity")
            .field("key_file", &self.key_file)
            .field("closing_days", &self.closing_days)
            .finish_non_exhaustive()
    }
}

impl Default for Identity {
    fn default() -> Self {
        Self {
            key: String::new(),
            key_file: PathBuf::from("data/identity.key"),
            closing_days: 15,
            providers: Vec::new(),
        }
    }
}

/// What the city decides about booking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Appointments {
    /// Seconds a place is kept for somebody who has not said yes.
    pub hold_seconds: u16,
    /// The most visits to come, for one person or company.
    pub most_open: u8,
    /// So many missed visits within a year, and there is a pause.
    pub missed: u8,
    /// Days of the pause, from the last missed visit.
    pub pause_days: u16,
    /// Minutes a place that became free is kept for one who waited.
    pub offer_minutes: u16,
    /// The most waiting lists somebody may be on at once.
    pub most_lines: u8,
}

impl Default for Appointments {
    fn default() -> Self {
        Self { hold_seconds: 600, most_open: 5, missed: 3, pause_days: 30, offer_minutes: 30, most_lines: 3 }
    }
}

impl Appointments {
    /// As the room reads them.
    pub fn rules(&self) -> Rules {
        Rules {
            hold: TimeDelta::seconds(self.hold_seconds.into()),
            most_open: self.most_open.into(),
            missed: self.missed.into(),
            pause: TimeDelta::days(self.pause_days.into()),
            offer: TimeDelta::minutes(self.offer_minutes.into()),
            most_lines: self.most_lines.into(),
        }
    }
}

/// Which registers people and companies are checked against.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Register {
    /// Where the register of people is.
    pub kind: RegisterKind,
    /// The address of one that is asked over HTTP.
    pub url: String,
    /// What it is asked with.
    pub token: String,
    /// Where the register of companies is.
    pub companies: RegisterKind,
    /// The address of one that is asked over HTTP.
    pub companies_url: String,
    /// What it is asked with.
    pub companies_token: String,
}

impl std::fmt::Debug for Register {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Register")
            .field("kind", &self.kind)
            .field("url", &self.url)
            .field("companies", &self.companies)
            .field("companies_url", &self.companies_url)
            .finish_non_exhaustive()
    }
}

/// Where a register is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegisterKind {
    /// In the database.
    #[default]
    BuiltIn,
    /// Asked over HTTP.
    Http,
}

/// How messages leave the house.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Messages {
    /// By what short messages go.
    pub phone: PhoneGateway,
    /// The address of the gateway that is asked by HTTP.
    pub phone_url: String,
    /// `POST` or `PUT`.
    pub phone_method: String,
    /// Further headers, `Name: value`.
    #[serde(deserialize_with = "lines")]
    pub phone_headers: Vec<String>,
    /// The gateway's bearer token.
    pub phone_token: String,
    /// `application/json` or `application/x-www-form-urlencoded`.
    pub phone_content_type: String,
    /// The body, with `{phone}`, `{number}`, `{text}` and `{id}` where these belong.
    pub phone_body: String,
    /// By what mails go.
    pub email: EmailGateway,
    /// The address of the mail server, with user and password.
    pub email_url: String,
    /// Whose name mails bear.
    pub email_from: String,
    /// A file of certificates that are trusted for the mail server beside those of the public authorities.
    pub email_ca: PathBuf,
}

/// By what short messages go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PhoneGateway {
    /// Nowhere: they are read at `/dev/outbox`.
    #[default]
    Outbox,
    /// To a gateway that is asked by HTTP.
    Http,
}

/// By what mails go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EmailGateway {
    /// Nowhere: they are read at `/dev/outbox`.
    #[default]
    Outbox,
    /// To a mail server.
    Smtp,
}

impl std::fmt::Debug for Messages {
    /// Without addresses and headers: they hold passwords.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Messages").field("phone", &self.phone).field("email", &self.email).finish_non_exhaustive()
    }
}

impl Default for Messages {
    fn default() -> Self {
        Self {
            phone: PhoneGateway::Outbox,
            phone_url: String::new(),
            phone_method: "POST".to_owned(),
            phone_headers: Vec::new(),
            phone_token: String::new(),
            phone_content_type: "application/json".to_owned(),
            phone_body: r#"{"to":"{phone}","text":"{text}"}"#.to_owned(),
            email: EmailGateway::Outbox,
            email_url: String::new(),
            email_from: String::new(),
            email_ca: PathBuf::new(),
        }
    }
}

/// A list of texts; as a variable of the environment, one text with a line each.
fn lines<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        List(Vec<String>),
        Text(String),
    }
    Ok(match Given::deserialize(deserializer)? {
        Given::List(lines) => lines,
        Given::Text(text) => text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
    })
}

/// What is written about the running process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `text` for people, `json` for collectors.
    pub format: LogFormat,
    /// A filter in the manner of `tracing`: `info`, `info,identity=debug`. At `debug` every request leaves a line; at `info` the
    /// failed and the slow ones do.
    pub filter: String,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info,sea_orm_migration=warn,sqlx=warn".to_owned() }
    }
}
