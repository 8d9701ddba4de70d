//! The laws of sheets.

mod form;
mod law;
