//! 应用接入: the register of applications: the list, a request, one application with everything that can be done about it.

mod acts;
mod change;
mod decisions;
mod edit;
mod fields;
mod list;
mod logo;
mod new;
mod secret;
mod show;
mod told;
mod words;

pub use acts::decide_application;
pub use edit::{application_form, change_application};
pub use list::applications;
pub use logo::{application_logo, change_application_logo};
pub use new::{new_application, request_application};
pub use secret::new_application_secret;
pub use show::application;

use catalogue::Catalogue;
use foundation::{context::Cx, error::AppError};
use identity::{Actor, Authority};
use openid::registry::{ClientId, Saved};

/// Where the list is.
const PATH: &str = "/desk/applications";

fn authority(actor: &Actor, catalogue: &Catalogue) -> Authority {
    Authority::of(actor.clone(), catalogue.snapshot().department_tree())
}

/// The application of an address; what is no name of one does not exist.
fn named(name: &str) -> Result<ClientId, AppError> {
    ClientId::parse(name).ok_or(AppError::NotFound)
}

/// The page of an application.
fn path_of(cx: &Cx, client_id: &str) -> String {
    cx.href(&format!("{PATH}/{client_id}"))
}

/// The revision a form was drawn at; what is none is none that is there.
fn revision(typed: &str) -> i32 {
    typed.parse().unwrap_or(-1)
}

/// What is told of a description that was sent, as `application-done-…`.
fn done_of(saved: Saved) -> &'static str {
    match saved {
        Saved::Now => "change",
        Saved::Waits => "propose",
        Saved::Again => "request",
        Saved::Same => "same",
    }
}
