//! One file a page of the desk.

/// Accounts and their roles.
pub mod accounts;
mod acts;
/// Applications that sign people in by way of the portal.
pub mod applications;
/// What was done.
pub mod audit;
mod bulk;
mod calendar;
mod difference;
/// Writing an item.
pub mod editor;
/// Files in and out, as jobs.
pub mod exchange;
mod forms;
/// The day in the hall.
pub mod hall;
mod history;
mod home;
mod item;
mod items;
/// What clerks decide about families and companies.
pub mod kin;
/// One's own account.
pub mod me;
/// Offices that can be booked.
pub mod offices;
mod reasons;
mod refused;
/// Residents at the counter.
pub mod residents;
mod review;
/// What all departments share.
pub mod vocabulary;
mod words;

pub use self::{
    acts::{ask_withdraw, reschedule, restore, take_back, withdraw},
    bulk::{confirm_bulk, preview_bulk},
    calendar::calendar,
    history::{history, revive},
    home::home,
    item::item,
    items::{items, items_csv, remove_filter, save_filter},
    review::{approve, comment, review, send_back, settle_comment},
};
