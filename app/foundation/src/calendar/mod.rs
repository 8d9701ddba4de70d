//! Working days, as the State Council publishes them each year and a city imports them: weekends, holidays, and the
//! weekend days worked instead (调休). Deadlines are counted here and nowhere else.

mod entity;
mod rules;
mod store;

pub use rules::{Day, WorkingDays};
pub use store::{count, days, insert_days, remove_day, replace_days, update_day};
