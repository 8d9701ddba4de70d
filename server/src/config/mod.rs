//! What can be set: `yitong.toml`, each value overridable by `YITONG_<SECTION>_<KEY>`, and `DATABASE_URL`.
//!
//! Nothing unknown is accepted: a misspelt key stops the start with its name, its place and the reason.

mod load;
mod messages;
mod registers;
mod sections;

pub use load::{ConfigError, Environment, load};
pub use messages::{check_gateways, gateways, silent_gateways};
pub use registers::{companies, people};
pub use sections::{
    Appointments, Catalogue, City, Config, DatabaseSection, EmailGateway, Identity, Log, LogFormat, Messages,
    PhoneGateway, Register, RegisterKind, Server,
};
