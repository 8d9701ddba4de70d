//! What the room promises, on both engines.

mod booking;
mod burst;
mod calendars;
mod demo;
mod editing;
mod keeping;
mod lengths;
mod limits;
mod links;
mod moving;
mod opening;
mod relatives;
mod reminding;
mod storm;
mod support;
mod waiting;
