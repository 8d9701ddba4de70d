//! Turns `app/locales/<language>/*.ftl` into typed text: one method a message, so that a wrong key or a
//! forgotten argument does not compile, and a message missing in one language stops the build.

#![expect(clippy::disallowed_methods, reason = "cargo speaks to build scripts through their environment")]
#![expect(clippy::format_collect, reason = "a few hundred short texts, once a build")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// What one language says: message key → the variables its text uses.
type Messages = BTreeMap<String, BTreeSet<String>>;

/// The language the others are compared with, and the first one offered.
const REFERENCE: &str = "zh-CN";

fn main() {
    println!("cargo::rerun-if-changed=../locales");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../locales");
    let mut languages: Vec<(String, Vec<PathBuf>, Messages)> = folders(&root)
        .into_iter()
        .map(|folder| {
            let tag = name_of(&folder);
            let files = ftl_files(&folder);
            let messages = read_language(&tag, &files);
            (tag, files, messages)
        })
        .collect();
    languages.sort_by_key(|(tag, ..)| (tag != REFERENCE, tag.clone()));

    let reference = languages.first().expect("locales/zh-CN exists").2.clone();
    for (tag, _, messages) in &languages[1..] {
        compare(tag, &reference, messages);
    }

    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("texts.rs");
    fs::write(out, generate(&languages, &reference)).expect("OUT_DIR is writable");
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(root)
        .expect("app/locales exists")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

fn ftl_files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ftl"))
        .collect();
    found.sort();
    found
}

fn name_of(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

fn read_language(tag: &str, files: &[PathBuf]) -> Messages {
    let mut messages = Messages::new();
    for file in files {
        let source = fs::read_to_string(file).expect("readable");
        let resource = fluent_syntax::parser::parse(source)
            .unwrap_or_else(|(_, errors)| panic!("{tag}/{}: {errors:?}", name_of(file)));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut variables = BTreeSet::new();
            if let Some(pattern) = &message.value {
                collect_pattern(pattern, &mut variables);
            }
            let key = message.id.name;
            assert!(
                messages.insert(key.clone(), variables).is_none(),
                "{tag}/{}: `{key}` is said twice",
                name_of(file)
            );
        }
    }
    messages
}

fn collect_pattern(pattern: &Pattern<String>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => collect_inline(inline, into),
                Expression::Select { selector, variants } => {
                    collect_inline(selector, into);
                    for variant in variants {
                        collect_pattern(&variant.value, into);
                    }
                }
            }
        }
    }
}

fn collect_inline(inline: &InlineExpression<String>, into: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.insert(id.name.clone());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                collect_inline(argument, into);
            }
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inner) = expression.as_ref() {
                collect_inline(inner, into);
            }
        }
        _ => {}
    }
}

fn compare(tag: &str, reference: &Messages, messages: &Messages) {
    for (key, variables) in reference {
        match messages.get(key) {
            None => panic!("locales/{tag} does not say `{key}`, which locales/{REFERENCE} does"),
            Some(found) => assert!(
                found.is_subset(variables),
                "locales/{tag}: `{key}` uses {found:?}, locales/{REFERENCE} gives {variables:?}"
            ),
        }
    }
    for key in messages.keys() {
        assert!(reference.contains_key(key), "locales/{tag} says `{key}`, which locales/{REFERENCE} does not");
    }
}

fn generate(languages: &[(String, Vec<PathBuf>, Messages)], reference: &Messages) -> String {
    let mut code = String::new();
    writeln!(code, "pub(super) const SOURCES: &[(&str, &[&str])] = &[").expect("string");
    for (tag, files, _) in languages {
        writeln!(code, "    ({tag:?}, &[").expect("string");
        for file in files {
            // Where the package is, is left to the compiler: several clones may build into one folder, and one may be gone by then.
            let path = format!("/../locales/{tag}/{}", file.file_name().expect("a name").to_string_lossy());
            writeln!(code, "        include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?})),").expect("string");
        }
        writeln!(code, "    ]),").expect("string");
    }
    writeln!(code, "];").expect("string");

    let plain: Vec<_> = reference.iter().filter(|(_, variables)| variables.is_empty()).collect();
    writeln!(code, "pub(super) const PLAIN: &[&str] = &[").expect("string");
    for (key, _) in &plain {
        writeln!(code, "    {key:?},").expect("string");
    }
    writeln!(code, "];\nimpl Texts {{").expect("string");
    for (index, (key, _)) in plain.iter().enumerate() {
        let method = key.replace('-', "_");
        writeln!(code, "    /// `{key}`\n    pub fn {method}(&self) -> &'static str {{ self.plain[{index}] }}")
            .expect("string");
    }
    for (key, variables) in reference.iter().filter(|(_, variables)| !variables.is_empty()) {
        let method = key.replace('-', "_");
        let parameters: String = variables
            .iter()
            .map(|name| format!(", {}: impl Into<FluentValue<'static>>", name.replace('-', "_")))
            .collect();
        let arguments: String =
            variables.iter().map(|name| format!("({name:?}, {}.into()), ", name.replace('-', "_"))).collect();
        writeln!(
            code,
            "    /// `{key}`\n    pub fn {method}(&self{parameters}) -> String {{ self.format({key:?}, [{}]) }}",
            arguments.trim_end_matches(", ")
        )
        .expect("string");
    }
    code.push_str("}\n");
    code
}
