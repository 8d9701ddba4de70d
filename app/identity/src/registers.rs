use std::{fmt, pin::Pin};

use chrono::NaiveDate;

use super::realname::{IdNumber, PersonName, RealName};
use foundation::codes::UnifiedSocialCreditCode;

/// What a register answers, in its time.
pub type Answering<'a, T> = Pin<Box<dyn Future<Output = Result<T, RegisterSilent>> + Send + 'a>>;

/// A register did not answer, or not in a way that is understood. Nothing is known; asking again later may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the register does not answer")]
pub struct RegisterSilent;

/// Where a register is.
#[derive(Clone, Default)]
pub enum RegisterSettings {
    /// The one in this database.
    #[default]
    BuiltIn,
    /// One of the city's, over HTTP.
    Http {
        /// Where to.
        url: String,
        /// What it is asked with (RFC 6750).
        token: String,
    },
}

impl fmt::Debug for RegisterSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("BuiltIn"),
            Self::Http { url, .. } => f.debug_struct("Http").field("url", url).finish_non_exhaustive(),
        }
    }
}

/// Somebody as their papers name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnPaper {
    /// The name.
    pub name: PersonName,
    /// The ID number.
    pub number: IdNumber,
}

/// The register of households (户籍).
pub trait HouseholdRegister: Send + Sync {
    /// Whether a minor of this name and number is a child of somebody's household. `false` also where the register does not know:
    /// a clerk decides then by the papers.
    fn is_child_of<'a>(&'a self, minor: &'a OnPaper, parent: &'a IdNumber, today: NaiveDate) -> Answering<'a, bool>;
}

impl HouseholdRegister for RealName {
    fn is_child_of<'a>(&'a self, minor: &'a OnPaper, parent: &'a IdNumber, today: NaiveDate) -> Answering<'a, bool> {
        Box::pin(async move {
            let register = self.register();
            let named = register.matches(&minor.name, &minor.number).await?;
            let child = register.is_guardian(parent, &minor.number, today).await?;
            Ok(named && child)
        })
    }
}

/// What the register of legal persons says of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredCompany {
    /// Its whole name.
    pub name: String,
    /// Whether the person asked about is its legal representative.
    pub represented: bool,
}

/// The register of legal persons (法人库).
pub trait LegalPersonRegister: Send + Sync {
    /// What it says of a company and somebody who wants to be its legal representative; none where it knows no such company.
    fn company<'a>(
        &'a self,
        uscc: &'a UnifiedSocialCreditCode,
        person: &'a OnPaper,
    ) -> Answering<'a, Option<RegisteredCompany>>;
}
