use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Appointments, booking::Outcome, telling::News};
use crate::{
    model::{Appointment, State},
    store::{appointments, places},
};

/// How often holds that are over are looked for: a place is free again this much later at most.
const EVERY: Duration = Duration::from_secs(5);
/// Holds ended at a look.
const SOME: u64 = 200;
/// How long after its end a visit can still be marked as missed or served.
const MARKED_WITHIN: TimeDelta = TimeDelta::days(1);
/// How often places are opened: at most this long after midnight the next day can be booked.
const OPEN_EVERY: Duration = Duration::from_mins(5);

/// What became of holds that were over, for whoever counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HoldsEnded {
    /// Ended, by this process.
    pub ended: usize,
    /// Not ended: something is wrong with them, or with the database.
    pub failed: usize,
}

impl Appointments {
    /// Ends the holds nobody said yes to in time. Another process may end some of them; one that cannot be ended does not keep
    /// the others.
    pub async fn end_holds(&self) -> Outcome<HoldsEnded> {
        let now = self.clock.now();
        let over = appointments::over(self.database.reader(), now, SOME).await?;
        let mut outcome = HoldsEnded::default();
        for visit in over {
            match self.end_hold(&visit, now).await {
                Ok(done) => outcome.ended += usize::from(done),
                Err(error) => {
                    outcome.failed += 1;
                    tracing::error!(visit = %visit.id, %error, "a hold that is over was not ended");
                }
            }
        }
        Ok(outcome)
    }

    async fn end_hold(&self, visit: &Appointment, now: DateTime<Utc>) -> Outcome<bool> {
        let given = (self, visit, now);
        self.database
            .write(&given, |transaction, (booking, visit, now)| {
                Box::pin(async move {
                    if !appointments::hold_held(transaction, visit.id).await? {
                        return Outcome::Ok(false);
                    }
                    places::change(transaction, &[visit.span()], &[]).await?;
                    let is_ended = appointments::end(transaction, visit.id, State::Held, State::Expired, *now).await?;
                    if is_ended && visit.offered {
                        booking.tell(transaction, visit, News::OfferMissed, *now).await?;
                    }
                    Ok(is_ended)
                })
            })
            .await
    }

    /// Ends visits that are long over and that nobody marked; how many. Else they would count among those to come for good.
    pub async fn finish_unmarked(&self) -> Outcome<u64> {
        let now = self.clock.now();
        Ok(appointments::finish_unmarked(self.database.writer(), now - MARKED_WITHIN, now).await?)
    }

    /// Ends holds, offers what is free to those in line, opens places and reminds, in every process, for as long as it lives.
    /// `count` is told of every look at holds.
    pub async fn keep_places(self, count: impl Fn(HoldsEnded) + Send) {
        let holds = async {
            loop {
                let looked = self.end_holds().await;
                if let Ok(outcome) = &looked {
                    count(*outcome);
                }
                match looked {
                    Ok(HoldsEnded { ended, .. }) if ended as u64 == SOME => {}
                    Ok(_) => tokio::time::sleep(EVERY).await,
                    Err(error) => {
                        tracing::warn!(%error, "holds that are over were not ended");
                        tokio::time::sleep(EVERY).await;
                    }
                }
            }
        };
        let opening = async {
            loop {
                if let Err(error) = self.open_places().await {
                    tracing::warn!(%error, "places were not opened");
                }
                if let Err(error) = self.finish_unmarked().await {
                    tracing::warn!(%error, "visits that are over were not ended");
                }
                if let Err(error) = self.end_waiting().await {
                    tracing::warn!(%error, "waiting that is over was not ended");
                }
                tokio::time::sleep(OPEN_EVERY).await;
            }
        };
        tokio::join!(holds, opening, self.keep_offering(), self.keep_reminding());
    }
}
