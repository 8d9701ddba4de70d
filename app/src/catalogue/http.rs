//! What machines read at fixed addresses: the public interface, its description, proposals, the sitemap.

mod api;
mod feedback;
mod openapi;
mod sitemap;

pub use api::{item, items, suggest};
pub use feedback::feedback;
pub use openapi::{Document, document};
pub use sitemap::{robots, sitemap, sitemap_index};
