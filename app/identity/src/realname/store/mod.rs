//! The tables of real names and of the built-in register.

pub(super) mod real_names;
pub(super) mod register;
