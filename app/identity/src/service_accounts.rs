use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{Identity, accounts::word, actor::Grant, authority::Authority, error::IdentityError, store::accounts};
use foundation::{audit, ids::AccountId};

/// What accounts of systems begin with. No name of a person does, so nobody gives one a password or a role at the desk.
pub(super) const SERVICE_PREFIX: &str = "svc.";

/// The account a system of a department acts under: with roles, without any way to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceAccount<'a> {
    /// What the system is called on the wire.
    pub client_id: &'a str,
    /// What colleagues read as its name.
    pub display_name: &'a str,
    /// What it may do, and where.
    pub grants: &'a [Grant],
}

impl Identity {
    /// Sees to it in a transaction that a system has its account with exactly these roles, and gives the account. Nobody gives
    /// a system what they do not hold.
    pub async fn keep_service_account(
        &self,
        transaction: &DatabaseTransaction,
        authority: &Authority,
        wanted: &ServiceAccount<'_>,
    ) -> Result<AccountId, IdentityError> {
        let now = self.clock.now();
        let name = format!("{SERVICE_PREFIX}{}", wanted.client_id);
        let (id, held) = if let Some(account) = accounts::hold_by_name(transaction, &name).await? {
            (account.id, account.grants)
        } else {
            let row = accounts::NewRow {
                id: AccountId::new(),
                name: &name,
                display_name: wanted.display_name,
                password_hash: None,
                language: "",
                now,
            };
            accounts::add(transaction, &row).await?;
            let entry = authority.did("account.add", &name).after(json!({ "display_name": wanted.display_name }));
            audit::append(transaction, &entry, now).await?;
            (row.id, Vec::new())
        };
        let of = |grant: &Grant| grant.department.clone().unwrap_or_default();
        for grant in wanted.grants.iter().filter(|grant| !held.contains(grant)) {
            authority.check(grant)?;
            accounts::grant(transaction, id, grant, &authority.who().name, now).await?;
            let entry =
                authority.did("account.grant", &name).department(of(grant)).after(json!({ "role": word(grant) }));
            audit::append(transaction, &entry, now).await?;
        }
        for grant in held.iter().filter(|grant| !wanted.grants.contains(grant)) {
            accounts::revoke(transaction, id, grant).await?;
            let entry =
                authority.did("account.revoke", &name).department(of(grant)).before(json!({ "role": word(grant) }));
            audit::append(transaction, &entry, now).await?;
        }
        Ok(id)
    }
}
