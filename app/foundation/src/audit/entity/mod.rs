pub(super) mod audit_entry;
pub(super) mod audit_head;
