use appointments::HoldsEnded;
use std::time::Duration;

use axum::{Router, extract::State, http::header, routing::get};
use metrics::{Counter, Histogram, counter, histogram};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};

/// Upper bounds of the latency histogram, in seconds: from a kept page to one that is too slow.
const BUCKETS: [f64; 10] = [0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0];

/// Starts collecting; once a process.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new().set_buckets(&BUCKETS)?.install_recorder()?;
    metrics::describe_counter!("yitong_http_requests_total", "Answers, by class of status");
    metrics::describe_histogram!("yitong_http_request_seconds", "Time from a request's head to its answer's head");
    metrics::describe_counter!("yitong_page_cache_total", "Pages asked of the cache, by outcome");
    metrics::describe_gauge!("yitong_catalogue_revision", "The catalogue revision shown");
    metrics::describe_counter!("yitong_messages_total", "Tries to send a message, by channel and outcome");
    Ok(handle)
}

/// Counts a try to send a message.
pub fn count_message(channel: &'static str, outcome: &'static str) {
    counter!("yitong_messages_total", "channel" => channel, "outcome" => outcome).increment(1);
}

/// Counts a try to tell an application that a session ended.
pub fn count_logout(outcome: &'static str) {
    counter!("yitong_logouts_total", "outcome" => outcome).increment(1);
}

/// Counts places whose time to say yes was over.
pub fn count_holds(HoldsEnded { ended, failed }: HoldsEnded) {
    for (outcome, count) in [("ended", ended), ("failed", failed)] {
        counter!("yitong_holds_ended_total", "outcome" => outcome).increment(count as u64);
    }
}

/// Samples wait in memory until they are sorted into buckets: this sorts them, for as long as the process lives.
pub async fn upkeep(handle: PrometheusHandle) {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        handle.run_upkeep();
    }
}

/// `GET /metrics`, on a listener of its own.
pub fn routes(handle: PrometheusHandle) -> Router {
    Router::new()
        .route(
            "/metrics",
            get(async |State(handle): State<PrometheusHandle>| {
                ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render())
            }),
        )
        .with_state(handle)
}

/// The instruments of the HTTP side, looked up once: an answer then costs a few atomic additions.
#[derive(Clone)]
pub struct Instruments {
    by_class: [Counter; 6],
    seconds: Histogram,
    /// Pages answered from memory.
    pub hits: Counter,
    /// Pages drawn.
    pub misses: Counter,
}

impl Instruments {
    /// Looks the instruments up; collects nothing where nothing was installed, as in tests.
    pub fn new() -> Self {
        let class = |name: &'static str| counter!("yitong_http_requests_total", "class" => name);
        Self {
            by_class: [class("other"), class("1xx"), class("2xx"), class("3xx"), class("4xx"), class("5xx")],
            seconds: histogram!("yitong_http_request_seconds"),
            hits: counter!("yitong_page_cache_total", "outcome" => "hit"),
            misses: counter!("yitong_page_cache_total", "outcome" => "miss"),
        }
    }

    /// Counts an answer.
    pub fn count(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100);
        self.by_class[if (1..=5).contains(&class) { class } else { 0 }].increment(1);
        self.seconds.record(took.as_secs_f64());
    }
}

impl Default for Instruments {
    fn default() -> Self {
        Self::new()
    }
}
