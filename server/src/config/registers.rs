use identity::RegisterSettings;

use super::{Register, RegisterKind};

/// The register of people of a configuration.
pub fn people(register: &Register) -> RegisterSettings {
    settings(register.kind, &register.url, &register.token)
}

/// Its register of companies.
pub fn companies(register: &Register) -> RegisterSettings {
    settings(register.companies, &register.companies_url, &register.companies_token)
}

fn settings(kind: RegisterKind, url: &str, token: &str) -> RegisterSettings {
    match kind {
        RegisterKind::BuiltIn => RegisterSettings::BuiltIn,
        RegisterKind::Http => RegisterSettings::Http { url: url.to_owned(), token: token.to_owned() },
    }
}

/// Whether the registers of a configuration can be asked, as far as that is known without asking them.
pub(super) fn check_registers(register: &Register) -> Result<(), String> {
    let registers = [("", register.kind, &register.url), ("companies_", register.companies, &register.companies_url)];
    for (prefix, kind, url) in registers {
        if kind == RegisterKind::Http && !url.starts_with("https://") && !url.starts_with("http://") {
            return Err(format!("{prefix}url is `{url}`; a register asked over http has an address, https://…"));
        }
    }
    Ok(())
}
