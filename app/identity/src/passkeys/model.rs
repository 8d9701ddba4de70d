use chrono::{DateTime, TimeDelta, Utc};

use foundation::{error::FieldError, ids::PasskeyId};

/// How long a challenge may be answered.
pub(super) const CEREMONY_LASTS: TimeDelta = TimeDelta::minutes(5);
/// The most passkeys of one account.
pub(super) const MOST: u64 = 20;

/// What a passkey is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceremony {
    /// To add it to an account.
    Registration,
    /// To sign in.
    SignIn,
    /// To prove again to be there, or as second factor.
    StepUp,
}

impl Ceremony {
    /// The name as stored.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Registration => "register",
            Self::SignIn => "sign_in",
            Self::StepUp => "step_up",
        }
    }

    /// Its part of addresses, and of what the page's script is told.
    pub fn path(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::SignIn => "sign-in",
            Self::StepUp => "step-up",
        }
    }
}

/// What a person calls a passkey: 1 to 40 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyName(String);

impl PasskeyName {
    /// The most characters.
    const LONGEST: usize = 40;

    /// Reads what was typed.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldError::new("name", "required"));
        }
        if text.chars().any(char::is_control) {
            return Err(FieldError::new("name", "control"));
        }
        if text.chars().count() > Self::LONGEST {
            return Err(FieldError::new("name", "passkey-name"));
        }
        Ok(Self(text.to_owned()))
    }

    /// As typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A passkey as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPasskey {
    /// Its key.
    pub id: PasskeyId,
    /// What the person calls it.
    pub name: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last shown.
    pub used_at: Option<DateTime<Utc>>,
    /// Whether the person's other devices have it too.
    pub backed_up: bool,
}

#[cfg(test)]
mod tests {
    use super::PasskeyName;

    #[test]
    fn a_name_is_one_line_of_forty_characters_at_most() {
        assert_eq!(PasskeyName::parse(" 我的手机 ").unwrap().as_str(), "我的手机");
        assert_eq!(PasskeyName::parse(&"𠮷".repeat(40)).unwrap().as_str().chars().count(), 40);
        for (text, reason) in [
            ("", "required"),
            (" ", "required"),
            ("a\0b", "control"),
            ("a\nb", "control"),
            (&"x".repeat(41), "passkey-name"),
        ] {
            assert_eq!(PasskeyName::parse(text).unwrap_err().reason, reason, "{text:?}");
        }
    }
}
