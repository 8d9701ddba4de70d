use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use foundation::database::Database;

/// `GET /healthz` and `GET /readyz`, for whoever starts and stops processes.
pub(super) fn routes(database: Database) -> Router {
    Router::new()
        .route("/healthz", get(async || ([(header::CACHE_CONTROL, "no-store")], "ok\n")))
        .route("/readyz", get(ready))
        .with_state(database)
}

/// Ready means: the database answers, and its schema is the one this process knows.
async fn ready(State(database): State<Database>) -> impl IntoResponse {
    let answer = match database.is_migrated().await {
        Ok(true) => (StatusCode::OK, "ok\n"),
        Ok(false) => (StatusCode::SERVICE_UNAVAILABLE, "migrations are not done\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    };
    ([(header::CACHE_CONTROL, "no-store")], answer).into_response()
}
