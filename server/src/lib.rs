//! The process: configuration, what stands between the network and the rooms, workers, the command line.

/// The subcommands of `yitong`.
pub mod cli;
/// What can be set, from `yitong.toml` and the environment.
pub mod config;
/// What stands between the network and the rooms.
pub mod http;
/// Numbers for Prometheus.
pub mod metrics;
/// Built files, served from memory.
pub mod site_files;
/// What a process does beside answering.
pub mod worker;
