//! What the room promises, on both engines.

mod booking;
mod burst;
mod demo;
mod editing;
mod keeping;
mod limits;
mod moving;
mod opening;
mod relatives;
mod storm;
mod support;
