//! Whatever is written into the audit can be looked for there by its name.

#![expect(clippy::unwrap_used, reason = "a panic is a test's report")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use foundation::audit::ACTS;

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

/// Texts that look like the name of an act, `item.publish`: those of the kinds there are, wherever they stand, and of whatever
/// kind where an entry is made, so that the first act of a new kind is not overlooked.
fn acts_in(text: &str) -> BTreeSet<&str> {
    let kinds: BTreeSet<&str> = ACTS.iter().filter_map(|act| act.split_once('.')).map(|(kind, _)| kind).collect();
    let anywhere = text.split('"').filter(|part| part.split_once('.').is_some_and(|(kind, _)| kinds.contains(kind)));
    let entries = ["did(", "Entry::new("].into_iter().flat_map(|made| text.split(made).skip(1)).filter_map(|rest| {
        let statement = rest.split(';').next().unwrap_or_default();
        statement.split('"').nth(1)
    });
    anywhere.chain(entries).filter(|part| is_act(part)).collect()
}

fn is_act(text: &str) -> bool {
    let word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'-');
    // `session.js` is a file.
    text.split_once('.').is_some_and(|(kind, act)| word(kind) && word(act) && act != "js")
}

#[test]
fn acts_are_found_of_every_kind() {
    for act in ACTS {
        assert!(acts_in(&format!("record(\"{act}\")")).contains(act), "{act}");
    }
    let made = acts_in(
        "actor.did(\"queue.call\", \"queue\", n); Entry::new(who, \"room.open\", \"room\", n); did(act, \"item\")",
    );
    assert_eq!(made, BTreeSet::from(["queue.call", "room.open"]));
}

#[test]
fn every_act_that_is_written_down_is_one_auditors_can_look_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rooms =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path().join("src")).filter(|folder| folder.is_dir());
    let folders = [root.join("src"), root.join("../server/src")].into_iter().chain(rooms);
    let mut unnamed = BTreeSet::new();
    for file in folders.flat_map(|folder| source_files(&folder)) {
        let text = fs::read_to_string(&file).unwrap();
        let acts = acts_in(&text).into_iter().filter(|act| !ACTS.contains(act));
        unnamed.extend(acts.map(|act| format!("{act} in {}", file.display())));
    }
    assert!(unnamed.is_empty(), "acts without a name:\n{}", unnamed.into_iter().collect::<Vec<_>>().join("\n"));
}
