pub(super) mod clients;
pub(super) mod keys;
pub(super) mod logouts;
