//! What machines read at fixed addresses: the public interface, its description, proposals, the sitemap.

mod api;
mod feed;
mod feedback;
mod openapi;
mod sitemap;

pub use api::{item, items, suggest};
pub use feed::feed;
pub use feedback::feedback;
pub use openapi::{Document, document};
pub use sitemap::{robots, sitemap, sitemap_index};
