use std::process::ExitCode;

use clap::{Args, Subcommand};
use foundation::audit::Who;
use openid::SigningKeyHead;

use crate::config::Config;

/// What `yitong keys` is told.
#[derive(Debug, Args)]
pub(super) struct KeysArguments {
    #[command(subcommand)]
    command: KeysCommand,
}

#[derive(Debug, Subcommand)]
enum KeysCommand {
    /// List the keys that are published, the youngest first.
    List,
    /// Make new ones that sign in a moment; those before stay published until what they signed is over.
    Rotate,
}

/// `yitong keys`.
pub(super) async fn keys(config: &Config, arguments: KeysArguments) -> anyhow::Result<ExitCode> {
    let database = super::open_migrated(config).await?;
    let (openid, identity) = super::client::provider(config, &database)?;
    identity.check_key().await?;
    match arguments.command {
        KeysCommand::List => list(&openid.signing_keys().await?),
        KeysCommand::Rotate => list(&openid.rotate_keys(&Who::operator()).await?),
    }
    database.close().await;
    Ok(ExitCode::SUCCESS)
}

fn list(keys: &[SigningKeyHead]) {
    for key in keys {
        let until = key.published_until.map_or_else(|| "-".to_owned(), |until| until.to_rfc3339());
        say!(
            "{:<5} {}  signs from {}  published until {until}",
            key.algorithm.name(),
            key.kid,
            key.signs_from.to_rfc3339()
        );
    }
}
