use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, anyhow};
use catalogue::{
    Format, ImportOptions, Kind, export as export_kind, import as import_kind, model::CodePattern, zero_hits,
};
use clap::Args;
use foundation::{audit::Who, clock::Clock};

use crate::config::Config;

/// What `yitong import` is told.
#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// What the file holds: divisions, departments, areas, life-events, places, calendar, catalogue, synonyms or boosts.
    #[arg(value_parser = parse_kind)]
    kind: Kind,
    /// The file, CSV or JSON by its ending.
    file: PathBuf,
    /// Read and check everything, store nothing.
    #[arg(long)]
    dry_run: bool,
    /// Load the good rows and report the others; without it one bad row keeps the whole file out.
    #[arg(long)]
    skip_bad: bool,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

/// What `yitong export` is told.
#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// What to write: divisions, departments, areas, life-events, places, calendar, catalogue, synonyms, boosts, or
    /// zero-hits (what residents searched for in vain, as CSV).
    #[arg(value_parser = parse_export)]
    kind: Export,
    /// The file, CSV or JSON by its ending; JSON to standard output without one.
    file: Option<PathBuf>,
}

/// What can be written: what can be loaded, and what residents teach the editors.
#[derive(Debug, Clone, Copy)]
enum Export {
    Stored(Kind),
    ZeroHits,
}

fn parse_export(text: &str) -> Result<Export, String> {
    if text == "zero-hits" { Ok(Export::ZeroHits) } else { parse_kind(text).map(Export::Stored) }
}

fn parse_kind(text: &str) -> Result<Kind, String> {
    Kind::parse(text).ok_or_else(|| {
        "it is one of divisions, departments, areas, life-events, places, calendar, catalogue, synonyms, boosts"
            .to_owned()
    })
}

fn format_of(path: &Path) -> anyhow::Result<Format> {
    Format::of_path(path).ok_or_else(|| anyhow!("{}: the name must end in .csv or .json", path.display()))
}

/// `yitong import`.
pub(super) async fn import(config: &Config, arguments: ImportArguments) -> anyhow::Result<ExitCode> {
    let format = format_of(&arguments.file)?;
    let source = std::fs::read(&arguments.file).with_context(|| arguments.file.display().to_string())?;
    let database = super::open_migrated(config).await?;
    let options = ImportOptions {
        dry_run: arguments.dry_run,
        skip_bad: arguments.skip_bad,
        code_pattern: CodePattern::new(&config.catalogue.code_pattern).map_err(|error| anyhow!(error))?,
        source_name: arguments.file.display().to_string(),
        who: Some(Who::operator()),
        ..ImportOptions::default()
    };
    let report = import_kind(&database, Clock::Real, arguments.kind, format, &source, &options).await?;
    database.close().await;
    if arguments.json {
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        say!("{}", report.to_string().trim_end());
    }
    let clean = report.bad.is_empty() || arguments.skip_bad;
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `yitong export`.
pub(super) async fn export(config: &Config, arguments: ExportArguments) -> anyhow::Result<ExitCode> {
    let database = super::open_migrated(config).await?;
    let (format, mut writer): (Format, Box<dyn std::io::Write + Send>) = match &arguments.file {
        Some(path) => {
            let format = format_of(path)?;
            let file = std::fs::File::create(path).with_context(|| path.display().to_string())?;
            (format, Box::new(std::io::BufWriter::new(file)))
        }
        None => (Format::Json, Box::new(std::io::stdout())),
    };
    match arguments.kind {
        Export::Stored(kind) => export_kind(&database, kind, format, &mut writer).await?,
        Export::ZeroHits => {
            writeln!(writer, "query,times")?;
            for (query, times) in zero_hits(&database).await? {
                writeln!(writer, "\"{}\",{times}", query.replace('"', "\"\""))?;
            }
        }
    }
    writer.flush()?;
    database.close().await;
    Ok(ExitCode::SUCCESS)
}
