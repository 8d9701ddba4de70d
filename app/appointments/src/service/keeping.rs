use std::time::Duration;

use chrono::TimeDelta;

use super::{Appointments, booking::Outcome};
use crate::{
    model::State,
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

impl Appointments {
    /// Ends the holds nobody said yes to in time; how many. Another process may end some of them.
    pub async fn end_holds(&self) -> Outcome<usize> {
        let now = self.clock.now();
        let over = appointments::over(self.database.reader(), now, SOME).await?;
        let mut ended = 0;
        for visit in over {
            let given = (&visit, now);
            let done = self
                .database
                .write(&given, |transaction, (visit, now)| {
                    Box::pin(async move {
                        if !appointments::hold_held(transaction, visit.id).await? {
                            return Outcome::Ok(false);
                        }
                        places::change(transaction, &[visit.span()], &[]).await?;
                        Ok(appointments::end(transaction, visit.id, State::Held, State::Expired, *now).await?)
                    })
                })
                .await?;
            ended += usize::from(done);
        }
        Ok(ended)
    }

    /// Ends visits that are long over and that nobody marked; how many. Else they would count among those to come for good.
    pub async fn finish_unmarked(&self) -> Outcome<u64> {
        let now = self.clock.now();
        Ok(appointments::finish_unmarked(self.database.writer(), now - MARKED_WITHIN, now).await?)
    }

    /// Ends holds and opens places, in every process, for as long as it lives.
    pub async fn keep_places(self) {
        let holds = async {
            loop {
                match self.end_holds().await {
                    Ok(ended) if ended as u64 == SOME => {}
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
                tokio::time::sleep(OPEN_EVERY).await;
            }
        };
        tokio::join!(holds, opening);
    }
}
