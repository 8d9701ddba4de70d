use std::{pin::Pin, time::Duration};

use sea_orm::{DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};

use super::{Database, Engine, Fault};

/// How often a transaction that met another one is tried.
const TRIES: u32 = 8;

/// What a writing transaction does: a boxed future, because only those are known to be `Send` while they borrow.
pub type Work<'c, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'c>>;

impl Database {
    /// Runs `work` in a writing transaction and commits it; tries again, with growing pauses, where two transactions met.
    ///
    /// `work` may run several times, so it changes nothing but the database, and everything it needs comes in by `given`
    /// (what it captured itself could not be borrowed across threads). On `SQLite` the transaction begins `IMMEDIATE`: a
    /// deferred one that reads first fails at its first write when another writer came between.
    ///
    /// ```ignore
    /// database.write(&(code, now), |transaction, (code, now)| Box::pin(async move { … })).await
    /// ```
    pub async fn write<C, T, E, F>(&self, given: &C, work: F) -> Result<T, E>
    where
        C: Sync + ?Sized,
        T: Send,
        E: From<Fault> + TransientFault + Send,
        F: for<'c> Fn(&'c DatabaseTransaction, &'c C) -> Work<'c, T, E> + Send + Sync,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.write_once(given, &work).await {
                Err(fault) if fault.is_transient() && tries < TRIES => {
                    tokio::time::sleep(pause(tries)).await;
                }
                outcome => return outcome,
            }
        }
    }

    async fn write_once<C, T, E, F>(&self, given: &C, work: &F) -> Result<T, E>
    where
        C: Sync + ?Sized,
        T: Send,
        E: From<Fault> + Send,
        F: for<'c> Fn(&'c DatabaseTransaction, &'c C) -> Work<'c, T, E> + Send + Sync,
    {
        let mode = (self.engine() == Engine::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() };
        let transaction = self.writer().begin_with_options(options).await.map_err(Fault::from)?;
        let outcome = work(&transaction, given).await;
        match outcome {
            Ok(value) => {
                transaction.commit().await.map_err(Fault::from)?;
                Ok(value)
            }
            Err(error) => {
                // The first error is the one worth telling; a lost connection rolls back by itself.
                let _ = transaction.rollback().await;
                Err(error)
            }
        }
    }
}

/// Doubling from 10 ms, with up to as much again of jitter so that two that met do not meet again.
fn pause(tries: u32) -> Duration {
    let base = 10u64 << tries.min(6);
    let mut byte = [0u8; 1];
    // Without randomness the pause is merely regular.
    let _ = getrandom::fill(&mut byte);
    Duration::from_millis(base + base * u64::from(byte[0]) / 255)
}

/// Errors that may pass when the transaction is tried again.
pub trait TransientFault {
    /// Whether trying again may succeed.
    fn is_transient(&self) -> bool;
}

impl TransientFault for Fault {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Retry(_))
    }
}
