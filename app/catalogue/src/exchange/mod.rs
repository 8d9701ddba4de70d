//! Files in and out of the catalogue, as background jobs that those who asked for them watch, cancel and read the report of.
//!
//! Promises: a file does at the desk just what it does at the command line, except that items become drafts; only whoever
//! asked sees a job and its files.

mod order;
mod service;
#[cfg(test)]
mod tests;
mod work;

pub use order::{ExportOrder, ImportOrder, Task};
pub use service::{Exchange, MAX_UPLOAD, report_of, task_of};
