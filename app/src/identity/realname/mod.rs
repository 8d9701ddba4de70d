//! 实名认证: how surely the city knows who an account's holder is.

mod level;

pub use level::RealNameLevel;
