//! What applications read and ask at fixed addresses.

mod api_actor;
mod asking;
mod bearer_token;
mod cross_site;
mod discovery;
mod logo;
mod logout;
/// Whoever asks, by the machine interface.
pub mod me;
mod opening;
mod pushing;
mod tokens;

pub use api_actor::{
    AccountRead, ApiAccount, ApiActor, ApiHolder, AppointmentsRead, AppointmentsWrite, ItemsPublish, ItemsReview,
    ItemsWrite, Needs,
};
pub(super) use asking::no_store;
pub use asking::{authorize, authorize_by_form};
pub use cross_site::preflight;
pub(super) use discovery::description_of;
pub use discovery::{configuration, described, jwks, published_keys};
pub use logo::{logo, picture};
pub use logout::{confirm_logout, logout, logout_by_form};
pub use opening::open;
pub use pushing::push;
pub use tokens::{introspect, posted_userinfo, revoke, token, userinfo};
