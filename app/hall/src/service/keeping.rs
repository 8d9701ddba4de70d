use std::time::Duration;

use super::{Hall, Outcome};
use crate::store::{counters, tickets};

/// How often it is looked whether a day is over.
const EVERY: Duration = Duration::from_mins(5);

impl Hall {
    /// Ends what earlier days left open: counters, and numbers whose turn did not come. What became of booked visits is not said
    /// by that; how many numbers.
    pub async fn close_days(&self) -> Outcome<u64> {
        let given = (self.today(), self.now());
        self.database
            .write(&given, |transaction, (day, now)| {
                Box::pin(async move {
                    let closed = tickets::close_before(transaction, *day, *now).await?;
                    counters::close_before(transaction, *day, *now).await?;
                    Outcome::Ok(closed)
                })
            })
            .await
    }

    /// Ends days that are over, in every process, for as long as it lives.
    pub async fn keep_days(self) {
        loop {
            if let Err(error) = self.close_days().await {
                tracing::warn!(%error, "a hall's day was not ended");
            }
            tokio::time::sleep(EVERY).await;
        }
    }
}
