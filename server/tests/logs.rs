//! Nothing that is written about the running process names a person: the whole way of a real name, at the most talkative level.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic is a test's report")]

#[path = "http/support.rs"]
#[expect(dead_code, reason = "other tests use the rest of it")]
mod support;

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use foundation::database::testing::engines;
use identity::realname::demo_number;
use tracing_subscriber::fmt::MakeWriter;

/// Keeps what is written.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Written {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_log_line_at_any_level_holds_a_name_or_an_id_number() {
    let written = Written::default();
    // For the whole process: databases do their work on threads of their own.
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(written.clone()).init();
    tracing::trace!("the first line");
    let number = demo_number("王小蓉").unwrap();
    let other = demo_number("李建国").unwrap();
    let said = |number: &str| format!("name=%E7%8E%8B%E5%B0%8F%E8%93%89&id_number={number}");
    for engine in engines() {
        let portal = support::portal(engine).await;
        let (wang, li) = (portal.sign_in_as("13900000001").await, portal.sign_in_as("13900000002").await);
        let clerk = portal.sign_in_as("police.clerk").await;
        // Refused, declared, refused by the register, verified, taken, looked up, seen.
        portal.post_as(&wang, "/me/real-name", &said(&format!("{}0", number.as_str()))).await;
        portal.post_as(&wang, "/me/real-name", &format!("{}&name=again", said(number.as_str()))).await;
        portal.post_as(&wang, "/me/real-name", &said(other.as_str())).await;
        portal.post_as(&wang, "/me/real-name/verify", "").await;
        for cookie in [&wang, &li] {
            portal.post_as(cookie, "/me/real-name", &said(number.as_str())).await;
            portal.post_as(cookie, "/me/real-name/verify", "").await;
            portal.get_as(cookie, "/me/real-name").await;
        }
        let found = portal.post_as(&clerk, "/desk/residents", &format!("who={}", number.as_str())).await;
        let page = found.header("location").to_owned();
        let seen = format!("{}&paper=id-card&until=&confirm=yes", said(number.as_str()));
        assert_eq!(portal.post_as(&clerk, &page, &seen).await.status, 303, "{page}");
    }
    let log = String::from_utf8_lossy(&written.0.lock().unwrap()).into_owned();
    assert!(log.contains("the first line"));
    let parts = [number.as_str(), &number.as_str()[..14], other.as_str(), "王小蓉", "%E7%8E%8B%E5%B0%8F%E8%93%89"];
    for line in log.lines() {
        assert!(parts.iter().all(|part| !line.contains(part)), "{line}");
    }
}
