//! What is published through one process is right in the other.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use catalogue::load_demo;
use foundation::{
    clock::Clock,
    context::{Assets, Client, DistrictNames, Site},
    database::testing::{self, TestDatabase},
    keyring::Keyring,
};
use identity::{DEMO_PASSWORD, Identity, add_demo_accounts, cookie_header, testing::sign_in};
use serde_json::{Value, json};

use crate::serving::{Answer, Line, Serving};

const ITEM: &str = "510100-06-017";
/// Within which everybody sees what changed.
const SOON: Duration = Duration::from_secs(1);

/// Somebody of the desk.
struct Staff {
    line: Line,
    cookie: String,
}

impl Staff {
    fn send(&mut self, method: &str, path: &str, if_match: &str, body: &Value) -> Answer {
        let condition = if if_match.is_empty() { String::new() } else { format!("If-Match: {if_match}\r\n") };
        let headers = format!("Cookie: {}\r\nContent-Type: application/json\r\n{condition}", self.cookie);
        let answer = self.line.ask(method, path, &headers, &body.to_string());
        assert!((200..300).contains(&answer.status), "{method} {path}: {} {}", answer.status, answer.body);
        answer
    }

    fn act(&mut self, act: &str, if_match: &str, body: &Value) -> Answer {
        self.send("POST", &format!("/api/v1/items/{ITEM}/{act}"), if_match, body)
    }
}

struct City {
    test: TestDatabase,
    editor: String,
    reviewer: String,
}

impl City {
    async fn on(engine: foundation::database::Engine) -> Self {
        let test = testing::fresh(engine).await;
        load_demo(&test.database, Clock::Real).await.unwrap();
        let identity = Identity::new(test.database.clone(), Clock::Real, Keyring::new(&[7; 32]));
        add_demo_accounts(&identity).await.unwrap();
        let site = Site {
            origin: "http://city.example".to_owned(),
            demonstration: true,
            assets: Assets::default(),
            clock: Clock::Real,
            district_names: DistrictNames::default(),
            secure: false,
        };
        let mut cookies = Vec::new();
        for name in ["police.editor", "police.reviewer"] {
            let token = sign_in(&identity, name, DEMO_PASSWORD, &Client::default()).await;
            cookies.push(cookie_header(&site, &token));
        }
        let [editor, reviewer] = <[String; 2]>::try_from(cookies).unwrap();
        Self { test, editor, reviewer }
    }

    /// Publishes a name through a process.
    fn publish(&self, through: &Serving, name: &str) {
        let mut editor = Staff { line: through.line(), cookie: self.editor.clone() };
        let mut item: Value = serde_json::from_str(&editor.line.get(&format!("/api/v1/items/{ITEM}")).body).unwrap();
        for answered in ["updated_at", "url"] {
            item.as_object_mut().unwrap().remove(answered);
        }
        item["name"] = json!({ "zh": name, "en": name });
        let draft = editor.send("PUT", &format!("/api/v1/items/{ITEM}"), "", &item);
        editor.act("submission", &draft.etag, &json!({}));
        let mut reviewer = Staff { line: through.line(), cookie: self.reviewer.clone() };
        reviewer.act("review", "*", &json!({ "decision": "approve" }));
    }

    fn reviewer(&self, through: &Serving) -> Staff {
        Staff { line: through.line(), cookie: self.reviewer.clone() }
    }
}

