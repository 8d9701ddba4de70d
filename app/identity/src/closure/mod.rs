//! 注销: an account asked to be closed waits, can be kept until its day, and then knows nobody any more.
//!
//! The row stays under its number, so that the audit still names what it named; everything by which it was somebody's goes.
//! Whatever else keeps something about an account adds its own `forget(transaction, account)` to [`forget`], and what must be
//! settled before an account may go to [`hindrance`]. Rooms that identity does not know give theirs where services are made
//! ([`Identity::forgetting`](super::Identity::forgetting)).

mod service;
mod store;

use sea_orm::DatabaseTransaction;

use super::{
    addresses, factors, legal, message_choice, passkeys, profile,
    realname::{self, RealNameError},
    security, upstream,
};
use foundation::{database::Fault, ids::AccountId};

/// What has to be settled before an account can be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// Somebody with roles at the desks: their admin ends them first.
    Roles,
    /// Somebody who represents a company: it is never without, so another follows first.
    Company,
}

impl Hindrance {
    /// The message key of what to do about it (`close-hindered-…`).
    pub fn key(self) -> &'static str {
        match self {
            Self::Roles => "close-hindered-roles",
            Self::Company => "close-hindered-company",
        }
    }
}

/// The first thing that has to be settled, if there is one.
async fn hindrance(connection: &impl sea_orm::ConnectionTrait, account: AccountId) -> Result<Option<Hindrance>, Fault> {
    if store::has_roles(connection, account).await? {
        return Ok(Some(Hindrance::Roles));
    }
    Ok(legal::represents(connection, account).await?.then_some(Hindrance::Company))
}

/// Forgets everything by which an account was somebody's.
async fn forget(transaction: &DatabaseTransaction, account: AccountId) -> Result<(), Fault> {
    profile::forget(transaction, account).await?;
    addresses::store::forget(transaction, account).await?;
    realname::forget(transaction, account).await.map_err(fault_of)?;
    passkeys::remove_all(transaction, account).await?;
    factors::remove_all(transaction, account).await?;
    security::forget(transaction, account).await?;
    upstream::forget(transaction, account).await?;
    notifications::forget(transaction, account).await?;
    message_choice::forget(transaction, account).await?;
    store::forget(transaction, account).await
}

/// Forgetting fails with the database and for no other reason.
fn fault_of(error: RealNameError) -> Fault {
    match error {
        RealNameError::Database(fault) => fault,
        error => Fault::Other(sea_orm::DbErr::Custom(error.to_string())),
    }
}
