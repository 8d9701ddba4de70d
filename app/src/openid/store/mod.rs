pub(super) mod clients;
pub(super) mod keys;
pub(super) mod registrations;
pub(super) mod reviews;
pub(super) mod usage;