/// Within a second these addresses say, or do not say, something.
fn soon(process: &Serving, expected: &[(&str, &str, bool)]) {
    let since = Instant::now();
    let mut line = process.line();
    for (path, words, says) in expected {
        loop {
            let answer = line.get(path);
            assert!(answer.status < 500, "{path}: {}", answer.status);
            if answer.body.contains(words) == *says {
                break;
            }
            assert!(since.elapsed() < SOON, "{path}: {words} should be there: {says}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_process_publishes_and_withdraws_is_right_in_the_other_within_a_second() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (one, other) = (Serving::on(&city.test), Serving::on(&city.test));
        let (page, search, sitemap) =
            ("/zh/items/510100-06-017", "/api/v1/items?q=%E8%AF%95%E9%A3%9E%E5%91%98&limit=1", "/sitemap.xml");
        // Both have kept the page as it was.
        for process in [&one, &other] {
            soon(process, &[(page, "试飞员", false), (sitemap, ITEM, true)]);
        }
        city.publish(&one, "试飞员证");
        soon(&other, &[(page, "试飞员证", true), (search, ITEM, true), ("/changes.atom", "试飞员证", true)]);
        soon(&one, &[(page, "试飞员证", true), (search, ITEM, true)]);

        city.reviewer(&other).act("withdrawal", "", &json!({ "reason": "窗口搬迁，从今天起暂停办理" }));
        let gone = [(page, "从今天起暂停办理", true), (search, ITEM, false), (sitemap, ITEM, false)];
        soon(&one, &gone);
        soon(&other, &gone);
        assert_eq!(one.line().get(page).status, 410);

        city.reviewer(&one).act("restoration", "", &json!({}));
        soon(&other, &[(page, "从今天起暂停办理", false), (search, ITEM, true), (sitemap, ITEM, true)]);
        assert_eq!(other.line().get(page).status, 200);
    }
}

/// Asks for a page as a browser that is signed in; answers the status.
fn status_with(line: &mut Line, cookie: &str, path: &str) -> u16 {
    line.ask("GET", path, &format!("Accept: text/html\r\nCookie: {cookie}\r\n"), "").status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_ended_through_one_process_is_ended_in_the_other_within_a_second() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (one, other) = (Serving::on(&city.test), Serving::on(&city.test));
        let cookie = city.editor.as_str();
        for process in [&one, &other] {
            assert_eq!(status_with(&mut process.line(), cookie, "/desk"), 200, "{engine:?}");
        }
        let headers = format!(
            "Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n"
        );
        assert_eq!(one.line().ask("POST", "/desk/sign-out", &headers, "").status, 303);
        let since = Instant::now();
        let mut line = other.line();
        while status_with(&mut line, cookie, "/desk") != 303 {
            assert!(since.elapsed() < SOON, "{engine:?}: still signed in");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// The number in the name of the item that a page shows; 0 before the first of this test.
fn number_shown(body: &str) -> usize {
    let Some(at) = body.find("试飞员证第") else { return 0 };
    let rest = &body[at + "试飞员证第".len()..];
    rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_two_hundred_people_read_twenty_publications_give_no_error_and_no_stale_page() {
    const READERS: usize = 200;
    const PUBLICATIONS: usize = 20;
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (one, other) = (Serving::on(&city.test), Serving::on(&city.test));
        // When each publication was through.
        let done: Arc<Mutex<Vec<Instant>>> = Arc::default();
        let (stop, read) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let readers: Vec<_> = (0..READERS)
            .map(|reader| {
                let mut line = if reader % 2 == 0 { one.line() } else { other.line() };
                let (done, stop, read) = (done.clone(), stop.clone(), read.clone());
                std::thread::Builder::new()
                    .stack_size(256 << 10)
                    .spawn(move || {
                        while !stop.load(Ordering::Relaxed) {
                            let must = done.lock().unwrap().iter().filter(|done| done.elapsed() >= SOON).count();
                            let path = if reader % 5 == 0 { "/zh/departments" } else { "/zh/items/510100-06-017" };
                            let answer = line.get(path);
                            assert_eq!(answer.status, 200, "{path}");
                            let shown = number_shown(&answer.body);
                            assert!(reader % 5 == 0 || shown >= must, "shows {shown}, {must} is a second old");
                            read.fetch_add(1, Ordering::Relaxed);
                            std::thread::sleep(Duration::from_millis(100));
                        }
                    })
                    .unwrap()
            })
            .collect();
        for number in 1..=PUBLICATIONS {
            let through = if number % 2 == 0 { &one } else { &other };
            city.publish(through, &format!("试飞员证第{number}"));
            done.lock().unwrap().push(Instant::now());
            std::thread::sleep(Duration::from_millis(100));
        }
        std::thread::sleep(SOON + SOON / 2);
        stop.store(true, Ordering::Relaxed);
        for reader in readers {
            reader.join().unwrap_or_else(|_| panic!("{engine:?}: a reader met an error or a stale page"));
        }
        let read = read.load(Ordering::Relaxed);
        assert!(read > READERS * 5, "{engine:?}: only {read} pages were read");
    }
}
