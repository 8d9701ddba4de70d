//! The keys the provider signs with: made, sealed, published ahead of their use, kept published until what they signed is over.

mod cache;
mod jwt;
mod pair;
mod rotation;

pub(super) use cache::KeyCache;
pub use pair::KeyFault;
pub use rotation::SigningKeyHead;
