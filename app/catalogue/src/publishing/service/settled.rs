//! Whether a text may be what residents read.

use sea_orm::DatabaseTransaction;

use super::Outcome;
use crate::{
    import::References,
    model::{CodePattern, ItemCode, ItemFault, ServiceItem},
    publishing::{PublishingError, Sheet},
};

/// Reads a sheet as an item that keeps every rule and points only to what is there.
pub(super) async fn settle(
    transaction: &DatabaseTransaction,
    sheet: &Sheet,
    code: &ItemCode,
    pattern: &CodePattern,
) -> Outcome<ServiceItem> {
    let references = References::read(transaction).await?;
    settle_against(&references, sheet, code, pattern).map_err(PublishingError::Faults)
}

/// As [`settle`], for many sheets one after another.
pub(super) fn settle_against(
    references: &References,
    sheet: &Sheet,
    code: &ItemCode,
    pattern: &CodePattern,
) -> Result<ServiceItem, Vec<ItemFault>> {
    let mut sheet = sheet.clone();
    // The code is the item's name, not part of its text.
    sheet.set("code", code.as_str());
    let item = sheet.read()?;
    let faults = faults(references, &item, pattern);
    if faults.is_empty() { Ok(item) } else { Err(faults) }
}

/// Every rule an item breaks: its own, and that what it points to is there.
pub(super) fn faults(references: &References, item: &ServiceItem, pattern: &CodePattern) -> Vec<ItemFault> {
    let mut faults = item.faults(pattern);
    faults.extend(references.faults(item, None));
    faults
}
