use std::{fmt, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{self, AsyncSmtpTransportBuilder},
};

use super::{Delivering, Failure, GatewayFault, MessageGateway, Outgoing};

/// How long a mail server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(10);
/// The same for a whole delivery.
const WHOLE_PATIENCE: Duration = Duration::from_secs(25);

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
    pub fn check(url: &str, from: &str) -> Result<(), GatewayFault> {
        read(url, from).map(|_| ())
    }

    /// The server of an address: `smtps://user:password@host` (TLS), `smtp://user:password@host?tls=required` (STARTTLS), or
    /// `smtp://host` inside one's own network. Needs a running runtime: connections are kept.
    pub fn new(url: &str, from: &str) -> Result<Self, GatewayFault> {
        let (builder, from) = read(url, from)?;
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

fn read(url: &str, from: &str) -> Result<(AsyncSmtpTransportBuilder, Mailbox), GatewayFault> {
    // What the library says of an address may repeat the password in it.
    let wrong = || {
        GatewayFault::new(
            "email_url",
            "is no address like smtps://user:password@host or smtp://user:password@host?tls=required",
        )
    };
    let parsed = url::Url::parse(url).map_err(|_| wrong())?;
    let encrypted =
        parsed.scheme() == "smtps" || parsed.query_pairs().any(|pair| pair == ("tls".into(), "required".into()));
    if parsed.password().is_some() && !encrypted {
        return Err(GatewayFault::new(
            "email_url",
            "would send its password in the open: use smtps:// or ?tls=required",
        ));
    }
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| wrong())?;
    let from = from
        .parse()
        .map_err(|_| GatewayFault::new("email_from", "is no mail address like Yitong <no-reply@city.example>"))?;
    Ok((builder, from))
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
