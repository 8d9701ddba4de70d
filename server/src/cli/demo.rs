use std::process::ExitCode;

use anyhow::bail;
use appointments::{Appointments, Rules};
use catalogue::{load_demo, load_generated};
use clap::Args;
use foundation::clock::Clock;
use identity::{
    DEMO_ACCOUNTS, DEMO_PASSWORD, DEMO_RESIDENTS, DemoResident, add_demo_accounts, add_demo_kin, demo_residents,
    realname::demo_number,
};
use openid::registry::{DEMO_CLIENT, DEMO_SECRET, DEMO_SYSTEM, DEMO_SYSTEM_SECRET};

use crate::config::Config;

/// What `yitong demo` is told.
#[derive(Debug, Args)]
pub(super) struct DemoArguments {
    /// Load this many made-up items on top, for measuring.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    generate: Option<u32>,
}

/// `yitong demo`: idempotent.
pub(super) async fn demo(config: &Config, arguments: DemoArguments) -> anyhow::Result<ExitCode> {
    if !config.city.demonstration {
        bail!("[city] demonstration is false: the demonstration city is not loaded into a real one");
    }
    let database = super::open_migrated(config).await?;
    let (openid, identity) = super::client::provider(config, &database)?;
    identity.check_key().await?;
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
    add_demo_accounts(&identity).await?;
    add_demo_kin(&identity).await?;
    openid.add_demo_applications().await?;
    let appointments = Appointments::new(database.clone(), Clock::Real, identity.clone(), Rules::default());
    appointments.add_demo().await?;
    appointments.add_demo_visits(&demo_residents(&identity).await?).await?;
    database.close().await;
    say!("\nAccounts of the demonstration (password {DEMO_PASSWORD}); their desk is at /desk.");
    say!("The code of the second step goes to the account's phone and is shown at /dev/outbox:");
    for account in DEMO_ACCOUNTS {
        let (department, phone) = (account.department.unwrap_or("-"), account.phone);
        say!("  {:<16} {:<16} {department:<5} {phone} {}", account.name, account.role.code(), account.display_name);
    }
    say!(
        "\nResidents of the demonstration (the same password), with ID numbers of its register and real-name levels; all made up:"
    );
    for DemoResident { phone, name, level } in DEMO_RESIDENTS {
        // Of a made-up person; a real number is never printed.
        let number = demo_number(name);
        let number = number.as_ref().map_or("-", |number| number.as_str());
        say!("  {phone}  {number}  level {}  {name}", level.number());
    }
    say!("\nApplications of the demonstration; the first is led back to http://localhost:4000/callback:");
    for (name, secret) in [(DEMO_CLIENT, DEMO_SECRET), (DEMO_SYSTEM, DEMO_SYSTEM_SECRET)] {
        say!("  client_id {name:<16} client_secret {secret}");
    }
    Ok(ExitCode::SUCCESS)
}
