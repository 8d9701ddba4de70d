//! Whatever is written into the audit can be looked for there by its name.

#![expect(clippy::unwrap_used, reason = "a panic is a test's report")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use app::audit::ACTS;

/// What acts are done to; the part of their names before the dot.
const KINDS: [&str; 7] = ["item", "job", "vocabulary", "account", "session", "factor", "audit"];

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                source_files(&path)
            } else {
                Some(path)
                    .into_iter()
                    .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
                    .collect()
            }
        })
        .collect()
}

/// Texts in the source that look like the name of an act: `item.publish`.
fn acts_in(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').filter(|part| {
        part.split_once('.').is_some_and(|(kind, act)| {
            // `session.js` is a file.
            KINDS.contains(&kind)
                && act != "js"
                && !act.is_empty()
                && act.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        })
    })
}

#[test]
fn every_act_that_is_written_down_is_one_auditors_can_look_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut unnamed = BTreeSet::new();
    for file in source_files(&root.join("src")).into_iter().chain(source_files(&root.join("../server/src"))) {
        let text = fs::read_to_string(&file).unwrap();
        unnamed
            .extend(acts_in(&text).filter(|act| !ACTS.contains(act)).map(|act| format!("{act} in {}", file.display())));
    }
    assert!(unnamed.is_empty(), "acts without a name:\n{}", unnamed.into_iter().collect::<Vec<_>>().join("\n"));
}
