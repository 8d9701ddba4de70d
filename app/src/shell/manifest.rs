use axum::{Json, http::header, response::IntoResponse};
use serde_json::json;

use foundation::context::Cx;

/// `GET /manifest.webmanifest` (W3C Web Application Manifest), in the language of the page that names it.
pub async fn manifest(cx: Cx) -> impl IntoResponse {
    let texts = cx.texts;
    let shortcut = |path: &str, name: &str| json!({ "name": name, "url": cx.href(path), "icons": [{ "src": "/icons/icon-192.png", "sizes": "192x192", "type": "image/png" }] });
    let manifest = json!({
        "id": "/",
        "name": texts.brand_title(),
        "short_name": texts.brand(),
        "description": texts.home_description(),
        "lang": cx.language().tag(),
        "dir": "ltr",
        "start_url": cx.href("/"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#F0F6F3",
        "theme_color": "#0A5C54",
        "categories": ["government", "utilities"],
        "icons": [
            { "src": "/icons/icon.svg", "sizes": "any", "type": "image/svg+xml" },
            { "src": "/icons/icon-192.png", "sizes": "192x192", "type": "image/png" },
            { "src": "/icons/icon-512.png", "sizes": "512x512", "type": "image/png" },
            { "src": "/icons/icon-maskable-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable" },
        ],
        "shortcuts": [
            shortcut("/search", texts.tab_search()),
            shortcut("/services", texts.tab_services()),
        ],
    });
    let mut response = Json(manifest).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/manifest+json"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-cache"));
    response
}
