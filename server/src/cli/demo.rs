use std::process::ExitCode;

use anyhow::bail;
use app::{
    catalogue::{load_demo, load_generated},
    clock::Clock,
    identity::{Password, Role, Staff, StaffError, StaffName},
};
use clap::Args;

use crate::config::Config;

/// What `yitong demo` is told.
#[derive(Debug, Args)]
pub(super) struct DemoArguments {
    /// Load this many made-up items on top, for measuring.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    generate: Option<u32>,
}

/// The accounts of the demonstration. Their passwords are in the open: they exist in a demonstration only.
const ACCOUNTS: [(&str, &str, Role, Option<&str>); 4] = [
    ("city.admin", "城市管理员", Role::CityAdmin, None),
    ("police.editor", "公安局编辑", Role::Editor, Some("CD06")),
    ("police.reviewer", "公安局审核", Role::Reviewer, Some("CD06")),
    ("auditor", "审计员", Role::Auditor, None),
];
const PASSWORD: &str = "demonstration-only";

/// `yitong demo`: idempotent.
pub(super) async fn demo(config: &Config, arguments: DemoArguments) -> anyhow::Result<ExitCode> {
    if !config.city.demonstration {
        bail!("[city] demonstration is false: the demonstration city is not loaded into a real one");
    }
    let database = super::open_migrated(config).await?;
    for (kind, report) in load_demo(&database, Clock::Real).await? {
        say!(
            "{:<12} {:>5} rows: {} created, {} changed, {} unchanged",
            kind.name(),
            report.rows,
            report.created,
            report.changed,
            report.unchanged
        );
        if !report.bad.is_empty() {
            bail!("the demonstration's {} hold bad rows:\n{report}", kind.name());
        }
    }
    if let Some(count) = arguments.generate {
        load_generated(&database, Clock::Real, count as usize).await?;
        say!("{count} made-up items loaded");
    }
    add_accounts(&Staff::new(database.clone(), Clock::Real)).await?;
    database.close().await;
    say!("\nAccounts of the demonstration (password {PASSWORD}); their desk opens with the publishing desk:");
    for (name, display_name, role, department) in ACCOUNTS {
        say!("  {name:<16} {:<16} {} {display_name}", role.code(), department.unwrap_or("-"));
    }
    Ok(ExitCode::SUCCESS)
}

async fn add_accounts(staff: &Staff) -> anyhow::Result<()> {
    let known: Vec<String> = staff.list("").await?.into_iter().map(|account| account.name).collect();
    for (name, display_name, role, department) in ACCOUNTS {
        if known.iter().any(|other| other == name) {
            continue;
        }
        let Some(name) = StaffName::parse(name) else { bail!("{name} is no account name") };
        match staff.add(&name, display_name, role, department, Password::parse(PASSWORD)?).await {
            // Somebody else loads the demonstration at the same time.
            Ok(()) | Err(StaffError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
