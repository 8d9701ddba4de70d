//! What `make bench` measures against: axum, and the least that has to be done.
//!
//! `baseline FILE ADDRESS` sends the bytes of one file from memory. `baseline --codes DATABASE CLIENT COUNT` grants an application
//! so many codes and prints them, one a line. `baseline --redeem DATABASE ADDRESS` takes a code for each POST, by the statements
//! of the token endpoint's transaction, and answers with one signature. `baseline --halls DATABASE PEOPLE` opens three halls with
//! many places, signs so many people in and prints them, one a line. `baseline --book DATABASE ADDRESS` holds and confirms a place
//! for each two POSTs, by the statements of those transactions. A program beside `yitong` so that both are built with the same
//! libraries and features.

mod bookings;
mod codes;
mod halls;

use std::{net::SocketAddr, process::ExitCode};

use anyhow::anyhow;
use axum::{Router, http::header, routing::get};
use bytes::Bytes;

/// Rows of one statement.
const ROWS: usize = 1_000;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let answered = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--codes", database, client, count] => codes::grant(database, client, count).await,
        ["--redeem", database, address] => codes::redeem(database, address).await,
        ["--halls", database, people] => halls::open(database, people).await,
        ["--book", database, address] => bookings::book(database, address).await,
        [file, address] => answer(file, address).await,
        _ => Err(anyhow!(
            "usage: baseline FILE ADDRESS, --codes DATABASE CLIENT COUNT, --redeem DATABASE ADDRESS, --halls DATABASE PEOPLE, \
             or --book DATABASE ADDRESS"
        )),
    };
    match answered {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("baseline: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn answer(file: &str, address: &str) -> anyhow::Result<()> {
    let body = Bytes::from(std::fs::read(file)?);
    let router = Router::new().fallback(get(move || {
        let body = body.clone();
        async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body) }
    }));
    listen(router, address).await
}

async fn listen(router: Router, address: &str) -> anyhow::Result<()> {
    let address: SocketAddr = address.parse()?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("baseline listens on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}
