//! What machines read and do: offices, free times, holds and appointments. The rules are those of the pages.

mod answers;
mod asked;
mod offices;
mod visits;

use utoipa::OpenApi;

pub use offices::{offices, slots};
pub use visits::{appointment, appointments, book, cancel, hold, release, reschedule};

/// The room's part of the description of the public interface.
#[derive(OpenApi)]
#[openapi(
    paths(
        offices::offices,
        offices::slots,
        visits::hold,
        visits::release,
        visits::appointments,
        visits::appointment,
        visits::book,
        visits::reschedule,
        visits::cancel,
    ),
    tags((name = "appointments", description = "A place, a day, a time")),
)]
pub struct Document;
