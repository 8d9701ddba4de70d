pub(super) mod clients;
pub(super) mod connections;
pub(super) mod consents;
pub(super) mod grants;
pub(super) mod keys;
pub(super) mod logins;
pub(super) mod requests;
pub(super) mod uses;
