//! The process as whoever runs it sees it: starts, refusals, stops.

#![expect(clippy::unwrap_used, reason = "a panic is a test's report")]

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

fn yitong(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yitong"));
    command
        .current_dir(folder)
        .env_clear()
        .env("YITONG_SERVER_ADDR", "127.0.0.1:0")
        .env("YITONG_SERVER_METRICS_ADDR", "127.0.0.1:0")
        .env("YITONG_SERVER_SITE", "site")
        .env("DATABASE_URL", "sqlite:city.db");
    command
}

/// A folder with built files, as `make build` leaves them, and nothing else.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("site")).unwrap();
    std::fs::write(folder.path().join("site/assets.json"), "{}").unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    yitong(folder).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

struct Serving {
    child: Child,
    address: String,
}

fn serve(folder: &Path) -> Serving {
    let mut child = yitong(folder).arg("serve").stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Yitong listens on http://").unwrap_or_else(|| panic!("{line}")).to_owned();
    Serving { child, address }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: city\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    text(&answer)
}

fn terminate(child: &Child) {
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
}

#[test]
fn asked_to_stop_it_finishes_what_runs_refuses_new_work_and_exits_0() {
    let folder = folder();
    let mut serving = serve(folder.path());
    assert!(get(&serving.address, "/healthz").starts_with("HTTP/1.1 200"));

    // A form whose body is still on its way when the signal comes.
    let mut running = TcpStream::connect(&serving.address).unwrap();
    let head = "POST /preferences HTTP/1.1\r\nHost: city\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nmode=";
    running.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    terminate(&serving.child);
    let asked = Instant::now();
    while TcpStream::connect(&serving.address).is_ok() {
        assert!(asked.elapsed() < Duration::from_secs(5), "new connections are still taken");
        std::thread::sleep(Duration::from_millis(20));
    }
    running.write_all(b"elder").unwrap();
    let mut answer = String::new();
    running.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");

    assert_eq!(serving.child.wait().unwrap().code(), Some(0));
    assert!(asked.elapsed() < Duration::from_secs(10));
}

#[test]
fn several_processes_start_at_once_on_an_empty_database() {
    let folder = folder();
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let path = folder.path().to_owned();
            std::thread::spawn(move || serve(&path))
        })
        .collect();
    for start in starts {
        let mut serving = start.join().unwrap();
        assert!(get(&serving.address, "/readyz").starts_with("HTTP/1.1 200"));
        terminate(&serving.child);
        assert_eq!(serving.child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn a_wrong_setting_stops_the_start_and_names_file_key_and_reason() {
    let folder = folder();
    std::fs::write(folder.path().join("yitong.toml"), "[server]\nadress = \"127.0.0.1:1\"\n").unwrap();
    let output = run(folder.path(), &["serve"]);
    let error = text(&output.stderr);
    assert!(!output.status.success());
    assert!(error.contains("yitong.toml") && error.contains("adress"), "{error}");
}

#[test]
fn built_files_that_are_missing_stop_the_start_with_the_way_to_make_them() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["serve"]);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("make build"), "{}", text(&output.stderr));
}

#[test]
fn a_process_with_another_key_does_not_start_and_says_which_key_is_wrong() {
    let folder = folder();
    assert!(run(folder.path(), &["migrate"]).status.success());
    let doctor = text(&run(folder.path(), &["doctor"]).stdout);
    assert!(doctor.contains("ok   secret key: opens what is sealed"), "{doctor}");
    let key = text(&run(folder.path(), &["key"]).stdout);
    for subcommand in ["serve", "migrate", "demo", "doctor"] {
        let output = yitong(folder.path()).env("YITONG_IDENTITY_KEY", key.trim()).arg(subcommand).output().unwrap();
        let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert!(!output.status.success() && said.contains("[identity] key"), "{subcommand}: {said}");
        assert!(!said.contains(key.trim()), "{subcommand}");
    }
    assert!(run(folder.path(), &["migrate"]).status.success());
}

#[test]
fn every_subcommand_explains_itself() {
    let folder = folder();
    for subcommand in ["serve", "migrate", "import", "export", "demo", "staff", "doctor"] {
        let output = run(folder.path(), &[subcommand, "--help"]);
        assert!(output.status.success(), "{subcommand}");
        assert!(text(&output.stdout).contains("Usage: yitong"), "{subcommand}: {}", text(&output.stdout));
    }
}

#[test]
fn a_file_with_a_bad_row_is_kept_out_unless_told_and_the_row_is_named() {
    let folder = folder();
    std::fs::write(
        folder.path().join("days.csv"),
        "date,is_workday,is_holiday,is_in_lieu,name\n2026-01-01,0,1,0,元旦\n2026-02-30,1,0,0,\n",
    )
    .unwrap();
    let kept_out = run(folder.path(), &["import", "calendar", "days.csv"]);
    let report = text(&kept_out.stdout);
    assert!(!kept_out.status.success() && report.contains("date") && report.contains('3'), "{report}");
    assert_eq!(text(&run(folder.path(), &["export", "calendar"]).stdout).matches("2026-01-01").count(), 0);
    assert!(run(folder.path(), &["import", "calendar", "days.csv", "--skip-bad"]).status.success());
    assert_eq!(text(&run(folder.path(), &["export", "calendar"]).stdout).matches("2026-01-01").count(), 1);
}

