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
    /// Whether it can be marked as missed.
    pub may_miss: bool,
    /// Whether it can be marked as served.
    pub may_finish: bool,
    /// Whether it can be excused.
    pub may_excuse: bool,
    /// Whether it can be called off.
    pub may_call_off: bool,
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
        Ok(FoundVisit {
            may_miss: can_miss(&visit, now),
            may_finish: can_finish(&visit, now),
            may_excuse: visit.state == State::Missed && excuse.is_none(),
            may_call_off: can_call_off(&visit, now),
            visit,
            office,
            matter,
            excuse,
        })
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
