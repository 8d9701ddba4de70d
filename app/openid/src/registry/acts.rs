//! What every act on an application has in common.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::Value;

use super::{ApplicationAct, ApplicationEvent, RegistryError};
use crate::{
    OpenId,
    model::{Client, Scope},
    store::{clients::Secrets, logos, registrations, reviews},
};
use foundation::{
    audit::{self, Entry},
    ids::AccountId,
};
use identity::{Authority, Grant, Permission, Role, ServiceAccount};

pub(super) type Outcome<T> = Result<T, RegistryError>;

/// Who acts on an application, and when.
pub(super) struct Acting<'a> {
    pub(super) authority: &'a Authority,
    pub(super) now: DateTime<Utc>,
}

/// What is written down of an act.
pub(super) struct Told<'a> {
    pub(super) act: ApplicationAct,
    pub(super) note: &'a str,
    pub(super) before: Value,
    pub(super) after: Value,
}

/// Whether somebody describes the applications of a department.
pub(super) fn keeps(authority: &Authority, department: &str) -> bool {
    authority.may(Permission::KeepApplications, department)
}

/// Whether somebody decides about the applications of a department.
pub(super) fn decides(authority: &Authority, department: &str) -> bool {
    authority.may(Permission::DecideApplications, department)
}

impl OpenId {
    /// An application this authority sees, held until the transaction ends, as it was seen at a revision.
    pub(super) async fn held(
        &self,
        transaction: &DatabaseTransaction,
        authority: &Authority,
        client_id: &str,
        revision: i32,
    ) -> Outcome<(Client, Secrets)> {
        let found = registrations::hold(transaction, client_id).await?;
        let (client, secrets) = found
            .filter(|(client, _)| keeps(authority, &client.department) || decides(authority, &client.department))
            .ok_or(RegistryError::Unknown)?;
        if client.revision == revision { Ok((client, secrets)) } else { Err(RegistryError::Changed) }
    }

    /// Writes an application as it is to be: with the account it acts under, without what it may no longer have.
    pub(super) async fn store(
        &self,
        transaction: &DatabaseTransaction,
        acting: &Acting<'_>,
        before: &Client,
        mut after: Client,
    ) -> Outcome<()> {
        after.service_account = self.service_account(transaction, acting.authority, &after).await?;
        if !registrations::change(transaction, &after, acting.now).await? {
            return Err(RegistryError::Changed);
        }
        let waiting = reviews::change(transaction, after.id).await?;
        let logos_in_use = [&after.definition.logo, &waiting.and_then(|waiting| waiting.definition.logo)];
        logos::drop_but(
            transaction,
            after.id,
            &logos_in_use.map(Option::as_ref).into_iter().flatten().collect::<Vec<_>>(),
        )
        .await?;
        let has_less = !after.definition.scopes.contain_all(&before.definition.scopes);
        if has_less || (before.state.is_served() && !after.state.is_served()) {
            registrations::end_grants(transaction, after.id, acting.now).await?;
        }
        Ok(())
    }

    /// The account a system acts under, with the roles its scopes need; one that works no longer keeps the account without roles.
    pub(super) async fn service_account(
        &self,
        transaction: &DatabaseTransaction,
        authority: &Authority,
        client: &Client,
    ) -> Outcome<Option<AccountId>> {
        let works = client.definition.is_system && client.state.is_served();
        if !works && client.service_account.is_none() {
            return Ok(None);
        }
        let scopes = &client.definition.scopes;
        let reviews = scopes.contain(Scope::ItemsReview) || scopes.contain(Scope::ItemsPublish);
        let roles = [(Role::Editor, scopes.contain(Scope::ItemsWrite)), (Role::Reviewer, reviews)];
        let grants: Vec<Grant> = roles
            .into_iter()
            .filter(|(_, needed)| works && *needed)
            .map(|(role, _)| Grant { role, department: Some(client.department.clone()) })
            .collect();
        let wanted =
            ServiceAccount { client_id: &client.client_id, display_name: &client.definition.name.zh, grants: &grants };
        Ok(Some(self.identity.keep_service_account(transaction, authority, &wanted).await?))
    }

    /// Writes an act down: for the department, and in the audit.
    pub(super) async fn write_down(
        &self,
        transaction: &DatabaseTransaction,
        acting: &Acting<'_>,
        client: &Client,
        told: Told<'_>,
    ) -> Outcome<()> {
        let who = acting.authority.who();
        let event =
            ApplicationEvent { act: told.act, by: who.name.clone(), note: told.note.to_owned(), at: acting.now };
        reviews::add_event(transaction, client.id, &event).await?;
        let entry = Entry::new(who, told.act.audited(), "application", client.client_id.clone())
            .department(client.department.clone())
            .before(told.before)
            .after(told.after);
        audit::append(transaction, &entry, acting.now).await?;
        Ok(())
    }
}
