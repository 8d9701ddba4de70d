use chrono::{DateTime, Utc};
use foundation::{audit::Entry, clock::city_day};
use identity::{Authority, Permission};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{EditError, Edited, Reason};
use crate::{
    error::BookingError,
    model::{Appointment, Code, Matter, Office, State},
    service::Appointments,
    store::{appointments, places, supply, visits},
};

/// What staff do with a visit they looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitAct {
    /// Nobody came.
    Missed,
    /// It was served.
    Finished,
    /// It was missed for a good reason and counts no more: a pause that came of it is lifted.
    Excuse(Reason),
    /// The office calls it off.
    CallOff(Reason),
}

impl VisitAct {
    fn audited(&self) -> &'static str {
        match self {
            Self::Missed => "visit.missed",
            Self::Finished => "visit.finished",
            Self::Excuse(_) => "visit.excuse",
            Self::CallOff(_) => "visit.call_off",
        }
    }

    fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Excuse(reason) | Self::CallOff(reason) => Some(reason),
            Self::Missed | Self::Finished => None,
        }
    }
}

/// What staff can do with a visit, without why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitActKind {
    /// Mark it as served.
    Finished,
    /// Mark it as missed.
    Missed,
    /// Excuse it.
    Excuse,
    /// Call it off.
    CallOff,
}

impl VisitActKind {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Finished, Self::Missed, Self::Excuse, Self::CallOff];

    /// The name in forms, and part of message keys (`office-visit-act-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Missed => "missed",
            Self::Excuse => "excuse",
            Self::CallOff => "call-off",
        }
    }

    /// Whether a reason goes with it.
    pub fn has_reason(self) -> bool {
        matches!(self, Self::Excuse | Self::CallOff)
    }
}

/// A visit as staff see it who were told its code.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundVisit {
    /// The visit.
    pub visit: Appointment,
    /// Where.
    pub office: Office,
    /// What for.
    pub matter: Matter,
    /// Why it was excused; none where it was not.
    pub excuse: Option<String>,
    /// What can be done with it.
    pub acts: Vec<VisitActKind>,
}

impl Appointments {
    /// A visit in somebody's offices, by its code.
    pub async fn look_up_visit(&self, authority: &Authority, code: &Code) -> Edited<FoundVisit> {
        let reader = self.database.reader();
        let visit = visits::by_code(reader, code, false).await?.ok_or(EditError::Unknown)?;
        let office = supply::office(reader, &visit.office).await?.ok_or(EditError::Unknown)?;
        is_worked(authority, &office)?;
        let matter = supply::matter(reader, &visit.matter).await?.ok_or(EditError::Unknown)?;
        let excuse = visits::excuse_of(reader, visit.id).await?;
        let now = self.clock.now();
        let acts = VisitActKind::ALL.into_iter().filter(|act| match act {
            VisitActKind::Finished => can_finish(&visit, now),
            VisitActKind::Missed => can_miss(&visit, now),
            VisitActKind::Excuse => visit.state == State::Missed && excuse.is_none(),
            VisitActKind::CallOff => can_call_off(&visit, now),
        });
        Ok(FoundVisit { acts: acts.collect(), visit, office, matter, excuse })
    }

    /// Does something with a visit. The same act again changes nothing.
    pub async fn settle_visit(&self, authority: &Authority, code: &Code, act: &VisitAct) -> Edited<()> {
        let _turn = self.turn().await;
        self.database
            .write(&(self, authority, code, act), |transaction, (booking, authority, code, act)| {
                Box::pin(booking.settle_visit_in(transaction, authority, code, act))
            })
            .await
    }

    async fn settle_visit_in(
        &self,
        transaction: &DatabaseTransaction,
        authority: &Authority,
        code: &Code,
        act: &VisitAct,
    ) -> Edited<()> {
        let now = self.clock.now();
        let visit = visits::by_code(transaction, code, true).await?.ok_or(EditError::Unknown)?;
        let office = supply::office(transaction, &visit.office).await?.ok_or(BookingError::Unknown)?;
        is_worked(authority, &office)?;
        let allowed = |allowed: bool| if allowed { Ok(()) } else { Err(EditError::State) };
        let done = match act {
            VisitAct::Missed if visit.state == State::Missed => false,
            VisitAct::Finished if visit.state == State::Finished => false,
            VisitAct::CallOff(_) if visit.state == State::Cancelled => false,
            VisitAct::Missed => {
                allowed(can_miss(&visit, now))?;
                appointments::end(transaction, visit.id, State::Confirmed, State::Missed, now).await?
            }
            VisitAct::Finished => {
                allowed(can_finish(&visit, now))?;
                appointments::end(transaction, visit.id, State::Confirmed, State::Finished, now).await?
            }
            VisitAct::Excuse(reason) => {
                allowed(visit.state == State::Missed)?;
                visits::excuse(transaction, visit.id, reason.as_str(), now).await?
            }
            VisitAct::CallOff(reason) => {
                allowed(can_call_off(&visit, now))?;
                places::change(transaction, &[visit.span()], &[]).await?;
                let called_off = Appointment { sequence: visit.sequence + 1, ..visit.clone() };
                self.write_called_off(transaction, &called_off, reason, now).await?;
                true
            }
        };
        if !done {
            return Ok(());
        }
        let mut told = json!({ "matter": visit.matter, "starts_at": visit.starts_at.to_rfc3339() });
        if let (Some(reason), serde_json::Value::Object(map)) = (act.reason(), &mut told) {
            map.insert("reason".to_owned(), json!(reason.as_str()));
        }
        let entry = Entry::new(authority.who(), act.audited(), "visit", code.as_str())
            .department(office.department)
            .before(json!({ "state": visit.state.code() }))
            .after(told);
        Ok(self.audited(transaction, entry).await?)
    }
}

/// Visits are for those who work at the counters of an office, and those who keep it.
fn is_worked(authority: &Authority, office: &Office) -> Edited<()> {
    let may = |permission| authority.may(permission, &office.department);
    if may(Permission::WorkCases) || may(Permission::KeepOffices) { Ok(()) } else { Err(EditError::Unknown) }
}

fn can_miss(visit: &Appointment, now: DateTime<Utc>) -> bool {
    visit.state == State::Confirmed && visit.starts_at <= now
}

/// Whoever comes early may be served early, on the day.
fn can_finish(visit: &Appointment, now: DateTime<Utc>) -> bool {
    visit.state == State::Confirmed && visit.day <= city_day(now)
}

fn can_call_off(visit: &Appointment, now: DateTime<Utc>) -> bool {
    visit.state == State::Confirmed && visit.starts_at > now
}
