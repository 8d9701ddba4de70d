//! What machines ask: who they are, codes and refresh tokens for tokens, what a token is worth, and its end.

mod assertion;
mod authenticate;
mod key_sets;

pub(super) use key_sets::KeySets;
