pub(super) mod kept;
pub(super) mod messages;
