use std::process::ExitCode;

use crate::config::Config;

/// `yitong migrate`.
pub(super) async fn migrate(config: &Config) -> anyhow::Result<ExitCode> {
    let database = super::open_migrated(config).await?;
    database.close().await;
    println!("The schema is up to date.");
    Ok(ExitCode::SUCCESS)
}
