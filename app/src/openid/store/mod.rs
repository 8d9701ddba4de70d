pub(super) mod assertions;
pub(super) mod clients;
pub(super) mod grants;
pub(super) mod keys;
pub(super) mod logouts;
pub(super) mod refresh_tokens;
pub(super) mod uses;
