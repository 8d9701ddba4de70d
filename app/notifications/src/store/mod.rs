pub(super) mod delivery;
pub(super) mod inbox;
pub(super) mod kept;
pub(super) mod messages;