#[test]
fn the_doctor_finds_a_migrated_demonstration_sound_and_an_empty_database_not() {
    let folder = folder();
    assert!(!run(folder.path(), &["doctor"]).status.success());
    assert!(run(folder.path(), &["demo"]).status.success());
    let output = run(folder.path(), &["doctor"]);
    assert!(output.status.success(), "{}", text(&output.stdout));
}

/// Runs a command that reads a password.
fn run_with_password(folder: &Path, arguments: &[&str], password: &str) -> Output {
    let mut child = yitong(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn an_account_is_made_with_its_password_from_standard_input_and_changed_from_the_command_line() {
    let folder = folder();
    let add = ["staff", "add", "auditor.one", "--display-name", "审计员", "--role", "auditor"];
    assert!(!run_with_password(folder.path(), &add, "short\n").status.success());
    assert!(run_with_password(folder.path(), &add, "a sentence is a good one\n").status.success());
    let list = text(&run(folder.path(), &["staff", "list"]).stdout);
    assert!(list.contains("auditor.one") && list.contains("active") && !list.contains("argon2"), "{list}");

    assert!(run(folder.path(), &["demo"]).status.success());
    let editor = ["auditor.one", "--role", "editor", "--department", "CD06"];
    assert!(run(folder.path(), &[&["staff", "grant"], &editor[..]].concat()).status.success());
    let nowhere = run(folder.path(), &["staff", "grant", "auditor.one", "--role", "editor", "--department", "NOPE"]);
    assert!(text(&nowhere.stderr).contains("no such department"), "{}", text(&nowhere.stderr));
    assert!(text(&run(folder.path(), &["staff", "list"]).stdout).contains("auditor -, editor CD06"));
    assert!(run(folder.path(), &[&["staff", "revoke"], &editor[..]].concat()).status.success());
    for act in ["disable", "enable"] {
        assert!(run(folder.path(), &["staff", act, "auditor.one"]).status.success(), "{act}");
    }
    let set = ["staff", "set-password", "auditor.one"];
    assert!(run_with_password(folder.path(), &set, "another good sentence\n").status.success());
    let unknown = run(folder.path(), &["staff", "disable", "nobody.here"]);
    assert!(text(&unknown.stderr).contains("no account of that name"), "{}", text(&unknown.stderr));
}

#[test]
fn the_doctor_proves_the_audit_and_knows_an_end_that_was_kept_elsewhere() {
    let folder = folder();
    assert!(run(folder.path(), &["demo"]).status.success());
    let proof = run(folder.path(), &["doctor", "audit"]);
    let said = text(&proof.stdout);
    assert!(proof.status.success() && said.contains("unbroken"), "{said}");
    let head = said.lines().last().unwrap().to_owned();
    assert!(run(folder.path(), &["staff", "disable", "police.clerk"]).status.success());
    assert!(run(folder.path(), &["doctor", "audit", "--expect", &head]).status.success());
    let (number, hash) = head.split_once(':').unwrap();
    let other: String = hash.chars().rev().collect();
    let refused = run(folder.path(), &["doctor", "audit", "--expect", &format!("{number}:{other}")]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stdout).contains(&format!("entry {number}")), "{}", text(&refused.stdout));
    assert!(!run(folder.path(), &["doctor", "audit", "--expect", "nonsense"]).status.success());
}

#[test]
fn what_applications_read_all_the_time_is_answered_first_and_like_everything_else() {
    let folder = folder();
    let serving = serve(folder.path());
    for address in ["/.well-known/openid-configuration", "/oauth/jwks"] {
        let answer = get(&serving.address, address).to_lowercase();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        for header in [
            "content-type: application/json",
            "cache-control: ",
            "x-content-type-options: nosniff",
            "access-control-allow-origin: *",
            "cross-origin-resource-policy: cross-origin",
        ] {
            assert!(head.contains(header), "{address} has no {header}:\n{head}");
        }
        assert!(serde_json::from_str::<serde_json::Value>(body).is_ok(), "{body}");
        // Asked for in any other way, the rooms answer.
        let mut stream = TcpStream::connect(&serving.address).unwrap();
        write!(stream, "DELETE {address} HTTP/1.1\r\nHost: city\r\nConnection: close\r\n\r\n").unwrap();
        let mut refused = Vec::new();
        stream.read_to_end(&mut refused).unwrap();
        assert!(text(&refused).starts_with("HTTP/1.1 405"), "{}", text(&refused));
    }
    terminate(&serving.child);
}
