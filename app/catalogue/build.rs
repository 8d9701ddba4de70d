//! Embeds the items of the demo city, whatever files they are in: lists `demo/items/*.json` as `ITEMS: &[(name, text)]`.

#![expect(clippy::disallowed_methods, reason = "cargo speaks to build scripts through their environment")]

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() {
    println!("cargo::rerun-if-changed=demo/items");
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("demo/items");
    let mut code = String::from("const ITEMS: &[Embedded] = &[\n");
    for file in items(&folder) {
        let name = file.file_name().expect("a name").to_string_lossy();
        // Where the package is, is left to the compiler: several clones may build into one folder, and one may be gone by then.
        let path = format!("/demo/items/{name}");
        writeln!(code, "    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))),")
            .expect("string");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("demo_items.rs");
    fs::write(out, code).expect("OUT_DIR is writable");
}

fn items(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    found.sort();
    found
}
