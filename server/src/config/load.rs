use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use config::{FileFormat, Value};

use super::Config;

/// The environment's variables, as given to the process.
pub type Environment = BTreeMap<String, String>;

/// The name every variable of ours begins with.
const PREFIX: &str = "YITONG_";
/// Variables that begin like ours but belong to the tests and to the command line.
const NOT_OURS: [&str; 2] = ["YITONG_TEST_", "YITONG_CONFIG"];

/// Why the process does not start with this configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file named on the command line is not there.
    #[error("{0}: there is no such file")]
    Missing(PathBuf),
    /// A value or key of the file or the environment is refused.
    #[error("{0}")]
    Refused(String),
}

/// Reads the configuration: defaults, then the file, then the environment.
///
/// Without a file named, `yitong.toml` in the current folder is read where there is one.
pub fn load(file: Option<&Path>, environment: &Environment) -> Result<Config, ConfigError> {
    let (path, required) = file.map_or((Path::new("yitong.toml"), false), |path| (path, true));
    if required && !path.exists() {
        return Err(ConfigError::Missing(path.to_owned()));
    }
    let mut builder = config::Config::builder();
    if path.exists() {
        builder = builder.add_source(config::File::from(path).format(FileFormat::Toml));
    }
    let known = known_variables()?;
    for (name, value) in environment.iter().filter(|(name, _)| is_ours(name)) {
        let Some(key) = known.get(name.as_str()) else {
            return Err(ConfigError::Refused(unknown_variable(name, known.keys().map(String::as_str))));
        };
        builder = builder
            .set_override_option(
                key,
                Some(Value::new(Some(&format!("the environment variable {name}")), value.as_str())),
            )
            .map_err(|error| ConfigError::Refused(error.to_string()))?;
    }
    if let Some(url) = environment.get("DATABASE_URL") {
        builder = builder
            .set_override_option("database.url", Some(Value::new(Some(&"DATABASE_URL".to_owned()), url.as_str())))
            .map_err(|error| ConfigError::Refused(error.to_string()))?;
    }
    let file = path.display();
    let config: Config = builder
        .build()
        .and_then(config::Config::try_deserialize)
        .map_err(|error| ConfigError::Refused(format!("{file}: {error}")))?;
    validate(&config).map_err(|reason| ConfigError::Refused(format!("{file} or its override: {reason}")))?;
    Ok(config)
}

fn is_ours(name: &str) -> bool {
    name.starts_with(PREFIX) && !NOT_OURS.iter().any(|other| name.starts_with(other))
}

/// Every variable we read, with the key it overrides: made from the default configuration, so that none is forgotten.
fn known_variables() -> Result<BTreeMap<String, String>, ConfigError> {
    let defaults = serde_json::to_value(Config::default()).map_err(|error| ConfigError::Refused(error.to_string()))?;
    let sections = defaults.as_object().into_iter().flatten();
    Ok(sections
        .flat_map(|(section, values)| {
            values.as_object().into_iter().flatten().map(move |(key, _)| {
                let name = format!("{PREFIX}{}_{}", section.to_uppercase(), key.to_uppercase());
                (name, format!("{section}.{key}"))
            })
        })
        .collect())
}

fn unknown_variable<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let known: BTreeSet<&str> = known.collect();
    let list: Vec<&str> = known.into_iter().collect();
    format!("the environment variable {name} sets nothing; those that do are {}", list.join(", "))
}

