//! What residents have: written and removed here, by publishing and importing alike.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use crate::{
    model::ServiceItem,
    store::{
        changes::{self, Changed},
        write_items::{self, Standing},
    },
};
use foundation::database::Fault;

/// Makes a text the one residents have.
pub(in crate::publishing) async fn put(
    transaction: &DatabaseTransaction,
    item: &ServiceItem,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    match write_items::standings(transaction, &[item]).await?.first() {
        Some(Standing::Changed(id)) => write_items::update_items(transaction, &[(*id, item)], now).await?,
        Some(Standing::Same) => {}
        Some(Standing::New) | None => write_items::insert_items(transaction, &[item], now).await?,
    }
    changed(transaction, &[item.code.as_str()], now).await
}

/// Takes items from residents.
pub(in crate::publishing) async fn take(
    transaction: &DatabaseTransaction,
    codes: &[String],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    write_items::remove_items(transaction, codes).await?;
    changed(transaction, &codes.iter().map(String::as_str).collect::<Vec<_>>(), now).await
}

/// Tells every process that what residents have of these items changed.
async fn changed(transaction: &DatabaseTransaction, codes: &[&str], now: DateTime<Utc>) -> Result<(), Fault> {
    changes::bump_revision(transaction, Changed::Items(codes), now).await
}
