//! What machines read at fixed addresses: the public interface, its description, proposals, the sitemap.

mod api;
mod feed;
mod feedback;
mod machines;
mod openapi;
mod sitemap;
mod versions;

pub use api::{item, items, suggest};
pub use feed::feed;
pub use feedback::feedback;
pub use machines::{draft, put_item, restoration, review, submission, withdrawal};
pub use openapi::Document;
pub use sitemap::{robots, sitemap, sitemap_index};
pub use versions::{version, versions};
