//! What is done in the background: asked for in a row, done by whichever process takes it, watched, cancelled, reported.
//!
//! Promises: a job is held by one process at a time; what a killed process left is taken up by another; who asked sees how
//! far it is and may end it. Handlers are all or nothing, so that a second run is safe. The room knows what no job is about.

mod entity;
mod model;
mod progress;
mod run;
mod service;
mod store;
#[cfg(test)]
mod tests;

pub use model::{File, FileHead, Finished, Input, Job, JobFault, JobKind, Order, Requester, State};
pub use progress::{Cancelled, Progress, Stage};
pub use run::{Handler, JobContext};
pub use service::Jobs;
