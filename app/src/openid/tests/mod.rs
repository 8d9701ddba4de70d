mod front;
mod keys;
pub(in crate::openid) mod support;
