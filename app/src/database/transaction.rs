use std::time::Duration;

use sea_orm::{DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};

use super::{Database, Engine, Fault};

/// How often a transaction that met another one is tried.
const TRIES: u32 = 5;

impl Database {
    /// Runs `work` in a writing transaction and commits it; tries again, with growing pauses, where two transactions met.
    ///
    /// `work` may run several times, so it changes nothing but the database. On `SQLite` the transaction begins
    /// `IMMEDIATE`: a deferred one that reads first fails at its first write when another writer came between.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<Fault> + TransientFault,
        F: AsyncFn(&DatabaseTransaction) -> Result<T, E>,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.write_once(&work).await {
                Err(fault) if fault.is_transient() && tries < TRIES => {
                    tokio::time::sleep(pause(tries)).await;
                }
                outcome => return outcome,
            }
        }
    }

    async fn write_once<T, E, F>(&self, work: &F) -> Result<T, E>
    where
        E: From<Fault>,
        F: AsyncFn(&DatabaseTransaction) -> Result<T, E>,
    {
        let mode = (self.engine() == Engine::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() };
        let transaction = self.writer().begin_with_options(options).await.map_err(Fault::from)?;
        match work(&transaction).await {
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
