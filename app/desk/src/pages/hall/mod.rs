//! The day in the hall, as those who work there run it.

mod acts;
mod counter;
mod figures;
mod kiosks;
mod offices;
mod tables;
mod visits;

pub use self::{
    acts::act,
    counter::counter,
    figures::{statistics, statistics_csv},
    kiosks::{change_kiosks, kiosks},
    offices::offices,
    visits::{change_visits, visits},
};

use ::hall::{AtDesk, HallError};
use appointments::model::Slug;
use catalogue::Catalogue;
use foundation::{context::Cx, error::AppError, ui::Crumb};
use identity::{Actor, Authority, InSession};

/// Where all of it is.
const PATH: &str = "/desk/hall";

fn authority(actor: &Actor, catalogue: &Catalogue) -> Authority {
    Authority::of(actor.clone(), catalogue.snapshot().department_tree())
}

/// Whoever asks, as halls know them.
fn at_desk(session: &InSession, catalogue: &Catalogue) -> AtDesk {
    AtDesk { authority: authority(&session.actor, catalogue), account: session.actor.account, session: session.session }
}

/// The office of an address; what is no name of one does not exist.
fn named(code: &str) -> Result<Slug, AppError> {
    Slug::parse(code).ok_or(AppError::NotFound)
}

fn path_of(office: &Slug, below: &str) -> String {
    format!("{PATH}/{office}{below}")
}

/// The way here: all halls, and the one below which a page stands.
fn crumbs(cx: &Cx, office: Option<(&Slug, String)>) -> Vec<Crumb> {
    let all = Crumb { href: cx.href(PATH), label: cx.texts.halls().to_owned() };
    let one = office.map(|(code, label)| Crumb { href: cx.href(&path_of(code, "")), label });
    std::iter::once(all).chain(one).collect()
}

/// The sentence of what stands in the way of an act; what has none is an answer of its own.
fn in_the_way(error: &HallError) -> Option<&'static str> {
    match error {
        HallError::NoCounter => Some("hall-refused-no-counter"),
        HallError::Occupied => Some("hall-refused-occupied"),
        HallError::State => Some("hall-refused-state"),
        _ => None,
    }
}
