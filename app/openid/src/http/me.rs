//! What machines may ask about the account they act for.

use axum::{
    Json,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;

use super::{AccountRead, ApiAccount};
use foundation::context::Cx;
use identity::{Bearer, realname::level_words};

/// A real-name level.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LevelAnswer {
    /// 1 to 4.
    pub number: i16,
    /// As pages call it, in the language asked for: 三级 实名.
    pub name: String,
}

/// The account that asks.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MeAnswer {
    /// The account's number, or what a member of staff signs in with.
    pub account: String,
    /// What the person is called on pages.
    pub display_name: String,
    /// How surely the city knows who the person is.
    pub level: LevelAnswer,
    /// The level as `OpenID` Connect asks for it (Core 1.0 §2).
    pub acr: &'static str,
}

/// Who asks.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "account",
    security(("session" = []), ("city" = ["account:read"])),
    responses(
        (status = 200, description = "The account, with its real-name level", body = MeAnswer),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "The token was not granted the scope"),
    )
)]
#[expect(clippy::unused_async, reason = "a handler is a future")]
pub async fn me(cx: Cx, ApiAccount(bearer, _): ApiAccount<AccountRead>) -> Response {
    let Bearer { actor, level } = bearer;
    let answer = MeAnswer {
        account: actor.name,
        display_name: actor.display_name,
        level: LevelAnswer { number: level.number(), name: level_words(cx.language(), level) },
        acr: level.acr(),
    };
    let mut response = Json(answer).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
