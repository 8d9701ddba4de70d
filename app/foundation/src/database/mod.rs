//! The database: `SQLite` embedded in the process, or `PostgreSQL` beyond one machine, behind one set of entities.

mod connect;
mod fault;
mod migrate;
mod migrations;
mod transaction;

pub use connect::{Database, Engine, OpenError, PoolSizes};
pub use fault::Fault;
pub use migrate::{MigrateError, Migrator};
pub use transaction::{TransientFault, Work};

pub mod testing;
