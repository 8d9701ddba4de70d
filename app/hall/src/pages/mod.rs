//! One file a page: what stands in the hall, and what those who wait have on their phones.

mod board;
mod display;
mod frame;
mod kiosk;
mod kiosk_draw;
mod qr;
mod stay;

pub(crate) use board::{say, shown as shown_board};
pub use display::display;
pub use kiosk::{kiosk, press};
pub use stay::stay;

/// Where the desk leads to a hall's display.
pub fn display_path(office: &appointments::model::Slug) -> String {
    format!("/hall/{office}/display")
}

/// Where a hall's devices are.
pub fn kiosk_path(office: &appointments::model::Slug) -> String {
    format!("/hall/{office}/kiosk")
}

/// Where a hall is watched.
pub fn events_path(office: &appointments::model::Slug) -> String {
    format!("/hall/{office}/events")
}
