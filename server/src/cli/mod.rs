/// Prints a line; a reader that left (`yitong export … | head`) is no fault of ours.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}

mod client;
mod demo;
mod doctor;
mod exchange;
mod item;
mod key;
mod keys;
mod migrate;
mod serve;
mod staff;

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use foundation::database::{Database, PoolSizes};

use crate::config::{self, Config, LogFormat};

/// The citizen services of a city: the server and its tools.
#[derive(Debug, Parser)]
#[command(name = "yitong", version, about, long_about = None)]
pub struct Arguments {
    /// The configuration file; `yitong.toml` in the current folder where there is one.
    #[arg(long, global = true, env = "YITONG_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer people (the default).
    Serve,
    /// Bring the database's schema up to date.
    Migrate,
    /// Load a file: divisions, departments, areas, life-events, places, calendar, catalogue, synonyms, boosts.
    Import(exchange::ImportArguments),
    /// Write what is stored as a file that `import` reads.
    Export(exchange::ExportArguments),
    /// Load the demonstration city and its accounts.
    Demo(demo::DemoArguments),
    /// Manage the accounts of the people who work at the desks.
    Staff(staff::StaffArguments),
    /// Write, review, publish and withdraw items as one of the accounts.
    Item(item::ItemArguments),
    /// Manage the applications that sign people in by way of the portal.
    Client(client::ClientArguments),
    /// List or replace the keys that tokens are signed with.
    Keys(keys::KeysArguments),
    /// Print a new secret key for `[identity] key`.
    Key,
    /// Check the configuration, the database and what is stored.
    Doctor(doctor::DoctorArguments),
}

impl Arguments {
    /// Does what was asked; the code tells whether it was done.
    pub fn run(self) -> ExitCode {
        match self.carry_out() {
            Ok(code) => code,
            Err(error) => {
                eprintln!("yitong: {error:#}");
                ExitCode::FAILURE
            }
        }
    }

    fn carry_out(self) -> anyhow::Result<ExitCode> {
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let config = config::load(self.config.as_deref(), &environment)?;
        start_log(&config);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            match self.command.unwrap_or(Command::Serve) {
                Command::Serve => serve::serve(config).await,
                Command::Migrate => migrate::migrate(&config).await,
                Command::Import(arguments) => exchange::import(&config, arguments).await,
                Command::Export(arguments) => exchange::export(&config, arguments).await,
                Command::Demo(arguments) => demo::demo(&config, arguments).await,
                Command::Staff(arguments) => staff::staff(&config, arguments).await,
                Command::Client(arguments) => client::client(&config, arguments).await,
                Command::Keys(arguments) => keys::keys(&config, arguments).await,
                Command::Key => key::key(),
                Command::Doctor(arguments) => doctor::doctor(&config, arguments).await,
                Command::Item(arguments) => item::item(&config, arguments).await,
            }
        })
    }
}

fn start_log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::new(&config.log.filter);
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log.format {
        LogFormat::Text => subscriber.init(),
        LogFormat::Json => subscriber.json().flatten_event(true).init(),
    }
}

/// Opens the database of the configuration.
async fn open(config: &Config) -> anyhow::Result<Database> {
    let sizes = PoolSizes { readers: config.database.connections };
    Database::open(&config.database.url, sizes).await.context("[database] url")
}

/// Opens the database and brings its schema up to date, for commands that store something.
async fn open_migrated(config: &Config) -> anyhow::Result<Database> {
    let database = open(config).await?;
    database.migrate().await?;
    Ok(database)
}
