use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an application may ask for (OpenID Connect Core 1.0 §5.4; RFC 6749 §3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Who somebody is, as a number of this application's own.
    OpenId,
    /// What the person is called.
    Profile,
    /// The phone number.
    Phone,
    /// The mail address.
    Email,
    /// The postal address of the profile.
    Address,
    /// The real-name level; name and ID number masked, or whole where the city approved that.
    RealName,
    /// Refresh tokens that outlive the session.
    OfflineAccess,
    /// The account's own data by the machine interface.
    AccountRead,
    /// One's visits to offices.
    AppointmentsRead,
    /// Booking, moving and calling off visits.
    AppointmentsWrite,
    /// Drafts of service items, handing them in.
    ItemsWrite,
    /// Reviewing what somebody else wrote.
    ItemsReview,
    /// Withdrawing items and bringing them back.
    ItemsPublish,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 13] = [
        Self::OpenId,
        Self::Profile,
        Self::Phone,
        Self::Email,
        Self::Address,
        Self::RealName,
        Self::OfflineAccess,
        Self::AccountRead,
        Self::AppointmentsRead,
        Self::AppointmentsWrite,
        Self::ItemsWrite,
        Self::ItemsReview,
        Self::ItemsPublish,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenId => "openid",
            Self::Profile => "profile",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address => "address",
            Self::RealName => "realname",
            Self::OfflineAccess => "offline_access",
            Self::AccountRead => "account:read",
            Self::AppointmentsRead => "appointments:read",
            Self::AppointmentsWrite => "appointments:write",
            Self::ItemsWrite => "items:write",
            Self::ItemsReview => "items:review",
            Self::ItemsPublish => "items:publish",
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    /// Whether it opens the machine interface (`/api/v1`): tokens with it name that as their audience.
    pub fn is_of_api(self) -> bool {
        matches!(
            self,
            Self::AccountRead
                | Self::AppointmentsRead
                | Self::AppointmentsWrite
                | Self::ItemsWrite
                | Self::ItemsReview
                | Self::ItemsPublish
        )
    }

    /// Whether a system may have it for itself, without a person (RFC 6749 §4.4).
    pub fn is_for_systems(self) -> bool {
        matches!(self, Self::ItemsWrite | Self::ItemsReview | Self::ItemsPublish)
    }

    /// Whether it passes on something a person has to agree to; the message keys are `scope-<name>` with hyphens.
    pub fn needs_consent(self) -> bool {
        !matches!(self, Self::OpenId)
    }

    /// The message key of what it passes on.
    pub fn key(self) -> String {
        format!("scope-{}", self.name().replace([':', '_'], "-"))
    }
}

/// Several scopes, each once, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// Of some scopes.
    pub fn of(scopes: impl IntoIterator<Item = Scope>) -> Self {
        let mut scopes: Vec<_> = scopes.into_iter().collect();
        scopes.sort();
        scopes.dedup();
        Self(scopes)
    }

    /// Reads names with spaces between; those nobody knows are left out, as RFC 6749 §3.3 allows.
    pub fn parse(text: &str) -> Self {
        Self::of(text.split(' ').filter_map(Scope::parse))
    }

    /// On the wire and as stored: names with spaces between.
    pub fn joined(&self) -> String {
        self.0.iter().map(|scope| scope.name()).collect::<Vec<_>>().join(" ")
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Scope> + '_ {
        self.0.iter().copied()
    }

    /// Whether it is among them.
    pub fn contain(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Whether all of these are among them.
    pub fn contain_all(&self, others: &Self) -> bool {
        others.iter().all(|scope| self.contain(scope))
    }

    /// Those that both have.
    #[must_use]
    pub fn shared_with(&self, others: &Self) -> Self {
        Self(self.iter().filter(|scope| others.contain(*scope)).collect())
    }

    /// Those of either.
    #[must_use]
    pub fn joined_with(&self, others: &Self) -> Self {
        Self::of(self.iter().chain(others.iter()))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.joined().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::parse(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_read_as_they_are_written_and_unknown_ones_are_left_out() {
        let scopes = Scopes::parse("phone openid nonsense phone items:write");
        assert_eq!(scopes.joined(), "openid phone items:write");
        assert_eq!(Scopes::parse(&scopes.joined()), scopes);
        assert!(Scopes::parse("").is_empty());
        assert!(scopes.contain_all(&Scopes::parse("phone")) && !scopes.contain_all(&Scopes::parse("email")));
    }
}
