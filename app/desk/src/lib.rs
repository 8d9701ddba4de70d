//! 工作台: where the city's own people work. Knows the public face of every room; no room knows it.

mod city_time;
mod entity;
mod frame;
pub mod pages;
mod service;
mod store;

pub use frame::{Place, desk_page};
pub use service::{Desk, SavedFilter};
