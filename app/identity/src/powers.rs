use std::collections::BTreeSet;

/// What somebody may do for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Power {
    /// Apply for services, and answer what is asked about an application.
    Apply,
    /// See applications and what became of them.
    SeeCases,
    /// Book and cancel appointments.
    Book,
    /// Pay what is due.
    Pay,
    /// Give and take what agents of a company may do.
    ManageAgents,
}

impl Power {
    /// What a relative may be given.
    pub const FAMILY: [Self; 4] = [Self::Apply, Self::SeeCases, Self::Book, Self::Pay];
    /// What an agent of a company may be given.
    pub const COMPANY: [Self; 5] = [Self::Apply, Self::SeeCases, Self::Book, Self::Pay, Self::ManageAgents];

    /// The name as stored and sent by forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Apply => "apply",
            Self::SeeCases => "see",
            Self::Book => "book",
            Self::Pay => "pay",
            Self::ManageAgents => "manage",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::COMPANY.into_iter().find(|power| power.code() == text)
    }

    /// The message key of its words (`power-…`).
    pub fn key(self) -> String {
        format!("power-{}", self.code())
    }
}

/// Several of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Powers(BTreeSet<Power>);

impl Powers {
    /// These.
    pub fn of(powers: impl IntoIterator<Item = Power>) -> Self {
        Self(powers.into_iter().collect())
    }

    /// What a form sent: none where one of them is none, or not one of those that can be given here, or nothing was chosen.
    pub fn chosen<'a>(codes: impl IntoIterator<Item = &'a str>, allowed: &[Power]) -> Option<Self> {
        let read = |code| Power::parse(code).filter(|power| allowed.contains(power));
        let powers: BTreeSet<Power> = codes.into_iter().map(read).collect::<Option<_>>()?;
        (!powers.is_empty()).then_some(Self(powers))
    }

    /// Reads them as stored.
    pub fn parse(text: &str) -> Self {
        Self(text.split(' ').filter_map(Power::parse).collect())
    }

    /// As stored: names with spaces between.
    pub fn stored(&self) -> String {
        self.0.iter().map(|power| power.code()).collect::<Vec<_>>().join(" ")
    }

    /// Whether this one is among them.
    pub fn hold(&self, power: Power) -> bool {
        self.0.contains(&power)
    }

    /// Whether whoever has these has all of those: nobody gives what they do not hold.
    pub fn cover(&self, others: &Self) -> bool {
        others.0.is_subset(&self.0)
    }

    /// Each of them, in the order they are shown.
    pub fn iter(&self) -> impl Iterator<Item = Power> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_reads_back_and_what_cannot_be_given_is_none() {
        let powers = Powers::of(Power::COMPANY);
        assert_eq!(Powers::parse(&powers.stored()), powers);
        assert!(Powers::chosen(["apply", "manage"], &Power::FAMILY).is_none());
        assert!(Powers::chosen(["apply", "everything"], &Power::COMPANY).is_none());
        assert!(Powers::chosen([], &Power::FAMILY).is_none());
        assert!(powers.cover(&Powers::parse("pay see")) && !Powers::parse("pay").cover(&powers));
    }
}
