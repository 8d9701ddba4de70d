//! The law, the defects and the attacks.

mod demo;
