use std::pin::Pin;

use super::realname::{IdNumber, PersonName};
use crate::{codes::UnifiedSocialCreditCode, ids::AccountId};

/// What a register answers, in its time.
pub type Answering<'a, T> = Pin<Box<dyn Future<Output = Result<T, RegisterSilent>> + Send + 'a>>;

/// A register does not answer now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the register does not answer")]
pub struct RegisterSilent;

/// Somebody as the papers name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: PersonName,
    /// The ID number.
    pub id_number: IdNumber,
}

/// Who the holders of accounts are whom a register or a clerk verified (level 3 and above).
pub trait VerifiedPeople: Send + Sync {
    /// The person an account was verified to be; none for one that was not.
    fn person(&self, account: AccountId) -> Answering<'_, Option<Person>>;
}

/// The register of households (户籍).
pub trait HouseholdRegister: Send + Sync {
    /// Whether the register has somebody of this name and number in the household of a person. `false` where it knows one of
    /// them not, or in another household: a clerk decides then by the papers.
    fn same_household<'a>(&'a self, holder: &'a Person, other: &'a Person) -> Answering<'a, bool>;
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
        person: &'a Person,
    ) -> Answering<'a, Option<RegisteredCompany>>;
}

/// Where a city has connected no register of people: nobody is verified, and clerks decide.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unconnected;

impl VerifiedPeople for Unconnected {
    fn person(&self, _: AccountId) -> Answering<'_, Option<Person>> {
        Box::pin(async { Ok(None) })
    }
}

impl HouseholdRegister for Unconnected {
    fn same_household<'a>(&'a self, _: &'a Person, _: &'a Person) -> Answering<'a, bool> {
        Box::pin(async { Ok(false) })
    }
}
