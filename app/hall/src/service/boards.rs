//! What is shown of a hall: read once a second and process at most, however many look.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use appointments::model::{Office, Slug};
use foundation::ids::StayId;
use tokio::sync::{Mutex, watch};

use super::{Hall, Outcome};
use crate::{
    error::HallError,
    model::{Board, Call, Estimate, GroupLine, Ticket, TicketState, Waiting, shown},
    store::{boards, counters, halls, tickets},
};

/// How often a watcher looks whether something happened.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How old a board may be although nothing happened: windows open and estimates change by themselves.
const AT_MOST: Duration = Duration::from_secs(20);
/// Calls that are shown.
const CALLS: u64 = 8;
/// Of so many that were served last it is told how long it takes.
const LAST: u64 = 20;
/// The most who watch one hall by one process. Whoever is refused asks again now and then.
const MOST_WATCHING: usize = 200;

/// The boards of this process.
pub(super) struct Boards {
    halls: Mutex<HashMap<Slug, Arc<Kept>>>,
    closing: watch::Sender<bool>,
}

impl Default for Boards {
    fn default() -> Self {
        Self { halls: Mutex::default(), closing: watch::Sender::new(false) }
    }
}

/// One hall's board.
#[derive(Default)]
struct Kept {
    /// Held while it is read: of many who ask at once, one reads.
    last: Mutex<Option<(Instant, Arc<Board>)>>,
    watching: AtomicUsize,
    watcher: Mutex<Option<watch::Receiver<Arc<Board>>>>,
}

/// Somebody who watches a hall, for as long as this lives.
pub struct Subscription {
    kept: Arc<Kept>,
    board: watch::Receiver<Arc<Board>>,
    closing: watch::Receiver<bool>,
    begun: bool,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.kept.watching.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Subscription {
    /// The board as it is, at first; then each one that differs. None when the process stops.
    pub async fn next(&mut self) -> Option<Arc<Board>> {
        if *self.closing.borrow() {
            return None;
        }
        if self.begun {
            tokio::select! {
                changed = self.board.changed() => changed.ok()?,
                _ = self.closing.wait_for(|closing| *closing) => return None,
            }
        }
        self.begun = true;
        Some(self.board.borrow_and_update().clone())
    }
}

/// A number as its holder sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct TicketView {
    /// The number.
    pub ticket: Ticket,
    /// The hall.
    pub board: Arc<Board>,
    /// How many people are before it, while it is in the line.
    pub before: Option<usize>,
    /// How long that takes; none where no counter is open.
    pub estimate: Option<Estimate>,
}

impl Hall {
    /// A hall's board, at most a second old.
    pub async fn board(&self, office: &Slug) -> Outcome<Arc<Board>> {
        let kept = self.kept(office).await?;
        self.fresh(&kept, office, LOOK_EVERY).await
    }

    /// A hall's board as it is: for those who look at what they just did.
    pub async fn board_now(&self, office: &Slug) -> Outcome<Arc<Board>> {
        let kept = self.kept(office).await?;
        self.fresh(&kept, office, Duration::ZERO).await
    }

    /// What is kept of a hall there is. Names of none leave nothing behind.
    async fn kept(&self, office: &Slug) -> Outcome<Arc<Kept>> {
        if let Some(kept) = self.boards.halls.lock().await.get(office) {
            return Ok(kept.clone());
        }
        self.appointments.office(office).await?;
        Ok(self.boards.halls.lock().await.entry(office.clone()).or_default().clone())
    }

    /// The board, unless the one that was read last is young enough or nothing happened since.
    async fn fresh(&self, kept: &Kept, office: &Slug, young: Duration) -> Outcome<Arc<Board>> {
        let mut last = kept.last.lock().await;
        if let Some((read_at, board)) = &*last
            && read_at.elapsed() < young
        {
            return Ok(board.clone());
        }
        let revision = halls::revision(self.database.reader(), office).await?;
        if let Some((read_at, board)) = &*last
            && read_at.elapsed() < AT_MOST
            && board.revision == revision
            && board.day == self.today()
        {
            return Ok(board.clone());
        }
        let board = Arc::new(self.read_board(office, revision).await?);
        *last = Some((Instant::now(), board.clone()));
        Ok(board)
    }

