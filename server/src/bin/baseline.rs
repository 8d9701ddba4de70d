//! What `make bench` measures against: axum, sending the bytes of one file from memory, and nothing else.
//!
//! `baseline FILE ADDRESS`; a program beside `yitong` so that both are built with the same libraries and features.

use std::{net::SocketAddr, process::ExitCode};

use axum::{Router, http::header, routing::get};
use bytes::Bytes;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(address)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: baseline FILE ADDRESS");
        return ExitCode::FAILURE;
    };
    match answer(&file, &address).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("baseline: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn answer(file: &str, address: &str) -> std::io::Result<()> {
    let body = Bytes::from(std::fs::read(file)?);
    let address: SocketAddr = address.parse().map_err(std::io::Error::other)?;
    let router = Router::new().fallback(get(move || {
        let body = body.clone();
        async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body) }
    }));
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("baseline listens on http://{}", listener.local_addr()?);
    axum::serve(listener, router).await
}
