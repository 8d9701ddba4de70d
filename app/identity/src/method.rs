/// A way by which somebody proves who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// A passkey (Web Authentication) whose device verified its user: two factors in one.
    Passkey,
    /// A password.
    Password,
    /// A code sent to the phone.
    PhoneCode,
    /// A code sent by mail.
    EmailCode,
    /// A code of an authenticator app (RFC 6238).
    Totp,
    /// One of the codes given once for the day everything else is lost.
    RecoveryCode,
    /// Another provider's word (OpenID Connect).
    Provider,
}

impl Method {
    /// Every way.
    pub const ALL: [Self; 7] = [
        Self::Passkey,
        Self::Password,
        Self::PhoneCode,
        Self::EmailCode,
        Self::Totp,
        Self::RecoveryCode,
        Self::Provider,
    ];

    /// The name as stored, and part of message keys (`method-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::Password => "password",
            Self::PhoneCode => "phone_code",
            Self::EmailCode => "email_code",
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery_code",
            Self::Provider => "provider",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == text)
    }

    /// Whether it may follow a first way as the second factor. A code by mail may not: the mailbox is what passwords are
    /// recovered by (OWASP ASVS 5.0 V6.3).
    pub fn is_second_factor(self) -> bool {
        matches!(self, Self::Passkey | Self::PhoneCode | Self::Totp | Self::RecoveryCode)
    }
}

/// The ways a session proved itself by, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Methods(Vec<Method>);

impl Methods {
    /// One way.
    pub fn one(method: Method) -> Self {
        Self(vec![method])
    }

    /// One more.
    #[must_use]
    pub fn and(mut self, method: Method) -> Self {
        if !self.0.contains(&method) {
            self.0.push(method);
        }
        self
    }

    /// Reads them as stored.
    pub fn parse(text: &str) -> Self {
        Self(text.split(' ').filter_map(Method::parse).collect())
    }

    /// As stored: names with spaces between.
    pub fn stored(&self) -> String {
        self.0.iter().map(|method| method.code()).collect::<Vec<_>>().join(" ")
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Method> + '_ {
        self.0.iter().copied()
    }

    /// Whether this way was shown.
    pub fn contain(&self, method: Method) -> bool {
        self.0.contains(&method)
    }

    /// Whether two factors were shown: a passkey, or two ways of which the later may be a second factor, or the password
    /// behind something the person has.
    pub fn are_two_factors(&self) -> bool {
        let later = || self.0.iter().skip(1).any(|method| method.is_second_factor() || *method == Method::Password);
        self.contain(Method::Passkey) || (later() && self.0.iter().any(|method| method.is_second_factor()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_factors_are_a_passkey_or_two_ways() {
        assert!(Methods::one(Method::Passkey).are_two_factors());
        assert!(Methods::one(Method::Password).and(Method::Totp).are_two_factors());
        assert!(!Methods::one(Method::Password).and(Method::Password).are_two_factors());
        assert!(!Methods::one(Method::Password).and(Method::EmailCode).are_two_factors());
        assert!(!Methods::one(Method::Totp).are_two_factors());
        assert!(Methods::one(Method::PhoneCode).and(Method::Password).are_two_factors());
        assert!(!Methods::one(Method::EmailCode).and(Method::Password).are_two_factors());
        assert!(!Methods::one(Method::PhoneCode).and(Method::EmailCode).are_two_factors());
        let both = Methods::one(Method::Password).and(Method::PhoneCode);
        assert_eq!(Methods::parse(&both.stored()), both);
    }
}
