//! How the time of a search grows with the catalogue; printed, for machines differ:
//! `cargo test --release -p app --lib search::tests::timing -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use super::*;
use crate::catalogue::demo::generate;

const QUERIES: &[&str] = &[
    "居住证",
    "身份证丢了怎么办",
    "shebao",
    "sb",
    "公积金提取",
    "办理",
    "居主证",
    "passport",
    "residence permit",
    "510100",
    "补贴",
    "登记",
    "s",
    "juzh",
    "证",
    "无人机场地预约",
    "asdfgh",
];

fn median_of_many(index: &Index, text: &str) -> Duration {
    let query = Query::text_only(text, 10);
    let mut times: Vec<Duration> = (0..31)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(index.search(&query));
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// Resident memory of this process in megabytes, where the system tells.
fn megabytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}

#[test]
#[ignore = "prints times: only worth reading from a release build"]
fn a_hundred_times_the_items_take_little_more_time() {
    let build = |count: usize| {
        let before = megabytes();
        let start = Instant::now();
        let items = generate(count).map(|item| (item, DateTime::UNIX_EPOCH));
        let Sources { departments, areas, life_events, synonyms, boosts, .. } = demo_sources();
        let index = Index::build(Sources { items, departments, areas, life_events, synonyms, boosts });
        println!("{count} items: built in {:?}, memory {} MB (before: {before} MB)", start.elapsed(), megabytes());
        index
    };
    println!("at the start: {} MB", megabytes());
    let small = build(1_000);
    let large = build(100_000);
    for text in QUERIES {
        let (few, many) = (median_of_many(&small, text), median_of_many(&large, text));
        let total = large.search(&Query::text_only(text, 1)).total;
        println!("{few:>10.1?} {many:>10.1?}  {text} ({total})");
    }
}