fn validate(config: &Config) -> Result<(), String> {
    let origin = &config.server.origin;
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    if host.is_none_or(|host| host.is_empty() || host.contains('/')) {
        return Err(format!(
            "server.origin is `{origin}`; it is a scheme and a host with nothing after, like https://city.example"
        ));
    }
    if config.server.addr == config.server.metrics_addr && config.server.addr.port() != 0 {
        return Err(
            "server.metrics_addr is server.addr; metrics are not for everybody, give them an address of their own"
                .to_owned(),
        );
    }
    let booking = &config.appointments;
    if booking.hold_seconds == 0 || !(1..=99).contains(&booking.most_open) {
        return Err("appointments.hold_seconds is at least 1, appointments.most_open is 1 to 99".to_owned());
    }
    if booking.offer_minutes == 0 {
        return Err("appointments.offer_minutes is at least 1".to_owned());
    }
    if config.database.connections == 0 {
        return Err("database.connections is 0; at least 1 is needed".to_owned());
    }
    if !config.identity.key.is_empty() {
        foundation::keyring::Keyring::parse(&config.identity.key).map_err(|error| format!("identity.key: {error}"))?;
    }
    super::registers::check_registers(&config.register).map_err(|error| format!("register.{error}"))?;
    identity::upstream::Providers::new(config.identity.providers.clone())
        .map_err(|error| format!("identity.providers: {error}"))?;
    super::check_gateways(&config.messages).map_err(|error| format!("messages.{error}"))?;
    catalogue::model::CodePattern::new(&config.catalogue.code_pattern)
        .map_err(|error| format!("catalogue.code_pattern is no regular expression: {error}"))?;
    tracing_subscriber::EnvFilter::try_new(&config.log.filter).map_err(|error| format!("log.filter: {error}"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    #[test]
    fn an_environment_variable_overrides_the_file() {
        let file = file("[server]\naddr = \"127.0.0.1:4000\"\nmetrics_addr = \"127.0.0.1:4001\"\n");
        let config =
            load(Some(file.path()), &environment(&[("YITONG_SERVER_METRICS_ADDR", "127.0.0.1:5001")])).unwrap();
        assert_eq!(config.server.addr.port(), 4000);
        assert_eq!(config.server.metrics_addr.port(), 5001);
    }

    #[test]
    fn numbers_and_truths_may_come_as_text_from_the_environment() {
        let given = environment(&[("YITONG_DATABASE_CONNECTIONS", "9"), ("YITONG_CITY_DEMONSTRATION", "false")]);
        let config = load(Some(file("").path()), &given).unwrap();
        assert_eq!((config.database.connections, config.city.demonstration), (9, false));
    }

    #[test]
    fn proxies_are_a_list_in_the_file_and_a_text_in_the_environment() {
        let listed =
            load(Some(file("[server]\ntrusted_proxies = [\"10.0.0.7\", \"::1\"]\n").path()), &Environment::new());
        let given = environment(&[("YITONG_SERVER_TRUSTED_PROXIES", "10.0.0.7, ::1")]);
        let given = load(Some(file("").path()), &given).unwrap();
        assert_eq!(given.server.trusted_proxies.len(), 2);
        assert_eq!(listed.unwrap().server.trusted_proxies, given.server.trusted_proxies);
        let bad = file("[server]\ntrusted_proxies = [\"proxy\"]\n");
        let error = load(Some(bad.path()), &Environment::new()).unwrap_err().to_string();
        assert!(error.contains("proxy"), "{error}");
    }

    #[test]
    fn database_url_is_heeded() {
        let config = load(Some(file("").path()), &environment(&[("DATABASE_URL", "postgres://x@y/z")])).unwrap();
        assert_eq!(config.database.url, "postgres://x@y/z");
    }

    #[test]
    fn an_unknown_key_is_refused_with_file_key_and_reason() {
        let file = file("[server]\nadr = \"127.0.0.1:4000\"\n");
        let error = load(Some(file.path()), &Environment::new()).unwrap_err().to_string();
        assert!(error.contains("adr") && error.contains(&*file.path().to_string_lossy()), "{error}");
    }

    #[test]
    fn a_bad_value_is_refused_with_file_key_and_reason() {
        let file = file("[database]\nconnections = \"many\"\n");
        let error = load(Some(file.path()), &Environment::new()).unwrap_err().to_string();
        assert!(error.contains("database.connections") && error.contains("many"), "{error}");
    }

    #[test]
    fn an_unknown_variable_is_refused_and_the_known_ones_are_named() {
        let error = load(Some(file("").path()), &environment(&[("YITONG_SERVER_PORT", "1")])).unwrap_err().to_string();
        assert!(error.contains("YITONG_SERVER_PORT") && error.contains("YITONG_SERVER_ADDR"), "{error}");
    }

    #[test]
    fn nonsense_is_refused_whatever_section_it_stands_in() {
        for (text, named) in [
            ("[server]\norigin = \"city.example\"\n", "server.origin"),
            ("[catalogue]\ncode_pattern = \"(\"\n", "catalogue.code_pattern"),
            ("[server]\naddr = \"127.0.0.1:4000\"\nmetrics_addr = \"127.0.0.1:4000\"\n", "metrics_addr"),
            ("[log]\nformat = \"xml\"\n", "log.format"),
            ("[register]\nkind = \"http\"\n", "register.url"),
            ("[register]\nkind = \"magic\"\n", "register.kind"),
            ("[register]\ncompanies = \"http\"\n", "register.companies_url"),
            ("[register]\ncompanies = \"magic\"\n", "register.companies"),
            ("[messages]\nphone = \"pigeon\"\n", "messages.phone"),
            ("[messages]\nphone = \"http\"\n", "messages.phone_url"),
            ("[messages]\nphone = \"http\"\nphone_url = \"http://a\"\nphone_body = \"x\"\n", "messages.phone_body"),
            ("[messages]\nemail = \"smtp\"\n", "messages.email_url"),
            ("[messages]\nemail = \"smtp\"\nemail_url = \"smtps://a\"\n", "messages.email_from"),
            (
                "[messages]\nemail = \"smtp\"\nemail_url = \"smtps://a\"\nemail_from = \"a@b.cn\"\nemail_ca = \"/no/such\"\n",
                "messages.email_ca",
            ),
            ("[nonsense]\n", "nonsense"),
            ("not toml at all", "toml"),
        ] {
            let error = load(Some(file(text).path()), &Environment::new()).unwrap_err().to_string();
            assert!(error.contains(named), "{text}: {error}");
        }
    }

    #[test]
    fn a_refused_gateway_and_a_printed_configuration_name_no_secret() {
        let given = environment(&[
            ("YITONG_MESSAGES_EMAIL", "smtp"),
            ("YITONG_MESSAGES_EMAIL_URL", "smtp://user:hush-mail@host"),
            ("YITONG_MESSAGES_PHONE_TOKEN", "hush-phone"),
            ("YITONG_MESSAGES_PHONE_HEADERS", "X-Key: hush-header\nX-Other: 1"),
        ]);
        let error = load(Some(file("").path()), &given).unwrap_err().to_string();
        assert!(error.contains("messages.email_url") && !error.contains("hush"), "{error}");
        let given: Environment = given.into_iter().filter(|(name, _)| name != "YITONG_MESSAGES_EMAIL").collect();
        let config = load(Some(file("").path()), &given).unwrap();
        assert_eq!(config.messages.phone_headers.len(), 2);
        assert!(!format!("{config:?}").contains("hush"), "{config:?}");
    }

    #[test]
    fn the_two_registers_are_set_apart_and_printed_without_their_tokens() {
        let given = environment(&[
            ("YITONG_REGISTER_COMPANIES", "http"),
            ("YITONG_REGISTER_COMPANIES_URL", "https://register.example/ask"),
            ("YITONG_REGISTER_COMPANIES_TOKEN", "hush"),
        ]);
        let config = load(Some(file("").path()), &given).unwrap();
        let (people, companies) = (super::super::people(&config.register), super::super::companies(&config.register));
        assert_eq!(format!("{people:?}"), "BuiltIn");
        assert!(format!("{companies:?}").contains("https://register.example/ask"));
        assert!(!format!("{config:?} {companies:?}").contains("hush"));
    }

    #[test]
    fn providers_are_tables_in_the_file_and_json_in_the_environment_or_in_a_file_it_names() {
        let listed = file(
            "[[identity.providers]]\nid = \"province\"\nname_zh = \"省\"\nname_en = \"Province\"\n\
             issuer = \"https://id.example\"\nclient_id = \"c\"\nclient_secret = \"hush\"\n\
             levels = [{ acr = \"urn:Example:LoA.3\", level = 3 }]\n",
        );
        let listed = load(Some(listed.path()), &Environment::new()).unwrap();
        let json = serde_json::to_string(&listed.identity.providers).unwrap();
        let written = file(&json);
        for given in [json.as_str(), written.path().to_str().unwrap()] {
            let given = environment(&[("YITONG_IDENTITY_PROVIDERS", given)]);
            assert_eq!(load(Some(file("").path()), &given).unwrap().identity.providers, listed.identity.providers);
        }
        assert_eq!(listed.identity.providers[0].levels[0].acr, "urn:Example:LoA.3");
        assert!(!format!("{listed:?}").contains("hush"));
        for (bad, named) in [
            (json.replace("https://id", "http://id"), "https"),
            (json.replace("province", "Province!"), "id is"),
            (json.replace("hush", ""), "client_secret"),
            (json.replace("\"level\":3", "\"level\":9"), "levels"),
            (json.replace("client_id", "client_hush"), "identity.providers"),
        ] {
            let error = load(Some(file("").path()), &environment(&[("YITONG_IDENTITY_PROVIDERS", &bad)])).unwrap_err();
            assert!(error.to_string().contains(named), "{named}: {error}");
        }
    }

    #[test]
    fn the_documented_file_is_the_default_configuration() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../yitong.toml");
        assert_eq!(load(Some(&path), &Environment::new()).unwrap(), Config::default());
    }
}
