/// How far an application is: asked for, tried, used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClientState {
    /// A department asks for it; nobody can use it.
    Requested,
    /// Approved for trying: whoever belongs to the city's staff can sign in to it.
    Test,
    /// For everybody.
    Live,
    /// Taken out of use; nothing it holds works.
    Suspended,
    /// Refused at the review.
    Refused,
}

impl ClientState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Requested, Self::Test, Self::Live, Self::Suspended, Self::Refused];

    /// The name as stored; the message key is `application-state-<name>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Test => "test",
            Self::Live => "live",
            Self::Suspended => "suspended",
            Self::Refused => "refused",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == text)
    }

    /// Whether the provider answers it.
    pub fn is_served(self) -> bool {
        matches!(self, Self::Test | Self::Live)
    }
}
