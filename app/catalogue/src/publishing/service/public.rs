//! What residents and machines may know of what was public, and when.

use chrono::{DateTime, Utc};

use super::{Outcome, Publishing};
use crate::{
    model::ItemCode,
    publishing::{EventKind, News, PublicationEvent, PublishingError, VersionHead, store},
};

/// What residents had of an item over time. There is always at least one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicHistory {
    /// Every version, the newest first.
    pub versions: Vec<VersionHead>,
    /// What happened, the newest first.
    pub events: Vec<PublicationEvent>,
}

impl PublicHistory {
    /// The version residents have now; none where it was taken away.
    pub fn current(&self) -> Option<i32> {
        let newest = self.events.first()?;
        newest.kind.is_public().then_some(newest.version)
    }

    /// How the item was taken away, if it is.
    pub fn end(&self) -> Option<&PublicationEvent> {
        self.events.first().filter(|event| !event.kind.is_public())
    }

    /// From when until when a version was public; without an end it still is.
    pub fn validity(&self, number: i32) -> Option<(DateTime<Utc>, Option<DateTime<Utc>>)> {
        let from = self.events.iter().rfind(|event| event.version == number)?.at;
        let last = self.events.iter().position(|event| event.version == number && event.kind.is_public())?;
        Some((from, last.checked_sub(1).map(|after| self.events[after].at)))
    }
}

impl EventKind {
    /// Whether residents have the item after it.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Restored)
    }
}

impl Publishing {
    /// What residents had of an item. An item that never was public is not there.
    pub async fn public_history(&self, code: &ItemCode) -> Outcome<PublicHistory> {
        let (versions, events) = (self.versions(code).await?, self.events(code).await?);
        if events.is_empty() {
            return Err(PublishingError::NotFound);
        }
        Ok(PublicHistory { versions, events })
    }

    /// What happened last to what residents have of all items, the newest first.
    pub async fn news(&self, limit: u64) -> Outcome<Vec<News>> {
        Ok(store::news::newest(self.database.reader(), limit).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(events: &[(EventKind, i32)]) -> PublicHistory {
        let event = |(second, (kind, version)): (i64, &(EventKind, i32))| PublicationEvent {
            kind: *kind,
            version: *version,
            at: at(second),
            by: String::new(),
            reason: String::new(),
        };
        let mut events: Vec<_> = (1..).zip(events).map(event).collect();
        events.reverse();
        PublicHistory { versions: Vec::new(), events }
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn a_version_is_valid_until_what_follows_its_last_being_public() {
        use EventKind::{Expired, Published, Restored, Withdrawn};
        let whole = history(&[(Published, 1), (Withdrawn, 1), (Restored, 1), (Published, 2), (Expired, 2)]);
        assert_eq!(whole.validity(1), Some((at(1), Some(at(4)))));
        assert_eq!(whole.validity(2), Some((at(4), Some(at(5)))));
        assert_eq!(whole.validity(3), None);
        assert_eq!((whole.current(), whole.end().map(|end| end.kind)), (None, Some(Expired)));
        let live = history(&[(Published, 1), (Published, 2)]);
        assert_eq!((live.current(), live.end()), (Some(2), None));
        assert_eq!(live.validity(2), Some((at(2), None)));
        assert_eq!(live.validity(1), Some((at(1), Some(at(2)))));
    }
}
