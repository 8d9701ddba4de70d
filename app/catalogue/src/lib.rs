//! What residents can ask of the city: service items, how they are sorted, found and shown.
//!
//! Promises: what a department stored is what a resident reads; a file is loaded whole or not at all, and every bad row
//! is named; what people look for is found by Chinese words, pinyin, initials, English and codes.

pub mod islands;

#[cfg(feature = "ssr")]
mod demo;
#[cfg(feature = "ssr")]
mod entity;
#[cfg(feature = "ssr")]
pub mod exchange;
#[cfg(feature = "ssr")]
mod export;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
mod import;
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod publishing;
#[cfg(feature = "ssr")]
pub mod search;
#[cfg(feature = "ssr")]
mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub mod vocabulary;

#[cfg(feature = "ssr")]
pub use demo::{demo_districts, load_demo, load_generated};
#[cfg(feature = "ssr")]
pub use export::export;
#[cfg(feature = "ssr")]
pub use import::{Destination, Format, ImportError, Kind, Options as ImportOptions, Report, import};
#[cfg(feature = "ssr")]
pub use model::Bilingual;
#[cfg(feature = "ssr")]
pub use service::{Catalogue, Findings, PublishedItem, Snapshot, department_tree, examine, zero_hits};
