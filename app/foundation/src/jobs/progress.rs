use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering},
};

/// What a job is doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// Nothing yet.
    #[default]
    Waiting,
    /// Reading a file.
    Reading,
    /// Comparing what was read with what is stored.
    Comparing,
    /// Writing: all of it becomes true at the end, or none.
    Writing,
}

impl Stage {
    const ALL: [Self; 4] = [Self::Waiting, Self::Reading, Self::Comparing, Self::Writing];

    /// The name it is stored under, and part of message keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Reading => "reading",
            Self::Comparing => "comparing",
            Self::Writing => "writing",
        }
    }

    pub(super) fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|stage| stage.name() == text).unwrap_or_default()
    }
}

/// Somebody asked for the end of what is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

/// How far something is, told by who does it and read by who watches; clones are the same progress.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    stage: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// A stage begins; `total` is 0 where nobody knows how much there is to do.
    pub fn begin(&self, stage: Stage, total: usize) -> Result<(), Cancelled> {
        let number = Stage::ALL.iter().position(|known| *known == stage).unwrap_or_default();
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total as u64, Ordering::Relaxed);
        self.0.stage.store(u8::try_from(number).unwrap_or_default(), Ordering::Relaxed);
        self.check()
    }

    /// So much more is done.
    pub fn advance(&self, by: usize) -> Result<(), Cancelled> {
        self.0.done.fetch_add(by as u64, Ordering::Relaxed);
        self.check()
    }

    /// Whether to go on.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.0.cancelled.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }

    /// Asks whoever does it to stop.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    /// The stage, how much of it is done, and of how much.
    pub fn read(&self) -> (Stage, u64, u64) {
        let stage = Stage::ALL.get(usize::from(self.0.stage.load(Ordering::Relaxed))).copied().unwrap_or_default();
        (stage, self.0.done.load(Ordering::Relaxed), self.0.total.load(Ordering::Relaxed))
    }
}
