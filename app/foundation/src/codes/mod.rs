//! Codes that are the same in the whole country: read here once, for every room.

#[cfg(test)]
mod tests;
mod uscc;

pub use uscc::{UnifiedSocialCreditCode, UsccFault};
