use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    process::ExitCode,
    sync::atomic::{AtomicU32, Ordering},
};

use anyhow::Context as _;
use foundation::keyring::Keyring;

use crate::config::Config;

/// How many drafts of a key this process made: each has a name of its own.
static DRAFTS: AtomicU32 = AtomicU32::new(0);

/// `yitong key`: prints a new secret key.
pub(super) fn key() -> anyhow::Result<ExitCode> {
    say!("{}", Keyring::generate()?);
    Ok(ExitCode::SUCCESS)
}

/// The secret key of the configuration, or of its file; a file that is not there is made, for this user only.
pub(super) fn keyring(config: &Config) -> anyhow::Result<Keyring> {
    let identity = &config.identity;
    if !identity.key.is_empty() {
        return Keyring::parse(&identity.key).context("[identity] key");
    }
    let file = &identity.key_file;
    let named = || format!("{} ([identity] key_file)", file.display());
    let text = match fs::read_to_string(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => make(file).with_context(named)?,
        read => read.with_context(named)?,
    };
    Keyring::parse(&text).with_context(named)
}

/// The secret key as it is, and none is made; none where its file is not there.
pub(super) fn examined(config: &Config) -> anyhow::Result<Option<Keyring>> {
    if config.identity.key.is_empty() && !config.identity.key_file.exists() {
        return Ok(None);
    }
    keyring(config).map(Some)
}

/// Makes the file. Of several processes that begin at once one makes it and the others read it: it appears whole or not at all.
fn make(file: &Path) -> anyhow::Result<String> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
    let draft = file.with_extension(format!("{}-{number}.new", std::process::id()));
    let key = Keyring::generate()?;
    let mut written = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    writeln!(written, "{key}")?;
    written.sync_all()?;
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft)?;
    match linked {
        Ok(()) => {
            tracing::info!(file = %file.display(), "a new secret key was made");
            Ok(key)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(fs::read_to_string(file)?),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_who_begin_at_once_have_one_key_that_nobody_else_reads() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/identity.key");
        let mut config = Config::default();
        config.identity.key_file.clone_from(&file);
        let sealed: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| keyring(&config).unwrap().seal("p", b"t"))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let ours = keyring(&config).unwrap();
        assert!(sealed.iter().all(|sealed| ours.open("p", sealed).is_ok()));
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
    }
}
