pub(super) mod messages;
