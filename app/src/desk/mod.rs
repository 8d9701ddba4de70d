//! 工作台: where the city's own people work. Knows the public face of every room; no room knows it.

mod frame;
pub mod pages;

pub use frame::{Place, desk_page};
