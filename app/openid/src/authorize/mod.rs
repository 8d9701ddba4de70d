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

pub(crate) use asked::Asked;
pub(crate) use grant::NotGranted;
pub use grant::forget;
pub(crate) use progress::Step;
pub(crate) use reading::{PUSHED_LASTS, Refusal};
pub(crate) use told::PassedOn;
pub use told::gather;
pub(crate) use waiting::Waiting;
pub(crate) use way_back::WayBack;
