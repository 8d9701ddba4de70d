use std::{io::BufRead as _, process::ExitCode};

use anyhow::{Context as _, anyhow, bail};
use app::{
    clock::Clock,
    identity::{Password, Role, Staff, StaffName},
};
use clap::{Args, Subcommand};

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
        /// What the person signs in with.
        #[arg(value_parser = parse_name)]
        name: StaffName,
        /// What colleagues call the person.
        #[arg(long)]
        display_name: String,
        /// editor, reviewer, clerk, department-admin, city-admin or auditor.
        #[arg(long, value_parser = parse_role)]
        role: Role,
        /// The department's id; every role but city-admin and auditor stands in one.
        #[arg(long)]
        department: Option<String>,
    },
    /// List the accounts.
    List,
    /// Give an account another password, read from standard input.
    SetPassword {
        /// Whose.
        #[arg(value_parser = parse_name)]
        name: StaffName,
    },
    /// End an account; what it did stays under its name.
    Disable {
        /// Whose.
        #[arg(value_parser = parse_name)]
        name: StaffName,
    },
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
    let staff = Staff::new(database.clone(), Clock::Real);
    match arguments.command {
        StaffCommand::Add { name, display_name, role, department } => {
            if display_name.trim().is_empty() || display_name.chars().count() > 60 {
                bail!("--display-name has 1 to 60 characters");
            }
            staff.add(&name, display_name.trim(), role, department.as_deref(), read_password()?).await?;
            say!("{name} was added.");
        }
        StaffCommand::List => list(&staff).await?,
        StaffCommand::SetPassword { name } => {
            staff.set_password(&name, read_password()?).await?;
            say!("{name} has a new password.");
        }
        StaffCommand::Disable { name } => {
            staff.disable(&name).await?;
            say!("{name} can no longer sign in.");
        }
    }
    database.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn list(staff: &Staff) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let page = staff.list(&after).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.name);
        for account in &page {
            let state = if account.disabled_at.is_some() { "ended" } else { "active" };
            let department = account.department.as_deref().unwrap_or("-");
            say!(
                "{:<24} {:<16} {department:<8} {state:<6} {}",
                account.name,
                account.role.code(),
                account.display_name
            );
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
