use std::{fmt, sync::Arc};

use chrono::NaiveDate;

use super::{built_in::BuiltInRegister, http_register::HttpRegister, id_number::IdNumber, person_name::PersonName};
use crate::registers::{Answering, RegisterSettings};
use foundation::{database::Database, keyring::Keyring};

/// What somebody is in their household (居民户口簿, 与户主关系).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HouseholdRole {
    /// 户主.
    Head,
    /// 配偶.
    Spouse,
    /// 子女.
    Child,
    /// 父母.
    Parent,
    /// Anybody else.
    Other,
}

impl HouseholdRole {
    const ALL: [Self; 5] = [Self::Head, Self::Spouse, Self::Child, Self::Parent, Self::Other];

    /// The name as stored and as registers send it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Spouse => "spouse",
            Self::Child => "child",
            Self::Parent => "parent",
            Self::Other => "other",
        }
    }

    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == text)
    }
}

/// Where somebody belongs by the household register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    /// The household's number (户号).
    pub number: String,
    /// What the person is in it.
    pub role: HouseholdRole,
}

/// A register of people, asked whether name and number belong together and who lives with whom.
///
/// Object safe, so that which one is asked is a matter of configuration.
pub trait IdentityRegister: Send + Sync + fmt::Debug {
    /// Whether a person of this number has this name. Never tells which of the two is wrong.
    fn matches<'a>(&'a self, name: &'a PersonName, number: &'a IdNumber) -> Answering<'a, bool>;

    /// The household of a number; none where the register knows no such person.
    fn household_of<'a>(&'a self, number: &'a IdNumber) -> Answering<'a, Option<Household>>;

    /// Whether two people are of one household.
    fn same_household<'a>(&'a self, one: &'a IdNumber, other: &'a IdNumber) -> Answering<'a, bool> {
        Box::pin(async move {
            let (one, other) = (self.household_of(one).await?, self.household_of(other).await?);
            Ok(one.zip(other).is_some_and(|(one, other)| one.number == other.number))
        })
    }

    /// Whether somebody of age is father or mother of a minor by the household: head or spouse, where the minor is a child.
    /// Where it is not so by the household it may still be so: a counter can see other papers.
    fn is_guardian<'a>(&'a self, guardian: &'a IdNumber, minor: &'a IdNumber, today: NaiveDate) -> Answering<'a, bool> {
        Box::pin(async move {
            if guardian.is_minor(today) || !minor.is_minor(today) {
                return Ok(false);
            }
            let (guardian, minor) = (self.household_of(guardian).await?, self.household_of(minor).await?);
            Ok(guardian.zip(minor).is_some_and(|(guardian, minor)| {
                guardian.number == minor.number
                    && matches!(guardian.role, HouseholdRole::Head | HouseholdRole::Spouse)
                    && minor.role == HouseholdRole::Child
            }))
        })
    }
}

/// The register of people of the settings.
pub(super) fn open(settings: &RegisterSettings, database: &Database, keyring: &Keyring) -> Arc<dyn IdentityRegister> {
    match settings {
        RegisterSettings::BuiltIn => Arc::new(BuiltInRegister::new(database.clone(), keyring.clone())),
        RegisterSettings::Http { url, token } => Arc::new(HttpRegister::new(url, token)),
    }
}
