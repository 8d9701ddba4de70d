//! The laws of sheets.

mod checks;
mod compare;
mod form;
mod law;
