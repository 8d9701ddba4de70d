//! The authorization endpoint (RFC 6749 §4.1, OpenID Connect Core 1.0 §3.1.2): what is asked, what is still missing before it is
//! granted, and the way back to the application.

mod asked;
mod grant;
mod progress;
mod proof;
mod reading;
#[cfg(test)]
mod tests;
mod told;
mod waiting;
mod way_back;

pub(in crate::openid) use asked::Asked;
pub(in crate::openid) use grant::NotGranted;
pub use grant::forget;
pub(in crate::openid) use progress::Step;
pub(in crate::openid) use reading::{PUSHED_LASTS, Refusal};
pub(in crate::openid) use told::PassedOn;
pub use told::gather;
pub(in crate::openid) use waiting::Waiting;
pub(in crate::openid) use way_back::WayBack;
