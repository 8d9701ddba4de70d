use std::process::ExitCode;

use foundation::clock::Clock;
use identity::Identity;

use crate::config::Config;

/// `yitong migrate`.
pub(super) async fn migrate(config: &Config) -> anyhow::Result<ExitCode> {
    let database = super::open_migrated(config).await?;
    Identity::new(database.clone(), Clock::Real, super::key::keyring(config)?).check_key().await?;
    database.close().await;
    say!("The schema is up to date.");
    Ok(ExitCode::SUCCESS)
}
