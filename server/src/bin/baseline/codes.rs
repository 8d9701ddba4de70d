//! Codes that an application redeems.

use std::{io::Write as _, sync::Arc};

use anyhow::Context as _;
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use axum::{
    Router,
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use chrono::TimeDelta;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use foundation::{
    clock::Clock,
    database::{Database, Fault, PoolSizes},
    ids::GrantId,
};
use sea_orm::{
    ConnectionTrait as _, QueryResult, Statement,
    sea_query::{Expr, Query},
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{ROWS, listen};

/// Bytes of what is signed: about what a token says.
const CLAIMS: usize = 400;
/// Of the verifier that every code is redeemed with: the one of RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// Where codes are sent.
const REDIRECT_URI: &str = "https://bench.example/callback";

/// Grants codes of the first resident's to an application.
pub(crate) async fn grant(database: &str, client: &str, count: &str) -> anyhow::Result<()> {
    let (database, count) = (Database::open(database, PoolSizes { readers: 1 }).await?, count.parse::<usize>()?);
    let writer = database.writer();
    let one = |sql: &str| Statement::from_string(writer.get_database_backend(), sql.to_owned());
    let id =
        |row: Option<QueryResult>| row.context("none is there")?.try_get::<Uuid>("", "id").map_err(anyhow::Error::from);
    let client = one(&format!("SELECT id FROM oauth_client WHERE client_id = '{}'", client.replace('\'', "")));
    let client = id(writer.query_one_raw(client).await?).context("the application")?;
    let account = one("SELECT id FROM account WHERE name LIKE 'r-%' AND disabled_at IS NULL LIMIT 1");
    let account = id(writer.query_one_raw(account).await?).context("a resident")?;
    let now = Clock::Real.now();
    let codes: Vec<String> = (0..count)
        .map(|number| BASE64URL_NOPAD.encode(&Sha256::digest(format!("{now} {number}").as_bytes())))
        .collect();
    let mut printed = std::io::stdout().lock();
    for some in codes.chunks(ROWS) {
        let rows = some.iter().map(|code| {
            vec![
                GrantId::new().uuid().into(),
                client.into(),
                account.into(),
                "bench".into(),
                "openid offline_access".into(),
                "{}".into(),
                "urn:yitong:realname:1".into(),
                "pwd".into(),
                now.into(),
                HEXLOWER.encode(&Sha256::digest(code.as_bytes())).into(),
                (now + TimeDelta::hours(6)).into(),
                REDIRECT_URI.into(),
                CHALLENGE.into(),
                now.into(),
                (now + TimeDelta::days(30)).into(),
            ]
        });
        let mut insert = Query::insert();
        insert.into_table("oauth_grant").columns([
            "id",
            "client_id",
            "account_id",
            "subject",
            "scopes",
            "claims",
            "acr",
            "amr",
            "auth_time",
            "code_hash",
            "code_ends_at",
            "redirect_uri",
            "code_challenge",
            "created_at",
            "ends_at",
        ]);
        for row in rows {
            insert.values_panic(row.into_iter().map(|value: sea_orm::Value| Expr::value(value)));
        }
        writer.execute(&insert).await?;
        for code in some {
            writeln!(printed, "{code}")?;
        }
    }
    database.close().await;
    Ok(())
}

pub(crate) async fn redeem(database: &str, address: &str) -> anyhow::Result<()> {
    let database = Database::open(database, PoolSizes { readers: 2 }).await?;
    let key = Arc::new(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).context("no key")?);
    let router = Router::new().route("/", get(|| async { StatusCode::OK })).route(
        "/oauth/token",
        post(move |body: String| {
            let (database, key) = (database.clone(), key.clone());
            async move {
                let code = body.split('&').find_map(|pair| pair.strip_prefix("code=")).unwrap_or_default();
                redeemed(&database, &key, code).await.map_err(|fault| (StatusCode::BAD_REQUEST, fault.to_string()))
            }
        }),
    );
    listen(router, address).await
}

/// The statements of the transaction: read what was granted, use the code up, see that the account may be used, add a refresh
/// token, count.
async fn redeemed(database: &Database, key: &EcdsaKeyPair, code: &str) -> Result<Response, Fault> {
    let hash = HEXLOWER.encode(&Sha256::digest(code.as_bytes()));
    database
        .write(&(hash, Clock::Real.now()), |transaction, (hash, now)| {
            Box::pin(async move {
                let backend = transaction.get_database_backend();
                let run = |sql: &str, values: Vec<sea_orm::Value>| Statement::from_sql_and_values(backend, sql, values);
                let found = run("SELECT * FROM oauth_grant WHERE code_hash = $1", vec![hash.clone().into()]);
                let none = || Fault::Conflict("no such code".to_owned());
                let found = transaction.query_one_raw(found).await?.ok_or_else(none)?;
                let (grant, client, account): (Uuid, Uuid, Uuid) =
                    (found.try_get("", "id")?, found.try_get("", "client_id")?, found.try_get("", "account_id")?);
                let used = "UPDATE oauth_grant SET code_used_at = $1 WHERE code_hash = $2 AND code_used_at IS NULL";
                let used = transaction.execute_raw(run(used, vec![(*now).into(), hash.clone().into()])).await?;
                if used.rows_affected() != 1 {
                    return Err(none());
                }
                let account = run("SELECT * FROM account WHERE id = $1", vec![account.into()]);
                transaction.query_one_raw(account).await?.ok_or_else(none)?;
                let token = "INSERT INTO oauth_refresh_token (token_hash, grant_id, issued_at, ends_at) VALUES ($1, $2, $3, $3)";
                let of_token = HEXLOWER.encode(&Sha256::digest(hash.as_bytes()));
                transaction.execute_raw(run(token, vec![of_token.into(), grant.into(), (*now).into()])).await?;
                let count = "INSERT INTO oauth_use (client_id, day, kind, uses) VALUES ($1, $2, 'sign_in', 1)
                    ON CONFLICT (client_id, day, kind) DO UPDATE SET uses = oauth_use.uses + 1";
                transaction.execute_raw(run(count, vec![client.into(), now.date_naive().into()])).await?;
                Ok::<_, Fault>(())
            })
        })
        .await?;
    let Ok(signature) = key.sign(&SystemRandom::new(), "x".repeat(CLAIMS).as_bytes()) else {
        return Ok(StatusCode::INTERNAL_SERVER_ERROR.into_response());
    };
    Ok(BASE64URL_NOPAD.encode(signature.as_ref()).into_response())
}
