use std::process::ExitCode;

use app::catalogue::examine;

use crate::{config::Config, site_files::SiteFiles};

/// `yitong doctor`: looks at everything a start depends on and at what is stored; says what is wrong and how to mend it.
pub(super) async fn doctor(config: &Config) -> anyhow::Result<ExitCode> {
    let mut sound = true;
    let mut say = |ok: bool, what: &str, detail: &str| {
        sound &= ok;
        println!("{} {what}: {detail}", if ok { "ok  " } else { "FAIL" });
    };
    say(true, "configuration", "understood");
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
    match examine(&database).await {
        Ok(findings) => {
            say(true, "catalogue", &format!("{} items, {} departments", findings.items, findings.departments));
            say(findings.faults.is_empty(), "items", &format!("{} break a rule", findings.faults.len()));
            for fault in findings.faults.iter().take(20) {
                println!("     {fault}");
            }
        }
        Err(fault) => say(false, "catalogue", &fault.to_string()),
    }
    database.close().await;
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
