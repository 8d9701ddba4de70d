use serde_json::json;

use super::{
    Identity,
    actor::{Actor, Grant, Permission},
    authority::Authority,
    contact::ContactKind,
    error::IdentityError,
    factors,
    model::{Account, NewAccount, StaffName},
    password::Password,
    store::{accounts, contacts, sessions},
};
use foundation::{audit, ids::AccountId};

type Outcome<T> = Result<T, IdentityError>;

/// Accounts on a page of the list.
pub const PAGE: u64 = 50;

impl Identity {
    /// Adds an account with its roles.
    pub async fn add(&self, authority: &Authority, new: NewAccount) -> Outcome<AccountId> {
        if !authority.may_manage() {
            return Err(IdentityError::NotHeld);
        }
        for grant in &new.grants {
            authority.check(grant)?;
        }
        let NewAccount { name, display_name, grants, password } = new;
        let hash = password.hash().await?;
        let id = AccountId::new();
        let given = (authority, id, name, display_name, grants, hash, self.clock.now());
        self.database
            .write(&given, |transaction, (authority, id, name, display_name, grants, hash, now)| {
                Box::pin(async move {
                    let row = accounts::NewRow {
                        id: *id,
                        name: name.as_str(),
                        display_name: display_name.as_str(),
                        password_hash: Some(hash),
                        language: "",
                        now: *now,
                    };
                    accounts::add(transaction, &row).await?;
                    for grant in grants {
                        accounts::grant(transaction, *id, grant, &authority.who().name, *now).await?;
                    }
                    let entry = authority
                        .did("account.add", name.as_str())
                        .department(department_of(grants))
                        .after(json!({ "display_name": display_name.as_str(), "roles": words(grants) }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok::<_, IdentityError>(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Accounts this authority manages, after a name, whose name or display name holds a text; at most [`PAGE`].
    pub async fn accounts(&self, authority: &Authority, text: &str, after: &str) -> Outcome<Vec<Account>> {
        let within = authority.listed();
        if within.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Vec::new());
        }
        let found = accounts::list_after(self.database.reader(), within.as_deref(), text, after, PAGE).await?;
        Ok(found)
    }

    /// An account this authority manages.
    pub async fn account(&self, authority: &Authority, name: &StaffName) -> Outcome<Account> {
        let account = accounts::by_name(self.database.reader(), name.as_str()).await?;
        account.filter(|account| authority.manages(account)).ok_or(IdentityError::Unknown)
    }

    /// Gives a role.
    pub async fn grant(&self, authority: &Authority, name: &StaffName, grant: &Grant) -> Outcome<()> {
        authority.check(grant)?;
        self.database
            .write(&(authority, name, grant, self.clock.now()), |transaction, (authority, name, grant, now)| {
                Box::pin(async move {
                    let account = held(transaction, authority, name).await?;
                    accounts::grant(transaction, account.id, grant, &authority.who().name, *now).await?;
                    let entry = authority
                        .did("account.grant", name.as_str())
                        .department(grant.department.clone().unwrap_or_default())
                        .after(json!({ "role": word(grant) }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok::<_, IdentityError>(())
                })
            })
            .await
    }

    /// Takes a role. It is gone with the next request of the account.
    pub async fn revoke(&self, authority: &Authority, name: &StaffName, grant: &Grant) -> Outcome<()> {
        self.database
            .write(&(authority, name, grant, self.clock.now()), |transaction, (authority, name, grant, now)| {
                Box::pin(async move {
                    let account = held(transaction, authority, name).await?;
                    if authority.is_self(&account) && grant.role.permissions().contains(&Permission::ManageAccounts) {
                        return Err(IdentityError::Own);
                    }
                    if !accounts::revoke(transaction, account.id, grant).await? {
                        return Err(IdentityError::Unknown);
                    }
                    let entry = authority
                        .did("account.revoke", name.as_str())
                        .department(grant.department.clone().unwrap_or_default())
                        .before(json!({ "role": word(grant) }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Ends an account and its sessions; what it did stays under its name.
    pub async fn disable(&self, authority: &Authority, name: &StaffName) -> Outcome<()> {
        self.switch(authority, name, false).await
    }

    /// Lets an account that was ended sign in again.
    pub async fn enable(&self, authority: &Authority, name: &StaffName) -> Outcome<()> {
        self.switch(authority, name, true).await
    }

    async fn switch(&self, authority: &Authority, name: &StaffName, enabled: bool) -> Outcome<()> {
        self.database
            .write(&(authority, name, enabled, self.clock.now()), |transaction, (authority, name, enabled, now)| {
                Box::pin(async move {
                    let account = held(transaction, authority, name).await?;
                    if authority.is_self(&account) {
                        return Err(IdentityError::Own);
                    }
                    // What is so already stays as it was, with its day.
                    if account.disabled_at.is_none() == *enabled {
                        return Ok(());
                    }
                    accounts::set_disabled(transaction, account.id, (!enabled).then_some(*now)).await?;
                    let mut entry = authority
                        .did(if *enabled { "account.enable" } else { "account.disable" }, name.as_str())
                        .department(department_of(&account.grants));
                    if !enabled {
                        let ended = sessions::end_all(transaction, account.id).await?;
                        entry = entry.after(json!({ "sessions_ended": ended }));
                    }
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Gives somebody else's account another password, and ends its sessions.
    pub async fn set_password(&self, authority: &Authority, name: &StaffName, password: Password) -> Outcome<()> {
        let hash = password.hash().await?;
        self.database
            .write(&(authority, name, hash, self.clock.now()), |transaction, (authority, name, hash, now)| {
                Box::pin(async move {
                    let account = held(transaction, authority, name).await?;
                    // One's own is changed on the page for that, which asks for the old one.
                    if authority.is_self(&account) {
                        return Err(IdentityError::Own);
                    }
                    accounts::set_password(transaction, account.id, hash).await?;
                    let ended = sessions::end_all(transaction, account.id).await?;
                    let entry = authority
                        .did("account.password", name.as_str())
                        .department(department_of(&account.grants))
                        .after(json!({ "sessions_ended": ended }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok::<_, IdentityError>(())
                })
            })
            .await
    }

    /// Takes the second factors of somebody else's account away, the phone among them, and ends its sessions: whoever signs in
    /// next makes another one.
    pub async fn reset_factors(&self, authority: &Authority, name: &StaffName) -> Outcome<()> {
        self.database
            .write(&(authority, name, self.clock.now()), |transaction, (authority, name, now)| {
                Box::pin(async move {
                    let account = held(transaction, authority, name).await?;
                    // One's own are changed on the page for that, which asks for one of them.
                    if authority.is_self(&account) {
                        return Err(IdentityError::Own);
                    }
                    factors::remove_all(transaction, account.id).await?;
                    contacts::remove(transaction, account.id, ContactKind::Phone).await?;
                    let ended = sessions::end_all(transaction, account.id).await?;
                    let entry = authority
                        .did("factor.reset", name.as_str())
                        .department(department_of(&account.grants))
                        .after(json!({ "sessions_ended": ended }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// The account of a name as somebody who acts, for the command line; none where it was ended.
    pub async fn actor_by_name(&self, name: &StaffName, origin: &str) -> Outcome<Actor> {
        let account = accounts::by_name(self.database.reader(), name.as_str()).await?;
        let account = account.filter(|account| account.disabled_at.is_none()).ok_or(IdentityError::Unknown)?;
        Ok(Actor {
            account: account.id,
            name: account.name,
            display_name: account.display_name,
            grants: account.grants,
            origin: origin.to_owned(),
        })
    }
}

/// An account this authority manages, as it stands in the transaction.
async fn held(
    transaction: &impl sea_orm::ConnectionTrait,
    authority: &Authority,
    name: &StaffName,
) -> Result<Account, IdentityError> {
    let account = accounts::hold_by_name(transaction, name.as_str()).await?;
    account.filter(|account| authority.manages(account)).ok_or(IdentityError::Unknown)
}

/// A role as the audit writes it.
pub(super) fn word(grant: &Grant) -> String {
    match &grant.department {
        Some(department) => format!("{} {department}", grant.role.code()),
        None => grant.role.code().to_owned(),
    }
}

fn words(grants: &[Grant]) -> Vec<String> {
    grants.iter().map(word).collect()
}

/// The department an account is entered under: that of its first role.
pub(super) fn department_of(grants: &[Grant]) -> String {
    grants.iter().find_map(|grant| grant.department.clone()).unwrap_or_default()
}
