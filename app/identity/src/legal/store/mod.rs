//! The tables of companies.

pub(super) mod companies;
pub(super) mod invitations;
pub(super) mod register;
pub(super) mod requests;
