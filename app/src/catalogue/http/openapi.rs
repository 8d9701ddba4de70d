use axum::{Json, response::IntoResponse};
use utoipa::OpenApi;

/// The description of the public interface, OpenAPI 3.1.
#[derive(OpenApi)]
#[openapi(
    info(title = "Yitong catalogue", description = "The service items of the city, for other systems. No key is needed to read.", version = "1"),
    paths(super::api::items, super::api::item, super::api::suggest),
    tags((name = "catalogue", description = "Service items, as published"))
)]
pub struct Document;

/// `GET /api/openapi.json`.
pub async fn document() -> impl IntoResponse {
    Json(Document::openapi())
}
