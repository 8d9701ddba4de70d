use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::entity::audit_entry;

/// The hash of an entry over everything it says and the hash of the one before (SHA-256, in hexadecimal).
///
/// Every part is preceded by its length, so that no two different entries are written the same way.
pub(super) fn hash_of(entry: &audit_entry::Model) -> String {
    let audit_entry::Model {
        number,
        at,
        account_id,
        account_name,
        origin,
        act,
        subject_kind,
        subject,
        department_id,
        before,
        after,
        previous_hash,
        hash: _,
    } = entry;
    let account = account_id.map(|id| id.to_string()).unwrap_or_default();
    let (number, at) = (number.to_string(), at.timestamp_micros().to_string());
    let parts = [
        &number,
        &at,
        &account,
        account_name,
        origin,
        act,
        subject_kind,
        subject,
        department_id,
        before,
        after,
        previous_hash,
    ];
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    HEXLOWER.encode(&hasher.finalize())
}
