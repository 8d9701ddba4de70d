use crate::contact::{Contact, ContactKind};

/// A kind of message whose way out of the inbox somebody may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// What becomes of an account's ties: to family, and to companies.
    AccountAndFamily,
    /// What becomes of visits that were booked.
    Appointments,
}

impl MessageKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::AccountAndFamily, Self::Appointments];

    /// The name as stored, as sent by forms, and part of message keys (`message-kind-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::AccountAndFamily => "account",
            Self::Appointments => "appointments",
        }
    }

    /// Reads a name as stored.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == text)
    }

    /// The kind of the messages with a reason. None where nothing may be chosen: whatever is not named here always goes out.
    pub(super) fn of(reason: &str) -> Option<Self> {
        match reason {
            "family" | "company" => Some(Self::AccountAndFamily),
            "appointment" => Some(Self::Appointments),
            _ => None,
        }
    }
}

/// By which ways messages go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Channels {
    /// To the phone.
    pub phone: bool,
    /// By mail.
    pub email: bool,
}

impl Channels {
    /// By which ways somebody is reached who has these addresses. Whoever chose none, or one that is gone since, is reached at
    /// the first of them; whoever chose to be reached by none is not.
    pub(super) fn reaching(own: &[Contact], chosen: Option<Self>) -> Self {
        let serves =
            |chosen: &Self| *chosen == Self::default() || own.iter().any(|contact| chosen.include(contact.kind()));
        let first = || own.first().map_or_else(Self::default, |contact| Self::default().and(contact.kind()));
        chosen.filter(serves).unwrap_or_else(first)
    }

    /// Whether messages go to addresses of a kind.
    pub fn include(self, kind: ContactKind) -> bool {
        match kind {
            ContactKind::Phone => self.phone,
            ContactKind::Email => self.email,
        }
    }

    /// With addresses of a kind.
    #[must_use]
    pub fn and(self, kind: ContactKind) -> Self {
        match kind {
            ContactKind::Phone => Self { phone: true, ..self },
            ContactKind::Email => Self { email: true, ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_chose_an_address_that_is_gone_is_reached_at_the_one_that_is_left() {
        let phone = [Contact::parse("13800000001").unwrap()];
        let (by_phone, by_mail) = (Channels { phone: true, email: false }, Channels { phone: false, email: true });
        for (chosen, reached) in [
            (None, by_phone),
            (Some(by_phone), by_phone),
            (Some(by_mail), by_phone),
            (Some(Channels::default()), Channels::default()),
        ] {
            assert_eq!(Channels::reaching(&phone, chosen), reached, "{chosen:?}");
        }
        assert_eq!(Channels::reaching(&[], Some(by_mail)), Channels::default());
    }

    #[test]
    fn what_tells_of_an_account_s_safety_is_nobody_s_to_turn_off() {
        for reason in
            ["new-device", "password", "password-reset", "passkey-added", "contact-changed", "account-closing"]
        {
            assert_eq!(MessageKind::of(reason), None, "{reason}");
        }
    }
}
