//! The desk's tables, one a file.

pub(super) mod item_draft;
pub(super) mod item_draft_change;
pub(super) mod item_draft_comment;
pub(super) mod item_draft_conflict;
pub(super) mod item_draft_editor;
pub(super) mod item_presence;
pub(super) mod item_record;
pub(super) mod item_version;
pub(super) mod publication_event;
