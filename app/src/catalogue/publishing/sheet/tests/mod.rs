//! The laws of sheets.

mod compare;
mod form;
mod law;
