//! What machines ask: who they are, codes and refresh tokens for tokens, what a token is worth, and its end.

mod access;
mod assertion;
mod authenticate;
mod exchange;
mod introspect;
mod issue;
mod key_sets;
mod refresh;
mod system;
mod told;
mod userinfo;

#[cfg(test)]
mod tests;

pub(super) use access::NOT_VALID;
pub(super) use exchange::TokenAnswer;
pub(super) use key_sets::KeySets;