    /// Reads a board. What happens while it is read is in it or in the next one, for the revision was read before.
    async fn read_board(&self, code: &Slug, revision: i64) -> Outcome<Board> {
        let (reader, at, day) = (self.database.reader(), self.now(), self.today());
        let office: Office = self.appointments.office(code).await?;
        let groups = self.appointments.groups_of(code).await?;
        let matters = self.appointments.matters_by(groups.iter().flat_map(|group| &group.matters)).await?;
        let open = counters::open(reader, code, day).await?;
        let mut lines = Vec::new();
        for group in groups {
            let minutes = group.matters.iter().filter_map(|matter| Some(matters.get(matter)?.content.terms.minutes));
            lines.push(GroupLine {
                open: open
                    .iter()
                    .find(|(id, _)| *id == group.id)
                    .map_or(0, |(_, open)| usize::try_from(*open).unwrap_or(0)),
                handled: boards::handled(reader, group.id, LAST).await?,
                minutes: minutes.max().unwrap_or_default(),
                group,
            });
        }
        let called = boards::called(reader, code, day, CALLS).await?;
        let call = |ticket: Ticket| {
            Some(Call {
                number: ticket.shown(),
                counter: ticket.counter_label?,
                called_at: ticket.called_at?,
                calls: ticket.calls,
                state: ticket.state,
            })
        };
        let waiting = tickets::waiting(reader, code, day).await?;
        let wait = |ticket: Ticket| Waiting {
            id: ticket.id,
            stay: ticket.stay,
            number: shown(&ticket.letter, ticket.number),
            group: ticket.group,
            matter: ticket.matter,
            place: ticket.place,
            priority: ticket.priority,
            issued_at: ticket.issued_at,
            is_parked: ticket.state == TicketState::Parked,
        };
        let mut waiting: Vec<Waiting> = waiting.into_iter().map(wait).collect();
        waiting.sort_by_key(|one| one.is_parked);
        Ok(Board {
            office,
            day,
            revision,
            at,
            calls: called.into_iter().filter_map(call).collect(),
            waiting,
            lines,
            matters,
        })
    }

    /// Watches a hall. One task a process and hall looks at the database, as long as somebody watches.
    pub async fn watch(&self, office: &Slug) -> Outcome<Subscription> {
        let kept = self.kept(office).await?;
        if kept.watching.fetch_add(1, Ordering::Relaxed) >= MOST_WATCHING {
            kept.watching.fetch_sub(1, Ordering::Relaxed);
            return Err(HallError::TooMany);
        }
        // From here on the count goes down when this is dropped.
        let closing = self.boards.closing.subscribe();
        let mut watcher = kept.watcher.lock().await;
        let running = watcher.as_ref().filter(|board| board.has_changed().is_ok()).cloned();
        let board = if let Some(board) = running {
            board
        } else {
            let first = match self.fresh(&kept, office, Duration::ZERO).await {
                Ok(first) => first,
                Err(error) => {
                    kept.watching.fetch_sub(1, Ordering::Relaxed);
                    return Err(error);
                }
            };
            let (sender, receiver) = watch::channel(first);
            tokio::spawn(self.clone().keep_board(office.clone(), kept.clone(), sender));
            *watcher = Some(receiver.clone());
            receiver
        };
        drop(watcher);
        Ok(Subscription { kept, board, closing, begun: false })
    }

    async fn keep_board(self, office: Slug, kept: Arc<Kept>, sender: watch::Sender<Arc<Board>>) {
        let mut closing = self.boards.closing.subscribe();
        loop {
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = closing.wait_for(|closing| *closing) => return,
            }
            let mut watcher = kept.watcher.lock().await;
            if kept.watching.load(Ordering::Relaxed) == 0 {
                *watcher = None;
                return;
            }
            drop(watcher);
            match self.fresh(&kept, &office, LOOK_EVERY / 2).await {
                Ok(board) => {
                    sender.send_if_modified(|shown| {
                        let is_new = !Arc::ptr_eq(shown, &board);
                        *shown = board;
                        is_new
                    });
                }
                Err(error) => tracing::warn!(%error, "a hall was not looked at"),
            }
        }
    }

    /// Ends everybody's watching: the process stops.
    pub fn stop_watching(&self) {
        self.boards.closing.send_replace(true);
    }

    /// A number by what the address of its page ends with.
    pub async fn ticket(&self, token: &str) -> Outcome<TicketView> {
        let hash = self.hash_of(token).ok_or(HallError::Unknown)?;
        let ticket = tickets::by_token(self.database.reader(), &hash).await?.ok_or(HallError::Unknown)?;
        let mut board = self.board(&ticket.office).await?;
        // Whoever was given a number a moment ago is not in what was read before.
        if ticket.state == TicketState::Waiting && board.before(ticket.stay).is_none() {
            board = self.board_now(&ticket.office).await?;
        }
        let waits = ticket.state == TicketState::Waiting && ticket.day == board.day;
        let own = |stay: StayId| (board.before(stay), board.estimate(stay));
        let (before, estimate) = if waits { own(ticket.stay) } else { (None, None) };
        Ok(TicketView { ticket, board, before, estimate })
    }
}
