//! What `make bench` measures against: axum, and the least that has to be done.
//!
//! `baseline FILE ADDRESS` sends the bytes of one file from memory. `baseline --signed DATABASE ADDRESS` writes one row in a
//! transaction for each POST, and answers with a signature. A program beside `yitong` so that both are built with the same
//! libraries and features.

use std::{net::SocketAddr, process::ExitCode, sync::Arc};

use anyhow::{Context as _, anyhow};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use axum::{
    Router,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use foundation::database::{Database, Fault, PoolSizes};
use sea_orm::ConnectionTrait as _;

/// Bytes of what is signed and stored: about what a token says.
const CLAIMS: usize = 400;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let answered = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--signed", database, address] => sign(database, address).await,
        [file, address] => answer(file, address).await,
        _ => Err(anyhow!("usage: baseline FILE ADDRESS, or baseline --signed DATABASE ADDRESS")),
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

async fn sign(database: &str, address: &str) -> anyhow::Result<()> {
    let database = Database::open(database, PoolSizes { readers: 2 }).await?;
    database.writer().execute_unprepared("CREATE TABLE bare (number integer PRIMARY KEY, said text NOT NULL)").await?;
    let key = Arc::new(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).context("no key")?);
    let router = Router::new().route("/", get(|| async { StatusCode::OK })).route(
        "/signed",
        post(move || {
            let (database, key) = (database.clone(), key.clone());
            async move { signed(&database, &key).await.map_err(|fault| fault.to_string()) }
        }),
    );
    listen(router, address).await
}

async fn signed(database: &Database, key: &EcdsaKeyPair) -> Result<Response, Fault> {
    let said = "x".repeat(CLAIMS);
    let insert = format!("INSERT INTO bare (said) VALUES ('{said}')");
    database
        .write(&insert, |transaction, insert| {
            Box::pin(async move {
                transaction.execute_unprepared(insert).await?;
                Ok::<_, Fault>(())
            })
        })
        .await?;
    let Ok(signature) = key.sign(&SystemRandom::new(), said.as_bytes()) else {
        return Ok(StatusCode::INTERNAL_SERVER_ERROR.into_response());
    };
    Ok(BASE64URL_NOPAD.encode(signature.as_ref()).into_response())
}

async fn listen(router: Router, address: &str) -> anyhow::Result<()> {
    let address: SocketAddr = address.parse()?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("baseline listens on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}
