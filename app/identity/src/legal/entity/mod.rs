//! One SeaORM entity a file; they never leave `store`.

pub(super) mod company;
pub(super) mod company_agent;
pub(super) mod company_event;
pub(super) mod company_invitation;
pub(super) mod company_request;
pub(super) mod register_company;
