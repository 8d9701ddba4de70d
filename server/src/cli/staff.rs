use std::{io::BufRead as _, process::ExitCode};

use anyhow::{Context as _, anyhow};
use catalogue::department_tree;
use clap::{Args, Subcommand};
use foundation::clock::Clock;
use identity::{Authority, DisplayName, Grant, Identity, NewAccount, Password, Role, StaffName};

use crate::config::Config;

/// What `yitong staff` is told.
#[derive(Debug, Args)]
pub(super) struct StaffArguments {
    #[command(subcommand)]
    command: StaffCommand,
}

#[derive(Debug, Subcommand)]
enum StaffCommand {
    /// Add an account; the password is read from standard input, never from the command line.
    Add {
        #[command(flatten)]
        whose: Whose,
        /// What colleagues call the person.
        #[arg(long)]
        display_name: String,
        #[command(flatten)]
        grant: GrantArguments,
    },
    /// List the accounts.
    List,
    /// Give an account another password, read from standard input; its sessions end.
    SetPassword(Whose),
    /// Take an account's second factors away, the phone among them, and end its sessions: another one is made at the next sign-in.
    ResetFactors(Whose),
    /// End an account and its sessions; what it did stays under its name.
    Disable(Whose),
    /// Let an account that was ended sign in again.
    Enable(Whose),
    /// Give an account one more role.
    Grant {
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        grant: GrantArguments,
    },
    /// Take a role from an account.
    Revoke {
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        grant: GrantArguments,
    },
}

#[derive(Debug, Args)]
struct Whose {
    /// What the person signs in with.
    #[arg(value_parser = parse_name)]
    name: StaffName,
}

#[derive(Debug, Args)]
struct GrantArguments {
    /// editor, reviewer, clerk, department-admin, city-admin or auditor.
    #[arg(long, value_parser = parse_role)]
    role: Role,
    /// The department's id; every role but city-admin and auditor stands in one.
    #[arg(long)]
    department: Option<String>,
}

impl From<GrantArguments> for Grant {
    fn from(given: GrantArguments) -> Self {
        Self { role: given.role, department: given.department }
    }
}

fn parse_name(text: &str) -> Result<StaffName, String> {
    StaffName::parse(text)
        .ok_or_else(|| "it has 3 to 40 small letters, digits, dots, hyphens or underscores".to_owned())
}

fn parse_role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| "it is editor, reviewer, clerk, department-admin, city-admin or auditor".to_owned())
}

/// `yitong staff`.
pub(super) async fn staff(config: &Config, arguments: StaffArguments) -> anyhow::Result<ExitCode> {
    let database = super::open_migrated(config).await?;
    let identity = Identity::new(database.clone(), Clock::Real, super::key::keyring(config)?);
    let operator = Authority::operator(department_tree(&database).await?);
    match arguments.command {
        StaffCommand::Add { whose: Whose { name }, display_name, grant } => {
            let display_name =
                DisplayName::parse(&display_name).ok_or_else(|| anyhow!("--display-name has 1 to 60 characters"))?;
            let new =
                NewAccount { name: name.clone(), display_name, grants: vec![grant.into()], password: read_password()? };
            identity.add(&operator, new).await?;
            say!("{name} was added.");
        }
        StaffCommand::List => list(&identity, &operator).await?,
        StaffCommand::SetPassword(Whose { name }) => {
            identity.set_password(&operator, &name, read_password()?).await?;
            say!("{name} has a new password.");
        }
        StaffCommand::ResetFactors(Whose { name }) => {
            identity.reset_factors(&operator, &name).await?;
            say!("{name} makes another second factor at the next sign-in.");
        }
        StaffCommand::Disable(Whose { name }) => {
            identity.disable(&operator, &name).await?;
            say!("{name} can no longer sign in.");
        }
        StaffCommand::Enable(Whose { name }) => {
            identity.enable(&operator, &name).await?;
            say!("{name} can sign in again.");
        }
        StaffCommand::Grant { whose: Whose { name }, grant } => {
            identity.grant(&operator, &name, &grant.into()).await?;
            say!("{name} has one more role.");
        }
        StaffCommand::Revoke { whose: Whose { name }, grant } => {
            identity.revoke(&operator, &name, &grant.into()).await?;
            say!("{name} has one role less.");
        }
    }
    database.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn list(identity: &Identity, operator: &Authority) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let page = identity.accounts(operator, "", &after).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.name);
        for account in &page {
            let state = if account.disabled_at.is_some() { "ended" } else { "active" };
            let roles: Vec<String> = account
                .grants
                .iter()
                .map(|grant| format!("{} {}", grant.role.code(), grant.department.as_deref().unwrap_or("-")))
                .collect();
            say!("{:<24} {:<32} {state:<6} {}", account.name, roles.join(", "), account.display_name);
        }
    }
    Ok(())
}

fn read_password() -> anyhow::Result<Password> {
    eprint!("Password: ");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("standard input")?;
    Password::parse(line.trim_end_matches(['\r', '\n'])).map_err(|fault| anyhow!(fault))
}
