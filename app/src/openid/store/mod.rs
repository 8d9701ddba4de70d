pub(super) mod clients;
pub(super) mod keys;
