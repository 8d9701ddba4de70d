//! The house keeps its own rules: who may know whom, how large a file may be, what stands in which file.

#![expect(clippy::unwrap_used, reason = "a panic is a test's report")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Which part of the house may name which others; `docs/architecture.md` draws the same picture. Cargo refuses circles between
/// packages; this says more: which way they point, and which parts of the foundation a room may use.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("ids", &[]),
    ("clock", &[]),
    ("codes", &[]),
    ("keyring", &[]),
    ("text", &[]),
    ("ui", &[]),
    ("context", &["clock", "text"]),
    ("database", &["error", "ids"]),
    ("page", &["clock", "context", "error", "text", "ui"]),
    ("calendar", &["clock", "database"]),
    ("audit", &["clock", "database", "error", "ids"]),
    ("jobs", &["clock", "database", "error", "ids"]),
    (
        "notifications",
        &["audit", "clock", "context", "database", "error", "ids", "jobs", "keyring", "page", "text", "ui"],
    ),
    (
        "identity",
        &[
            "audit",
            "calendar",
            "clock",
            "codes",
            "context",
            "database",
            "error",
            "ids",
            "keyring",
            "notifications",
            "page",
            "text",
            "ui",
        ],
    ),
    (
        "openid",
        &[
            "audit",
            "clock",
            "context",
            "database",
            "error",
            "identity",
            "ids",
            "jobs",
            "keyring",
            "notifications",
            "page",
            "text",
            "ui",
        ],
    ),
    (
        "catalogue",
        &[
            "audit", "calendar", "clock", "codes", "context", "database", "error", "identity", "ids", "jobs", "openid",
            "page", "text", "ui",
        ],
    ),
    (
        "appointments",
        &[
            "audit",
            "calendar",
            "catalogue",
            "clock",
            "codes",
            "context",
            "database",
            "error",
            "identity",
            "ids",
            "keyring",
            "openid",
            "page",
            "text",
            "ui",
        ],
    ),
    (
        "hall",
        &[
            "appointments",
            "audit",
            "catalogue",
            "clock",
            "context",
            "database",
            "error",
            "identity",
            "ids",
            "keyring",
            "page",
            "text",
            "ui",
        ],
    ),
    (
        "desk",
        &[
            "appointments",
            "audit",
            "calendar",
            "catalogue",
            "clock",
            "codes",
            "context",
            "database",
            "error",
            "hall",
            "identity",
            "ids",
            "jobs",
            "notifications",
            "openid",
            "page",
            "text",
            "ui",
        ],
    ),
    (
        "shell",
        &[
            "appointments",
            "audit",
            "catalogue",
            "context",
            "database",
            "desk",
            "error",
            "hall",
            "identity",
            "jobs",
            "keyring",
            "notifications",
            "openid",
            "page",
            "text",
            "ui",
        ],
    ),
];

/// A file that is longer holds two things.
const MOST_LINES: usize = 500;

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(source_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// One file of source, and where it stands.
struct Source {
    /// The package it is compiled into.
    package: String,
    /// Its row in the table: the package; in `foundation` and `app`, which hold several, the part.
    room: String,
    /// Its path, with the room in front.
    path: PathBuf,
    text: String,
}

/// The packages of the house with their folders: all that stand in `app/`, but what only browsers load.
fn packages() -> Vec<(String, PathBuf)> {
    let app = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![("app".to_owned(), app.to_owned())];
    for entry in fs::read_dir(app).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        if name != "frontend" && folder.join("Cargo.toml").exists() {
            found.push((name, folder));
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    for (package, folder) in packages() {
        let root = folder.join("src");
        let has_parts = ["app", "foundation"].contains(&package.as_str());
        for path in source_files(&root) {
            let text = fs::read_to_string(&path).unwrap();
            let within = path.strip_prefix(&root).unwrap();
            let path = if has_parts { within.to_owned() } else { Path::new(&package).join(within) };
            let top = path.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
            found.push(Source { package: package.clone(), room: top, path, text });
        }
    }
    found
}

/// The packages of the house that one depends on, tests apart.
fn dependencies(folder: &Path) -> Vec<String> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let (_, after) = manifest.split_once("\n[dependencies]\n").unwrap();
    let lines = after.lines().take_while(|line| !line.starts_with('['));
    let packages = packages();
    lines
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| packages.iter().any(|(package, _)| package == name))
        .map(str::to_owned)
        .collect()
}

/// The rows of the table a file names after the foundation's name, also inside braces: `use foundation::{context::Cx, page::Page}`.
fn named_after(foundation: &str, text: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for rest in text.split(&format!("{foundation}::")).skip(1) {
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' | ':' | ' ' | '\n' if depth == 0 => {
                        if !word.is_empty() {
                            rooms.push(std::mem::take(&mut word));
                        }
                        continue;
                    }
                    _ => {}
                }
                if depth == 0 && c != '}' {
                    word.push(c);
                }
            }
            if !word.is_empty() {
                rooms.push(word);
            }
        } else {
            rooms.push(rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect());
        }
    }
    let known: Vec<&str> = MAY_KNOW.iter().map(|(room, _)| *room).collect();
    rooms.retain(|room| known.contains(&room.as_str()));
    rooms.sort();
    rooms.dedup();
    rooms
}

