use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::{
    Application, DayUse, RegistryError,
    acts::{Outcome, decides, keeps},
};
use crate::{
    OpenId,
    model::{Client, ClientState},
    store::{clients, registrations, reviews, uses},
};
use foundation::ids::ApplicationId;
use identity::{Authority, Permission};

/// Applications on a page of the list.
pub const PAGE: u64 = 50;
/// Days that uses are told of.
const DAYS: TimeDelta = TimeDelta::days(30);

impl OpenId {
    /// Applications this authority sees, after a name and in a state where one is given; at most [`PAGE`].
    pub async fn applications(
        &self,
        authority: &Authority,
        state: Option<ClientState>,
        after: &str,
    ) -> Outcome<Vec<Client>> {
        let seen = seen(authority)?;
        Ok(registrations::list_after(self.database.reader(), seen.as_deref(), state, after, PAGE).await?)
    }

    /// Which of the applications this authority sees have a change that waits.
    pub async fn applications_with_changes(&self, authority: &Authority) -> Outcome<Vec<ApplicationId>> {
        let seen = seen(authority)?;
        Ok(reviews::with_changes(self.database.reader(), seen.as_deref()).await?)
    }

    /// How many applications wait for this authority's decision; none where it decides about none.
    pub async fn applications_to_decide(&self, authority: &Authority) -> Outcome<Option<u64>> {
        let places = authority.where_may(Permission::DecideApplications);
        if places.as_ref().is_some_and(Vec::is_empty) {
            return Ok(None);
        }
        Ok(Some(reviews::count_waiting(self.database.reader(), places.as_deref()).await?))
    }

    /// An application with everything about it, for those who keep it or decide about it.
    pub async fn application(&self, authority: &Authority, client_id: &str) -> Outcome<Application> {
        let reader = self.database.reader();
        let (client, secrets) = clients::named(reader, client_id).await?.ok_or(RegistryError::Unknown)?;
        let may_keep = keeps(authority, &client.department);
        let may_decide = decides(authority, &client.department);
        if !may_keep && !may_decide {
            return Err(RegistryError::Unknown);
        }
        let now = self.clock.now();
        Ok(Application {
            has_secret: secrets.hash.is_some(),
            former_secret_until: secrets.former.map(|(_, until)| until).filter(|until| *until > now),
            change: reviews::change(reader, client.id).await?,
            events: reviews::events(reader, client.id).await?,
            client,
            may_keep,
            may_decide,
        })
    }

    /// How often an application was used in the last thirty days, by day, the newest first.
    pub async fn application_uses(&self, authority: &Authority, client_id: &str) -> Outcome<Vec<DayUse>> {
        let found = clients::named(self.database.reader(), client_id).await?;
        let (client, _) = found.ok_or(RegistryError::Unknown)?;
        if !keeps(authority, &client.department) && !decides(authority, &client.department) {
            return Err(RegistryError::Unknown);
        }
        let since = (self.clock.now() - DAYS).date_naive();
        Ok(uses::since(self.database.reader(), client.id, since).await?)
    }
}

/// The departments whose applications somebody sees, `None` for all; who sees none is told that there is nothing.
fn seen(authority: &Authority) -> Outcome<Option<Vec<String>>> {
    let places = [Permission::KeepApplications, Permission::DecideApplications];
    let mut seen = BTreeSet::new();
    for permission in places {
        match authority.where_may(permission) {
            None => return Ok(None),
            Some(departments) => seen.extend(departments),
        }
    }
    if seen.is_empty() { Err(RegistryError::Unknown) } else { Ok(Some(seen.into_iter().collect())) }
}
