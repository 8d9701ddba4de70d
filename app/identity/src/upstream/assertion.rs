use std::fmt;

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};

use super::super::{error::IdentityError, realname::RealNameLevel};
use foundation::{database::Work, ids::AccountId, keyring::Keyring};

/// What a provider said of somebody, its signature seen to be right.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assertion {
    /// Under what the provider knows the person.
    pub subject: String,
    /// The level the provider's `acr` stands for, 1 to 4: the account's is raised no higher for it.
    pub level: i16,
    /// The name, where the provider told it.
    pub name: Option<String>,
    /// The ID number, where the provider told it.
    pub id_number: Option<String>,
    /// The phone number, where the provider told it and says that it was verified.
    pub phone: Option<String>,
}

impl Assertion {
    /// How surely the provider knows the person.
    pub fn level(&self) -> RealNameLevel {
        RealNameLevel::of(self.level)
    }
}

impl fmt::Debug for Assertion {
    /// Nothing of a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assertion").field("level", &self.level).finish_non_exhaustive()
    }
}

/// What raises an account's level on a provider's word, in the transaction in which the provider was believed: never higher than
/// [`Assertion::level`], and not at all where another account is verified as the same person.
pub type Raise = for<'c> fn(
    &'c DatabaseTransaction,
    &'c Keyring,
    AccountId,
    &'c Assertion,
    DateTime<Utc>,
) -> Work<'c, (), IdentityError>;

/// Raises nothing: what was asserted is kept, and that is all.
pub(super) fn raise_nothing<'c>(
    _: &'c DatabaseTransaction,
    _: &'c Keyring,
    _: AccountId,
    _: &'c Assertion,
    _: DateTime<Utc>,
) -> Work<'c, (), IdentityError> {
    Box::pin(std::future::ready(Ok(())))
}
