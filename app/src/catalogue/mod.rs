//! What residents can ask of the city: service items, how they are sorted, found and shown.
//!
//! Promises: what a department stored is what a resident reads; a file is loaded whole or not at all, and every bad row
//! is named; what people look for is found by Chinese words, pinyin, initials, English and codes.

#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
mod entity;
#[cfg(feature = "ssr")]
pub mod export;
#[cfg(feature = "ssr")]
pub mod import;
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
mod store;