#[test]
fn dependencies_between_rooms_point_one_way() {
    let may: BTreeMap<&str, &[&str]> = MAY_KNOW.iter().copied().collect();
    let mut broken = Vec::new();
    for (package, folder) in packages() {
        let room = if package == "app" { "shell" } else { package.as_str() };
        let allowed = may.get(room).copied().unwrap_or_default();
        for named in dependencies(&folder) {
            // Everything stands on the foundation; which parts of it a room knows, its sources say.
            if named != "foundation" && !allowed.contains(&named.as_str()) {
                broken.push(format!("{package} depends on {named}, which {room} may not know"));
            }
        }
    }
    for Source { package, room, path, text } in sources() {
        if room == "lib" {
            continue;
        }
        let Some(allowed) = may.get(room.as_str()) else {
            broken.push(format!("{} stands in no room of the table", path.display()));
            continue;
        };
        // What only tests need does not bind the rooms together.
        let production = text.split("#[cfg(test)]").next().unwrap_or_default();
        let foundation = if package == "foundation" { "crate" } else { "foundation" };
        for named in named_after(foundation, production) {
            if named != room && !allowed.contains(&named.as_str()) {
                broken.push(format!("{} names {named}, which {room} may not know", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_browser_s_side_knows_the_islands_and_nothing_else() {
    let frontend = Path::new(env!("CARGO_MANIFEST_DIR")).join("frontend");
    assert_eq!(dependencies(&frontend), ["app"]);
}

#[test]
fn the_table_itself_has_no_circle() {
    let may: BTreeMap<&str, &[&str]> = MAY_KNOW.iter().copied().collect();
    for start in may.keys() {
        let mut waiting: Vec<&str> = may[start].to_vec();
        while let Some(room) = waiting.pop() {
            assert_ne!(room, *start, "{start} knows itself by way of others");
            waiting.extend(may[room]);
        }
    }
}

#[test]
fn queries_stand_in_stores_and_nowhere_else() {
    for Source { path, text, .. } in sources() {
        let name = path.to_string_lossy();
        let is_store = name.contains("/store")
            || name.contains("/entity")
            || name.starts_with("database/")
            || name.contains("tests");
        let queries =
            ["EntityTrait", "QueryFilter", "ActiveModel", "Statement::from"].iter().any(|word| text.contains(word));
        assert!(is_store || !queries, "{name} builds a query");
    }
}

#[test]
fn no_file_holds_two_things() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|Source { path, text, .. }| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(path, lines)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "split these by meaning:\n{}", long.join("\n"));
}

#[test]
fn the_two_dark_palettes_are_one() {
    let tokens =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../style/settings/colour.css")).unwrap();
    let block = |selector: &str| -> Vec<String> {
        let start = tokens.find(selector).unwrap_or_else(|| panic!("{selector} is not in the tokens")) + selector.len();
        let end = tokens[start..].find('}').unwrap() + start;
        tokens[start..end].lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    };
    assert_eq!(block(":root:not([data-theme=\"light\"]) {"), block(":root[data-theme=\"dark\"] {"));
}

#[test]
fn every_code_of_the_model_has_its_words_in_every_language() {
    use catalogue::model::{Audience, CaseType, ExerciseLevel, ItemType, Scope, ServiceMode};
    use foundation::text::Language;
    let mut keys: Vec<String> = Vec::new();
    keys.extend(ItemType::ALL.iter().map(|value| value.message_key()));
    keys.extend(ExerciseLevel::ALL.iter().map(|value| value.message_key()));
    keys.extend(Audience::ALL.iter().map(|value| value.message_key()));
    keys.extend(CaseType::ALL.iter().map(|value| value.message_key()));
    keys.extend(Scope::ALL.iter().map(|value| value.message_key()));
    for mode in ServiceMode::ALL {
        keys.push(mode.message_key());
        keys.push(format!("{}-note", mode.message_key()));
    }
    keys.extend((1..=4).map(|level| format!("level-{level}")));
    for name in
        ["not-found", "unauthenticated", "forbidden", "invalid", "conflict", "too-many", "unavailable", "internal"]
    {
        keys.push(format!("error-{name}-title"));
        keys.push(format!("error-{name}-text"));
    }
    for reason in ["unknown-choice", "page", "limit", "cursor"] {
        keys.push(format!("error-field-{reason}"));
    }
    for language in Language::all() {
        for key in &keys {
            assert!(language.texts().by_key(key).is_some(), "{} does not say {key}", language.tag());
        }
    }
}
