//! By which systems messages leave the house.

mod http;
mod outbox;
mod smtp;

use std::{fmt, pin::Pin};

pub use http::{HttpSms, HttpSmsSettings};
pub use outbox::Outbox;
pub use smtp::{Smtp, SmtpSettings};

use foundation::{ids::MessageId, text::Language};

/// A message on its way out, opened.
#[derive(Clone)]
pub struct Outgoing {
    /// Which message; the same at every try, so that a gateway may know it again.
    pub id: MessageId,
    /// Where to: a phone number (E.164) or a mail address.
    pub address: String,
    /// The language it is written in.
    pub language: Language,
    /// The mail's subject.
    pub subject: String,
    /// What it says.
    pub text: String,
}

impl fmt::Debug for Outgoing {
    /// Neither to whom nor what: both are somebody's own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Why a message was not taken, in words that hold no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Later it may be.
    #[error("{0}")]
    Temporary(String),
    /// It never will be.
    #[error("{0}")]
    Permanent(String),
}

/// What a gateway answers, once it has.
pub type Delivering<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// A system that takes messages to people.
pub trait MessageGateway: fmt::Debug + Send + Sync {
    /// What it is called in configuration and counters.
    fn name(&self) -> &'static str;

    /// Hands a message over. Answers within half a minute, and may be given the same message again.
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> Delivering<'a>;

    /// Whether messages stay here to be read, and so keep their text for a while.
    fn keeps(&self) -> bool {
        false
    }
}

/// A setting of a gateway that cannot be used; never holds the value, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{setting} {reason}")]
pub struct GatewayFault {
    /// The setting, as it is called in `[messages]`.
    pub setting: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

impl GatewayFault {
    fn new(setting: &'static str, reason: impl Into<String>) -> Self {
        Self { setting, reason: reason.into() }
    }
}
