mod front;
mod keys;
pub(crate) mod support;
