use std::{
    fmt, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        self, AsyncSmtpTransportBuilder,
        client::{Certificate, Tls, TlsParameters},
    },
};

use super::{Delivering, Failure, GatewayFault, MessageGateway, Outgoing};

/// How long a mail server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(10);
/// The same for a whole delivery.
const WHOLE_PATIENCE: Duration = Duration::from_secs(25);

/// How a mail server is reached.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Where it is: `smtps://user:password@host` (TLS), `smtp://user:password@host?tls=required` (STARTTLS), or `smtp://host`
    /// inside one's own network.
    pub url: String,
    /// Whose name mails bear.
    pub from: String,
    /// A file of certificates (PEM) that are trusted beside those of the public authorities; empty where these are enough.
    pub ca: PathBuf,
}

/// A mail server (RFC 5321).
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    domain: String,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("domain", &self.domain).finish_non_exhaustive()
    }
}

impl Smtp {
    /// Whether the settings can be used.
    pub fn check(settings: &SmtpSettings) -> Result<(), GatewayFault> {
        read(settings).map(|_| ())
    }

    /// The server of the settings. Needs a running runtime: connections are kept.
    pub fn new(settings: &SmtpSettings) -> Result<Self, GatewayFault> {
        let (builder, from) = read(settings)?;
        let domain = from.email.domain().to_owned();
        Ok(Self { transport: builder.timeout(Some(PATIENCE)).build(), from, domain })
    }

    async fn send(&self, outgoing: &Outgoing) -> Result<(), Failure> {
        let to = outgoing.address.parse().map_err(|_| Failure::Permanent("the address is none".to_owned()))?;
        let mail = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            // The same at every try: a mailbox that got it twice knows it again.
            .message_id(Some(format!("<{}@{}>", outgoing.id, self.domain)))
            .subject(outgoing.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .header(ContentLanguage(outgoing.language.tag().to_owned()))
            .header(AutoSubmitted)
            .body(outgoing.text.clone())
            .map_err(|_| Failure::Permanent("the mail could not be written".to_owned()))?;
        match tokio::time::timeout(WHOLE_PATIENCE, self.transport.send(mail)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(&error)),
            Err(_) => Err(Failure::Temporary("the mail server is too slow".to_owned())),
        }
    }
}

/// In words of our own: what servers say repeats addresses, and sometimes more.
fn failure(error: &smtp::Error) -> Failure {
    let code = error.status().map(|code| format!(" ({code})")).unwrap_or_default();
    if error.is_permanent() {
        Failure::Permanent(format!("the mail server refused it{code}"))
    } else if error.is_transient() {
        Failure::Temporary(format!("the mail server asks to come again{code}"))
    } else if error.is_timeout() {
        Failure::Temporary("the mail server is too slow".to_owned())
    } else if error.is_tls() {
        Failure::Temporary("no TLS with the mail server".to_owned())
    } else if error.is_response() || error.is_client() {
        Failure::Temporary("the mail server was not understood".to_owned())
    } else {
        Failure::Temporary("the mail server cannot be reached".to_owned())
    }
}

fn read(settings: &SmtpSettings) -> Result<(AsyncSmtpTransportBuilder, Mailbox), GatewayFault> {
    // What the library says of an address may repeat the password in it.
    let wrong = || {
        GatewayFault::new(
            "email_url",
            "is no address like smtps://user:password@host or smtp://user:password@host?tls=required",
        )
    };
    let parsed = url::Url::parse(&settings.url).map_err(|_| wrong())?;
    let starttls = parsed.query_pairs().any(|pair| pair == ("tls".into(), "required".into()));
    let encrypted = parsed.scheme() == "smtps" || starttls;
    if parsed.password().is_some() && !encrypted {
        return Err(GatewayFault::new(
            "email_url",
            "would send its password in the open: use smtps:// or ?tls=required",
        ));
    }
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&settings.url).map_err(|_| wrong())?;
    if !settings.ca.as_os_str().is_empty() {
        if !encrypted {
            return Err(GatewayFault::new("email_ca", "says whom to trust, but email_url asks for no TLS"));
        }
        let trusting = trusting(parsed.host_str().unwrap_or_default(), &settings.ca)?;
        builder = builder.tls(if starttls { Tls::Required(trusting) } else { Tls::Wrapper(trusting) });
    }
    let from = settings
        .from
        .parse()
        .map_err(|_| GatewayFault::new("email_from", "is no mail address like Yitong <no-reply@city.example>"))?;
    Ok((builder, from))
}

/// TLS with a host, by the public authorities and those of a file.
fn trusting(host: &str, file: &Path) -> Result<TlsParameters, GatewayFault> {
    let fault = |reason: String| GatewayFault::new("email_ca", reason);
    let pem = fs::read(file).map_err(|error| fault(format!("cannot be read: {error}")))?;
    let none = || fault("holds no certificate in PEM (-----BEGIN CERTIFICATE-----)".to_owned());
    if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
        return Err(none());
    }
    let certificates = Certificate::from_pem(&pem).map_err(|_| none())?;
    TlsParameters::builder(host.to_owned()).add_root_certificate(certificates).build().map_err(|_| none())
}

impl MessageGateway for Smtp {
    fn name(&self) -> &'static str {
        "smtp"
    }

    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> Delivering<'a> {
        Box::pin(self.send(outgoing))
    }
}

/// RFC 3282.
#[derive(Clone)]
struct ContentLanguage(String);

/// RFC 3834: nobody's absence notice answers.
#[derive(Clone)]
struct AutoSubmitted;

macro_rules! header {
    ($header:ty, $name:literal, $this:ident => $value:expr, $text:ident => $parsed:expr) => {
        impl lettre::message::header::Header for $header {
            fn name() -> lettre::message::header::HeaderName {
                lettre::message::header::HeaderName::new_from_ascii_str($name)
            }

            fn parse($text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok($parsed)
            }

            fn display(&self) -> lettre::message::header::HeaderValue {
                let $this = self;
                lettre::message::header::HeaderValue::new(Self::name(), $value)
            }
        }
    };
}

header!(ContentLanguage, "Content-Language", this => this.0.clone(), text => Self(text.to_owned()));
header!(AutoSubmitted, "Auto-Submitted", _this => "auto-generated".to_owned(), _text => Self);
