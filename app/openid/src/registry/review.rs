/// What the city alone decides about an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exemptions {
    /// It reads names and ID numbers whole.
    pub full_real_name: bool,
    /// It knows people by the number that is the same everywhere.
    pub public_subject: bool,
    /// It needs no PKCE; it must send a nonce then.
    pub pkce_exempt: bool,
}

/// A review, with its list of what is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Review {
    /// Before it is tried.
    Try,
    /// Before everybody uses it.
    GoLive,
    /// Before a change of one that is used.
    Change,
}

impl Review {
    /// What is looked at; the message keys are `application-check-<name>`.
    pub fn checks(self) -> &'static [&'static str] {
        match self {
            Self::Try => &["owner", "addresses", "scopes", "words"],
            Self::GoLive => &["tried", "secrets", "privacy"],
            Self::Change => &["addresses", "scopes", "words"],
        }
    }
}

/// That everything on a review's list was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked(Review);

impl Checked {
    /// Of what somebody ticked; none where a line is left.
    pub fn of(review: Review, ticked: &[String]) -> Option<Self> {
        let all = review.checks().iter().all(|check| ticked.iter().any(|ticked| ticked == check));
        all.then_some(Self(review))
    }

    /// Whoever has the machine's command line answers for having looked.
    pub fn by_operator(review: Review) -> Self {
        Self(review)
    }

    /// What was looked at.
    pub(super) fn checks(self) -> &'static [&'static str] {
        self.0.checks()
    }

    pub(super) fn is_of(self, review: Review) -> bool {
        self.0 == review
    }
}

/// Why something was decided: one line of at most 200 characters, which the department reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// Reads a reason; why not is that of a field.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.chars().count() {
            0 => Err("required"),
            201.. => Err("long"),
            _ if line.chars().any(char::is_control) => Err("control"),
            _ => Ok(Self(line)),
        }
    }

    /// The line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is decided about an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It may be tried by staff.
    Try(Checked),
    /// It is for everybody.
    GoLive(Checked),
    /// It is refused.
    Refuse(Reason),
    /// It is taken out of use.
    Suspend(Reason),
    /// It is used again, as far as it was before.
    Resume,
    /// A change that waits takes effect.
    AcceptChange(Checked),
    /// A change that waits does not.
    RefuseChange(Reason),
    /// What the city alone decides.
    Exempt(Exemptions),
}
