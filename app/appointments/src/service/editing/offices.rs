use std::collections::BTreeSet;

use catalogue::Bilingual;
use foundation::{audit::Entry, clock::city_day, database::Fault, ids::CounterGroupId};
use identity::{Authority, Permission};
use serde_json::json;

use super::{EditError, Edited, keeps, kept_in};
use crate::{
    model::{Closure, CounterGroup, CounterSettings, KeptCounters, Office, OfficeContent, Slug, SupplyChange},
    service::Appointments,
    store::{adding, editing, supply},
};

/// Offices on a page of the list.
pub const OFFICES_PAGE: u64 = 50;

/// An office with everything that is kept of it.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptOffice {
    /// The office.
    pub office: Office,
    /// Its counters.
    pub counters: Vec<KeptCounters>,
    /// When it is closed, from today on.
    pub closures: Vec<Closure>,
}

impl KeptOffice {
    /// Its counters of a key.
    pub fn counters_of(&self, id: CounterGroupId) -> Option<&KeptCounters> {
        self.counters.iter().find(|kept| kept.group.id == id)
    }

    /// Whether a change has been made: the same form that comes again asks for nothing more.
    pub fn has(&self, change: &SupplyChange) -> bool {
        let kept = change.group().and_then(|id| self.counters_of(id));
        match (change, kept) {
            (SupplyChange::Counters(_, settings), Some(kept)) => {
                let matters: BTreeSet<Slug> = kept.group.matters.iter().cloned().collect();
                let group = &kept.group;
                (&group.name, group.horizon_days, matters)
                    == (&settings.name, settings.horizon_days, settings.matters.clone())
            }
            (SupplyChange::Hours(_, openings), Some(kept)) => {
                openings.len() == kept.openings.len() && openings.iter().all(|opening| kept.openings.contains(opening))
            }
            (SupplyChange::Day(_, day, stretches), Some(kept)) => kept.exceptions.get(day) == stretches.as_ref(),
            (SupplyChange::Close(closure), _) => self.closures.iter().any(|there| {
                (there.from, there.until, &there.reason) == (closure.from, closure.until, &closure.reason)
            }),
            (SupplyChange::Reopen(id), _) => self.closures.iter().all(|there| there.id != *id),
            (_, None) => false,
        }
    }
}

/// What of an office can be changed by itself: nothing that hits a visit.
#[derive(Debug, Clone, PartialEq)]
pub struct OfficeChange {
    /// The district it stands in.
    pub division: String,
    /// Whether it can be booked.
    pub is_open: bool,
    /// What is said of it.
    pub content: OfficeContent,
}

/// Counters that are new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCounters {
    /// Their key, made with the form: the same form that comes again adds nothing more.
    pub id: CounterGroupId,
    /// How long a slot is. It stays so: visits that are booked are made of slots.
    pub slot_minutes: u16,
    /// The rest.
    pub settings: CounterSettings,
}

impl Appointments {
    /// Offices somebody keeps, after a code, by code; at most [`OFFICES_PAGE`].
    pub async fn offices_kept(&self, authority: &Authority, after: &str) -> Edited<Vec<Office>> {
        let departments = kept_in(authority)?;
        Ok(editing::offices_after(self.database.reader(), departments.as_deref(), after, OFFICES_PAGE).await?)
    }

    /// An office somebody keeps.
    pub async fn office_kept(&self, authority: &Authority, code: &Slug) -> Edited<KeptOffice> {
        let (reader, today) = (self.database.reader(), city_day(self.clock.now()));
        let office = supply::office(reader, code).await?.ok_or(EditError::Unknown)?;
        keeps(authority, &office)?;
        let counters = editing::counters(reader, code, today).await?;
        let closures = editing::closures(reader, code, today).await?;
        Ok(KeptOffice { office, counters, closures })
    }

    /// Adds an office, closed to bookings or not; it has no counters yet.
    pub async fn add_office(
        &self,
        authority: &Authority,
        code: &Slug,
        department: &str,
        change: OfficeChange,
    ) -> Edited<()> {
        if !authority.may(Permission::KeepOffices, department) {
            return Err(EditError::invalid("department", "account-no-department"));
        }
        let OfficeChange { division, is_open, content } = change;
        let department = department.to_owned();
        let office = Office { code: code.clone(), department, division, is_open, content, revision: 1 };
        let entry = Entry::new(authority.who(), "office.add", "office", code.as_str())
            .department(office.department.clone())
            .after(described(&office));
        // The same form again has been done.
        let there = supply::office(self.database.reader(), code).await?;
        if there.is_some_and(|there| there == office) {
            return Ok(());
        }
        self.database
            .write(&(self, office, entry), |transaction, (booking, office, entry)| {
                Box::pin(async move {
                    let now = booking.clock.now();
                    adding::add_offices(transaction, std::slice::from_ref(office), now).await.map_err(taken)?;
                    Ok(booking.audited(transaction, entry.clone()).await?)
                })
            })
            .await
    }

