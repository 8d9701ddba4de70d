use std::fmt;

use super::{chain::hash_of, entity::audit_entry, store};
use crate::database::{Database, Fault};

/// Entries read at once.
const PAGE: u64 = 5_000;

/// The end of the chain: kept elsewhere, it proves later that nothing up to it was changed, whoever holds the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The number of the newest entry; 0 where there is none.
    pub number: i64,
    /// Its hash; empty where there is none.
    pub hash: String,
}

impl Head {
    /// Reads `NUMBER:HASH`.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, hash) = text.trim().split_once(':')?;
        let well_formed = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let number = number.parse().ok().filter(|number| *number > 0 && well_formed)?;
        Some(Self { number, hash: hash.to_owned() })
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.hash)
    }
}

/// The first place where the chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// An entry is gone, and others follow.
    #[error("entry {0} is missing")]
    Missing(i64),
    /// An entry does not hold the hash of the one before.
    #[error("entry {0} does not follow the one before it: one of the two was changed, or put there")]
    Link(i64),
    /// An entry says something else than when it was written.
    #[error("entry {0} was changed after it was written")]
    Content(i64),
    /// The last entries are gone.
    #[error("entry {0} is missing, with whatever came after it")]
    Tail(i64),
    /// There are entries beyond the newest one.
    #[error("entry {0} was put there past the end of the chain")]
    Surplus(i64),
    /// The newest entry is another one than was written down beside the chain.
    #[error("entry {0} is not the one written down as the newest")]
    Newest(i64),
    /// An entry is another one than was kept elsewhere.
    #[error("entry {0} is not the one whose hash was kept elsewhere")]
    Expected(i64),
}

/// What a walk along the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries hold, from the first on.
    pub sound: i64,
    /// The first place where they do not.
    pub broken: Option<Broken>,
    /// The end of what holds.
    pub head: Head,
}

/// Walks along the chain from its first entry: recomputes every hash, and compares numbers, links and the end; where the
/// end of an earlier day is given, also that it still stands there.
pub async fn verify(database: &Database, expected: Option<&Head>) -> Result<Verdict, Fault> {
    let mut last = Head { number: 0, hash: String::new() };
    // Entries are added meanwhile: the end is read before each part, so that a part that is empty before it is a gap.
    let broken = loop {
        let end = store::head(database.reader()).await?;
        let part = store::after(database.reader(), last.number, PAGE).await?;
        if part.is_empty() {
            break check_end(&last, &Head { number: end.number, hash: end.hash });
        }
        if let Some(broken) = walk(&mut last, &part, expected) {
            break Some(broken);
        }
    };
    let broken = broken.or_else(|| {
        let beyond = expected.filter(|expected| expected.number > last.number);
        beyond.map(|_| Broken::Tail(last.number + 1))
    });
    Ok(Verdict { sound: last.number, broken, head: last })
}

fn walk(last: &mut Head, part: &[audit_entry::Model], expected: Option<&Head>) -> Option<Broken> {
    for entry in part {
        let number = last.number + 1;
        if entry.number != number {
            return Some(Broken::Missing(number));
        }
        if entry.previous_hash != last.hash {
            return Some(Broken::Link(number));
        }
        if hash_of(entry) != entry.hash {
            return Some(Broken::Content(number));
        }
        if expected.is_some_and(|expected| expected.number == number && expected.hash != entry.hash) {
            return Some(Broken::Expected(number));
        }
        *last = Head { number, hash: entry.hash.clone() };
    }
    None
}

fn check_end(last: &Head, end: &Head) -> Option<Broken> {
    match end.number.cmp(&last.number) {
        std::cmp::Ordering::Greater => Some(Broken::Tail(last.number + 1)),
        std::cmp::Ordering::Less => Some(Broken::Surplus(end.number + 1)),
        std::cmp::Ordering::Equal => (end.hash != last.hash).then_some(Broken::Newest(last.number)),
    }
}
