use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, anyhow, bail};
use catalogue::{
    Destination, Format, ImportOptions, Kind, import,
    model::{CodePattern, ItemCode},
    publishing::{Effect, ListFilter, Live, Publishing, PublishingError, Sheet, Sort, Work},
};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use foundation::{clock::Clock, database::Database};
use identity::{Actor, Identity, StaffName};

use crate::config::Config;

/// What `yitong item` is told.
#[derive(Debug, Args)]
pub(super) struct ItemArguments {
    /// Who acts: an account's name. What the account may not do at the desk it may not do here.
    #[arg(long = "as", value_name = "NAME", value_parser = parse_name)]
    actor: StaffName,
    #[command(subcommand)]
    command: ItemCommand,
}

#[derive(Debug, Subcommand)]
enum ItemCommand {
    /// Make drafts of the items in a file, CSV or JSON by its ending.
    Draft {
        /// The file.
        file: PathBuf,
    },
    /// Hand a draft in for review.
    Submit {
        /// The item.
        #[arg(value_parser = parse_code)]
        code: ItemCode,
        /// What residents are told about the change.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Approve a text in review, just as it stands now; publish it at once or at a time.
    Approve {
        /// The item.
        #[arg(value_parser = parse_code)]
        code: ItemCode,
        /// When it becomes public: 2026-12-01T08:00:00+08:00.
        #[arg(long, value_name = "TIME")]
        at: Option<DateTime<Utc>>,
        /// When it ends.
        #[arg(long, value_name = "TIME")]
        expire: Option<DateTime<Utc>>,
    },
    /// Give a text in review back to its editors.
    SendBack {
        /// The item.
        #[arg(value_parser = parse_code)]
        code: ItemCode,
        /// What they are to mend.
        #[arg(long)]
        why: String,
    },
    /// Take an item from the public at once.
    Withdraw {
        /// The item.
        #[arg(value_parser = parse_code)]
        code: ItemCode,
        /// Why; residents read it.
        #[arg(long)]
        why: String,
    },
    /// Bring a withdrawn or expired item back.
    Restore {
        /// The item.
        #[arg(value_parser = parse_code)]
        code: ItemCode,
    },
    /// Say what was published and what became of it.
    History {
        /// The item.
        #[arg(value_parser = parse_code)]
        code: ItemCode,
    },
    /// Say what differs between two versions.
    Diff {
        /// The item.
        #[arg(value_parser = parse_code)]
        code: ItemCode,
        /// The older version.
        before: i32,
        /// The newer version.
        after: i32,
    },
    /// List the items the account sees.
    List {
        /// Of this department and those below it.
        #[arg(long)]
        department: Option<String>,
        /// Only those that are never, published, withdrawn or expired to residents.
        #[arg(long, value_parser = parse_live)]
        live: Option<Live>,
        /// Only those whose text is in none, draft, review or approved.
        #[arg(long, value_parser = parse_work)]
        work: Option<Work>,
        /// Only those whose name or code holds this.
        #[arg(long, default_value = "")]
        text: String,
    },
}

fn parse_name(text: &str) -> Result<StaffName, String> {
    StaffName::parse(text)
        .ok_or_else(|| "it has 3 to 40 small letters, digits, dots, hyphens or underscores".to_owned())
}

fn parse_code(text: &str) -> Result<ItemCode, String> {
    ItemCode::parse(text).ok_or_else(|| "it has 1 to 60 letters, digits, hyphens, underscores or dots".to_owned())
}

fn parse_live(text: &str) -> Result<Live, String> {
    Live::parse(text).ok_or_else(|| "it is never, published, withdrawn or expired".to_owned())
}

fn parse_work(text: &str) -> Result<Work, String> {
    Work::parse(text).ok_or_else(|| "it is none, draft, review or approved".to_owned())
}

/// `yitong item`.
pub(super) async fn item(config: &Config, arguments: ItemArguments) -> anyhow::Result<ExitCode> {
    let database = super::open_migrated(config).await?;
    let actor = Identity::new(database.clone(), Clock::Real, super::key::keyring(config)?)
        .actor_by_name(&arguments.actor, "command line")
        .await
        .with_context(|| format!("--as {}", arguments.actor))?;
    let pattern = CodePattern::new(&config.catalogue.code_pattern).map_err(|error| anyhow!(error))?;
    let desk = Publishing::new(database.clone(), Clock::Real, pattern.clone());
    let code = match arguments.command {
        ItemCommand::Draft { file } => draft(&database, &actor, &file, pattern).await?,
        ItemCommand::List { department, live, work, text } => {
            let filter = ListFilter { department, live, work, text, sort: Sort::Code, ..ListFilter::default() };
            list(&desk, &actor, &filter).await?;
            ExitCode::SUCCESS
        }
        command => {
            act(&desk, &actor, command).await.map_err(told)?;
            ExitCode::SUCCESS
        }
    };
    database.close().await;
    Ok(code)
}

async fn act(desk: &Publishing, actor: &Actor, command: ItemCommand) -> Result<(), PublishingError> {
    match command {
        ItemCommand::Draft { .. } | ItemCommand::List { .. } => {}
        ItemCommand::Submit { code, note } => {
            let draft = desk.draft(actor, &code).await?;
            desk.submit(actor, &code, draft.revision, &note, draft.publish_at, draft.expire_at).await?;
            say!("{code} waits for review.");
        }
        ItemCommand::Approve { code, at, expire } => {
            let draft = desk.draft(actor, &code).await?;
            let effect = at.map_or(Effect::Now, Effect::At);
            desk.approve(actor, &code, draft.revision, effect, expire).await?;
            if let Some(at) = at {
                say!("{code} becomes public at {}.", at.to_rfc3339());
            } else {
                say!("{code} is public.");
            }
        }
        ItemCommand::SendBack { code, why } => {
            let draft = desk.draft(actor, &code).await?;
            desk.send_back(actor, &code, draft.revision, &why).await?;
            say!("{code} went back to its editors.");
        }
        ItemCommand::Withdraw { code, why } => {
            desk.withdraw(actor, &code, &why).await?;
            say!("{code} was withdrawn.");
        }
        ItemCommand::Restore { code } => {
            desk.restore(actor, &code).await?;
            say!("{code} is public again.");
        }
        ItemCommand::History { code } => history(desk, actor, &code).await?,
        ItemCommand::Diff { code, before, after } => {
            desk.record(actor, &code).await?;
            let before = Sheet::of(&desk.version(&code, before).await?.item);
            let after = Sheet::of(&desk.version(&code, after).await?.item);
            diff(&before, &after);
        }
    }
    Ok(())
}

/// A refusal in words for whoever sits at the command line.
fn told(error: PublishingError) -> anyhow::Error {
    match error {
        PublishingError::Faults(faults) => {
            let lines: Vec<String> = faults.iter().map(|fault| format!("{} {}", fault.field, fault.reason)).collect();
            anyhow!("the text breaks rules:\n  {}", lines.join("\n  "))
        }
        error => error.into(),
    }
}

async fn draft(database: &Database, actor: &Actor, file: &Path, pattern: CodePattern) -> anyhow::Result<ExitCode> {
    let Some(format) = Format::of_path(file) else { bail!("{}: the name must end in .csv or .json", file.display()) };
    let source = std::fs::read(file).with_context(|| file.display().to_string())?;
    let options = ImportOptions {
        code_pattern: pattern,
        source_name: file.display().to_string(),
        destination: Destination::Drafts(Box::new(actor.clone())),
        ..ImportOptions::default()
    };
    let report = import(database, Clock::Real, Kind::Catalogue, format, &source, &options).await?;
    say!("{}", report.to_string().trim_end());
    Ok(if report.bad.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn history(desk: &Publishing, actor: &Actor, code: &ItemCode) -> Result<(), PublishingError> {
    let record = desk.record(actor, code).await?;
    say!("{code} {} [{}, {}]", record.name.zh, record.live.code(), record.work.code());
    for version in desk.versions(code).await? {
        let written = version.written_by.join(", ");
        let at = version.published_at.to_rfc3339();
        say!(
            "  version {:<4} {at}  {:<6} written by {}  approved by {}  {}",
            version.number,
            version.cause.code(),
            or_dash(&written),
            or_dash(&version.approved_by),
            version.note
        );
    }
    for event in desk.events(code).await? {
        say!(
            "  {:<10} {}  version {:<4} by {}  {}",
            event.kind.code(),
            event.at.to_rfc3339(),
            event.version,
            or_dash(&event.by),
            event.reason
        );
    }
    Ok(())
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

fn diff(before: &Sheet, after: &Sheet) {
    let paths: std::collections::BTreeSet<&str> = before.iter().chain(after.iter()).map(|(path, _)| path).collect();
    for path in paths {
        let (old, new) = (before.get(path), after.get(path));
        if old == new {
            continue;
        }
        for (sign, text) in [('-', old), ('+', new)] {
            for line in text.lines() {
                say!("{sign} {path}: {line}");
            }
        }
    }
}

async fn list(desk: &Publishing, actor: &Actor, filter: &ListFilter) -> anyhow::Result<()> {
    let mut after = None;
    loop {
        let page = desk.list(actor, filter, after.as_deref(), 500).await?;
        for record in page.records {
            let version = record.version.map_or_else(|| "-".to_owned(), |version| version.to_string());
            say!(
                "{:<32} {:<10} {version:>4} {:<10} {:<8} {}",
                record.code.as_str(),
                record.live.code(),
                record.work.code(),
                record.department,
                record.name.zh
            );
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}