    /// Changes what is said of an office, as it was seen at a revision. Visits stand whatever is said.
    pub async fn change_office(
        &self,
        authority: &Authority,
        code: &Slug,
        revision: i32,
        change: OfficeChange,
    ) -> Edited<()> {
        self.database
            .write(
                &(self, authority, code, revision, change),
                |transaction, (booking, authority, code, seen, change)| {
                    Box::pin(async move {
                        let before = editing::hold_office(transaction, code).await?.ok_or(EditError::Unknown)?;
                        keeps(authority, &before)?;
                        let OfficeChange { division, is_open, content } = change.clone();
                        let after = Office { division, is_open, content, revision: *seen, ..before.clone() };
                        // The same form again has been done.
                        if before == (Office { revision: *seen + 1, ..after.clone() }) {
                            return Ok(());
                        }
                        if before.revision != *seen
                            || !editing::change_office(transaction, &after, booking.clock.now()).await?
                        {
                            return Err(EditError::Changed);
                        }
                        let entry = Entry::new(authority.who(), "office.change", "office", code.as_str())
                            .department(before.department.clone())
                            .before(described(&before))
                            .after(described(&after));
                        Ok(booking.audited(transaction, entry).await?)
                    })
                },
            )
            .await
    }

    /// Adds counters to an office; they have no hours yet.
    pub async fn add_counters(&self, authority: &Authority, code: &Slug, new: NewCounters) -> Edited<CounterGroupId> {
        if !(5..=120).contains(&new.slot_minutes) {
            return Err(EditError::invalid("slot_minutes", "office-slot-minutes"));
        }
        let id = new.id;
        self.database
            .write(&(self, authority, code, new), |transaction, (booking, authority, code, new)| {
                Box::pin(async move {
                    let office = editing::hold_office(transaction, code).await?.ok_or(EditError::Unknown)?;
                    keeps(authority, &office)?;
                    if let Some(there) = supply::group(transaction, new.id).await? {
                        return if there.office == **code { Ok(()) } else { Err(EditError::Unknown) };
                    }
                    let matters = supply::matters(transaction, &new.settings.matters).await?;
                    if matters.is_empty() || matters.len() != new.settings.matters.len() {
                        return Err(EditError::invalid("matters", "office-matters"));
                    }
                    let group = CounterGroup {
                        id: new.id,
                        office: (*code).clone(),
                        name: new.settings.name.clone(),
                        slot_minutes: new.slot_minutes,
                        horizon_days: new.settings.horizon_days,
                        matters: new.settings.matters.iter().cloned().collect(),
                    };
                    let entry = Entry::new(authority.who(), "office.counters_add", "office", code.as_str())
                        .department(office.department.clone())
                        .after(json!({
                            "counters": group.name,
                            "slot_minutes": group.slot_minutes,
                            "horizon_days": group.horizon_days,
                            "matters": group.matters,
                        }));
                    adding::add_groups(transaction, &[(group, Vec::new())]).await?;
                    Ok(booking.audited(transaction, entry).await?)
                })
            })
            .await?;
        Ok(id)
    }

    /// The names of every matter there is, to choose from: counters serve those of other departments as well.
    pub async fn matters_to_serve(&self, authority: &Authority) -> Edited<Vec<(Slug, Bilingual)>> {
        kept_in(authority)?;
        let known = adding::matter_codes(self.database.reader()).await?;
        let codes: BTreeSet<Slug> = known.iter().filter_map(|code| Slug::parse(code)).collect();
        let mut matters = supply::matters(self.database.reader(), &codes).await?;
        Ok(codes.into_iter().filter_map(|code| Some((code.clone(), matters.remove(&code)?.content.name))).collect())
    }
}

fn described(office: &Office) -> serde_json::Value {
    json!({ "division": office.division, "is_open": office.is_open, "content": office.content })
}

/// A code that is there already is somebody's to mend; whatever else collides is not.
pub(super) fn taken(fault: Fault) -> EditError {
    match fault {
        Fault::Conflict(detail) if !detail.to_lowercase().contains("foreign") => EditError::Taken,
        fault => fault.into(),
    }
}
