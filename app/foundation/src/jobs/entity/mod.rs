//! One SeaORM entity a file; they never leave `store`.

pub(super) mod job;
pub(super) mod job_file;
