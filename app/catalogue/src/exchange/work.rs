//! How jobs of this room are done.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::{
    super::{
        Destination, Format, ImportError, ImportOptions, Kind,
        export::{ExportError, export_of},
        import as import_file, store,
    },
    order::{ExportOrder, ImportOrder, Ordered},
    service::Exchange,
};
use foundation::{
    database::{Database, Fault},
    jobs::{File, Finished, JobContext, JobFault},
};
use identity::{Actor, Scope};

/// Brings a file in.
pub(super) async fn import(exchange: Exchange, context: JobContext) -> Result<Finished, JobFault> {
    let ordered: Ordered<ImportOrder> = understood(&context.job.payload)?;
    let file = context.input().await?.ok_or_else(|| JobFault::Refused(json!({ "refused": "no-file" })))?;
    let ImportOrder { kind, format, dry_run, skip_bad } = ordered.order;
    let options = ImportOptions {
        dry_run,
        skip_bad,
        code_pattern: exchange.code_pattern.clone(),
        source_name: file.name,
        progress: context.progress.clone(),
        who: Some(ordered.actor().who()),
        // At the desk no file publishes.
        destination: Destination::Drafts(Box::new(ordered.actor())),
    };
    let report = import_file(&exchange.database, exchange.clock, kind, format, &file.content, &options).await;
    match report {
        Ok(report) => {
            let report = serde_json::to_value(report).map_err(|error| refused("broken", &error.to_string()))?;
            Ok(Finished { report, output: None })
        }
        Err(ImportError::Cancelled) => Err(JobFault::Cancelled),
        Err(ImportError::Store(fault)) => Err(JobFault::Database(fault)),
        Err(error) => Err(refused(error.key(), &error.to_string())),
    }
}

/// Makes a file.
pub(super) async fn export(exchange: Exchange, asked: JobContext) -> Result<Finished, JobFault> {
    let ordered: Ordered<ExportOrder> = understood(&asked.job.payload)?;
    let ExportOrder { kind, format } = ordered.order;
    let departments = match kind {
        Kind::Catalogue => seen_departments(&exchange.database, &ordered.actor()).await?,
        _ => None,
    };
    let mut content = Vec::new();
    if format == Format::Csv {
        // Spreadsheets take a file without this mark for GBK.
        content.extend_from_slice(b"\xEF\xBB\xBF");
    }
    let made = export_of(&exchange.database, kind, format, departments.as_ref(), &asked.progress, &mut content).await;
    match made {
        Ok(()) => {
            let name = format!("{}.{}", kind.name(), format.name());
            let report = json!({ "bytes": content.len() });
            Ok(Finished { report, output: Some(File { name, content }) })
        }
        Err(ExportError::Cancelled) => Err(JobFault::Cancelled),
        Err(ExportError::Store(fault)) => Err(JobFault::Database(fault)),
        Err(ExportError::Write(error)) => Err(refused("broken", &error.to_string())),
    }
}

/// The departments whose items this person sees; none where it is all of them.
async fn seen_departments(database: &Database, actor: &Actor) -> Result<Option<HashSet<String>>, Fault> {
    if actor.sight() == Scope::City {
        return Ok(None);
    }
    let departments = store::read::departments(database.reader()).await?;
    let parents: HashMap<&str, Option<&str>> =
        departments.iter().map(|department| (department.id.as_str(), department.parent.as_deref())).collect();
    let chain = |id: &str| {
        let mut chain = vec![id.to_owned()];
        let mut above = parents.get(id).copied().flatten();
        // No chain is longer than all departments: a circle would be.
        while let Some(parent) = above.filter(|_| chain.len() <= parents.len()) {
            chain.push(parent.to_owned());
            above = parents.get(parent).copied().flatten();
        }
        chain
    };
    Ok(Some(
        departments
            .iter()
            .filter(|department| actor.sees(&chain(&department.id)))
            .map(|department| department.id.clone())
            .collect(),
    ))
}

fn understood<T: serde::de::DeserializeOwned>(payload: &Value) -> Result<T, JobFault> {
    serde_json::from_value(payload.clone()).map_err(|error| refused("broken", &error.to_string()))
}

/// A reason as pages say it, with the words of whoever found it.
fn refused(key: &str, text: &str) -> JobFault {
    JobFault::Refused(json!({ "refused": key, "text": text }))
}
