//! 网点预约: offices that can be booked: what they are called, when they are open, what they serve, and what becomes of visits when
//! that changes.

mod check;
mod closures;
mod counters;
mod days;
mod edit;
mod fields;
mod form;
mod hours;
mod list;
mod matter_form;
mod matters;
mod problem;
mod show;
mod stretches;
mod visit_acts;
mod visits;
mod week;
mod words;

pub use closures::{change_closures, closures};
pub use counters::{add_counters, change_counters, counters_form, new_counters};
pub use days::{change_days, days};
pub use edit::{add_office, change_office, new_office, office_form};
pub use hours::{change_hours, hours};
pub use list::offices;
pub use matter_form::{add_matter, change_matter, matter_form, new_matter};
pub use matters::matters;
pub use show::office;
pub use visit_acts::settle_visit;
pub use visits::visits;
pub use week::week;

use appointments::{
    Appointments, EditError, KeptOffice,
    model::{KeptCounters, Slug},
};
use catalogue::Catalogue;
use foundation::{context::Cx, error::AppError, ids::CounterGroupId, ui::Crumb};
use identity::{Actor, Authority, Permission};

/// Where the list is.
const PATH: &str = "/desk/offices";

/// Words that stand in addresses where the code of an office would, here and in halls.
const RESERVED: [&str; 4] = ["new", "visits", "matters", "tickets"];

fn authority(actor: &Actor, catalogue: &Catalogue) -> Authority {
    Authority::of(actor.clone(), catalogue.snapshot().department_tree())
}

/// The departments somebody keeps offices in; without any the page does not exist.
fn departments(authority: &Authority) -> Result<Vec<String>, AppError> {
    let departments = authority.where_may(Permission::KeepOffices).unwrap_or_else(|| authority.all_departments());
    if departments.is_empty() { Err(AppError::NotFound) } else { Ok(departments) }
}

/// The office of an address; what is no code of one does not exist.
async fn kept(appointments: &Appointments, authority: &Authority, code: &str) -> Result<KeptOffice, AppError> {
    let code = Slug::parse(code).ok_or(AppError::NotFound)?;
    Ok(appointments.office_kept(authority, &code).await?)
}

/// An office and those of its counters an address names.
async fn kept_counters(
    appointments: &Appointments,
    authority: &Authority,
    (code, group): (&str, &str),
) -> Result<(KeptOffice, KeptCounters), AppError> {
    let office = kept(appointments, authority, code).await?;
    let group = CounterGroupId::parse(group).ok_or(EditError::Unknown)?;
    let counters = office.counters_of(group).cloned().ok_or(EditError::Unknown)?;
    Ok((office, counters))
}

/// The page of an office, or one below it.
fn path_of(office: &KeptOffice, below: &str) -> String {
    format!("{PATH}/{}{below}", office.office.code)
}

/// The page of some counters, or one below it.
fn counters_path(office: &KeptOffice, counters: &KeptCounters, below: &str) -> String {
    path_of(office, &format!("/counters/{}{below}", counters.group.id))
}

/// The way to a page below an office.
fn crumbs(cx: &Cx, office: &KeptOffice) -> Vec<Crumb> {
    vec![
        Crumb { href: cx.href(PATH), label: cx.texts.desk_offices().to_owned() },
        Crumb { href: cx.href(&path_of(office, "")), label: office.office.content.name.get(cx.language()).to_owned() },
    ]
}
