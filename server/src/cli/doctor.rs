use std::process::ExitCode;

use catalogue::examine;
use clap::{Args, Subcommand};
use foundation::{
    audit::{Head, Verdict, verify},
    clock::Clock,
};
use identity::Identity;

use crate::{
    config::{Config, silent_gateways},
    site_files::SiteFiles,
};

/// What `yitong doctor` is told.
#[derive(Debug, Args)]
pub(super) struct DoctorArguments {
    #[command(subcommand)]
    what: Option<Only>,
}

#[derive(Debug, Subcommand)]
enum Only {
    /// Prove that no entry of the audit was changed, removed or put between two others; print where the chain ends.
    Audit {
        /// An end of the chain that was kept elsewhere, NUMBER:HASH: proves that nothing up to it was changed since.
        #[arg(long, value_name = "NUMBER:HASH", value_parser = parse_head)]
        expect: Option<Head>,
    },
}

fn parse_head(text: &str) -> Result<Head, String> {
    Head::parse(text)
        .ok_or_else(|| "it is a number, a colon and 64 hexadecimal digits, as `doctor audit` prints".to_owned())
}

/// `yitong doctor audit`: walks along the whole chain.
async fn audit(config: &Config, expected: Option<&Head>) -> anyhow::Result<ExitCode> {
    let database = super::open(config).await?;
    let verdict = verify(&database, expected).await;
    database.close().await;
    let verdict = verdict?;
    if let Some(broken) = verdict.broken {
        say!("BAD  audit: {broken}; {} entries before it hold", verdict.sound);
        return Ok(ExitCode::FAILURE);
    }
    say!("ok   audit: {} entries, unbroken", verdict.sound);
    if verdict.sound > 0 {
        say!("{}", verdict.head);
    }
    Ok(ExitCode::SUCCESS)
}

/// `yitong doctor`: looks at everything a start depends on and at what is stored; says what is wrong and how to mend it.
pub(super) async fn doctor(config: &Config, arguments: DoctorArguments) -> anyhow::Result<ExitCode> {
    if let Some(Only::Audit { expect }) = arguments.what {
        return audit(config, expect.as_ref()).await;
    }
    let mut sound = true;
    let mut say = |ok: bool, what: &str, detail: &str| {
        sound &= ok;
        say!("{} {what}: {detail}", if ok { "ok  " } else { "FAIL" });
    };
    say(true, "configuration", "understood");
    let silent = silent_gateways(&config.messages);
    for (kind, name) in
        [("phone", format!("{:?}", config.messages.phone)), ("email", format!("{:?}", config.messages.email))]
    {
        let reaches = config.city.demonstration || !silent.contains(&kind);
        let detail = if reaches { "" } else { ": this is no demonstration, and nobody gets these messages" };
        say(reaches, &format!("messages by {kind}"), &format!("{}{detail}", name.to_lowercase()));
    }
    for provider in &config.identity.providers {
        say(true, "provider", &format!("{} at {}", provider.id, provider.issuer));
    }
    match SiteFiles::load(&config.server.site) {
        Ok(files) => say(true, "built files", &format!("{} at hashed addresses", files.addresses().len())),
        Err(error) => say(false, "built files", &error.to_string()),
    }
    let database = match super::open(config).await {
        Ok(database) => database,
        Err(error) => {
            say(false, "database", &format!("{error:#}"));
            return Ok(ExitCode::FAILURE);
        }
    };
    say(database.answers().await, "database", &format!("{:?}", database.engine()));
    match database.is_migrated().await {
        Ok(true) => say(true, "schema", "up to date"),
        Ok(false) => say(false, "schema", "migrations are not done: run `yitong migrate`"),
        Err(error) => say(false, "schema", &error.to_string()),
    }
    match super::key::examined(config) {
        Ok(None) => say(true, "secret key", "made at the first start"),
        Ok(Some(keyring)) => match Identity::new(database.clone(), Clock::Real, keyring).examine_key().await {
            Ok(true) => say(true, "secret key", "opens what is sealed"),
            Ok(false) => say(true, "secret key", "nothing is sealed yet"),
            Err(error) => say(false, "secret key", &error.to_string()),
        },
        Err(error) => say(false, "secret key", &format!("{error:#}")),
    }
    match examine(&database).await {
        Ok(findings) => {
            say(true, "catalogue", &format!("{} items, {} departments", findings.items, findings.departments));
            say(findings.faults.is_empty(), "items", &format!("{} break a rule", findings.faults.len()));
            for fault in findings.faults.iter().take(20) {
                say!("     {fault}");
            }
        }
        Err(fault) => say(false, "catalogue", &fault.to_string()),
    }
    match verify(&database, None).await {
        Ok(Verdict { broken: Some(broken), .. }) => say(false, "audit", &broken.to_string()),
        Ok(verdict) => say(true, "audit", &format!("{} entries, unbroken", verdict.sound)),
        Err(fault) => say(false, "audit", &fault.to_string()),
    }
    database.close().await;
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
