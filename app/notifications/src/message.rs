use foundation::{ids::AccountId, text::Language};

/// By which way a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Channel {
    /// The account's inbox only.
    Inbox,
    /// A short message to a phone number (E.164).
    Phone(String),
    /// A mail to an address.
    Email(String),
}

impl Channel {
    /// The name as stored.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Phone(_) => "phone",
            Self::Email(_) => "email",
        }
    }

    /// Where to; empty for the inbox.
    pub fn address(&self) -> &str {
        match self {
            Self::Inbox => "",
            Self::Phone(address) | Self::Email(address) => address,
        }
    }
}

/// A way by which a message leaves the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChannelKind {
    Phone,
    Email,
}

impl ChannelKind {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::Phone, Self::Email].into_iter().find(|kind| kind.code() == text)
    }
}

/// Something to tell somebody, in their language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Whose it is; none where nobody has an account yet.
    pub account: Option<AccountId>,
    /// By which way.
    pub channel: Channel,
    /// What it is about, as a short name that is the same for every message of its kind: `new-device`, `code`.
    pub reason: &'static str,
    /// The language it is written in.
    pub language: Language,
    /// What it says in a line: the inbox's headline and the mail's subject. Never a secret.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// Whether it holds a secret (a code): sealed at rest, erased once it is sent, in no inbox.
    pub secret: bool,
}
