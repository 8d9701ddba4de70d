//! One file a page of the desk.

mod acts;
mod calendar;
mod difference;
/// Writing an item.
pub mod editor;
mod history;
mod home;
mod item;
mod items;
mod refused;
mod review;
mod words;

pub use self::{
    acts::{ask_withdraw, reschedule, restore, take_back, withdraw},
    calendar::calendar,
    history::{history, revive},
    home::home,
    item::item,
    items::{items, items_csv, remove_filter, save_filter},
    review::{approve, comment, review, send_back, settle_comment},
};
/// Accounts and their roles.
pub mod accounts;
/// What was done.
pub mod audit;
mod errors;
/// One's own account.
pub mod me;
