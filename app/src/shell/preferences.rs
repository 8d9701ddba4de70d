use axum::{
    Form,
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    context::{Cx, Display, Theme, in_language, is_district_code},
    error::AppError,
    page::safe_return,
    text::Language,
};

/// How long a choice is kept: a year, in seconds.
const KEPT: u32 = 365 * 24 * 3600;

/// What a person chooses; only what is sent is changed.
#[derive(Debug, Default, Deserialize)]
pub struct Preferences {
    mode: Option<String>,
    theme: Option<String>,
    contrast: Option<String>,
    district: Option<String>,
    language: Option<String>,
    #[serde(default, rename = "return")]
    back: String,
}

/// `POST /preferences`: keeps the choice in a cookie and leads back to the page it was made on.
pub async fn save(cx: Cx, Form(given): Form<Preferences>) -> Result<Response, AppError> {
    let mut display = cx.visitor.display.clone();
    given.apply(&mut display)?;
    let back = safe_return(&given.back);
    // A language chosen for good is answered in that language, whatever prefix the page had.
    let target = match given.language.as_deref().and_then(Language::parse) {
        Some(language) if cx.visitor.prefixed => in_language(&back, language),
        _ => cx.href(&back),
    };
    let mut response = Redirect::to(&target).into_response();
    let secure = if cx.site.secure { "; Secure" } else { "" };
    let value = display.to_cookie_value();
    let age = if value.is_empty() { 0 } else { KEPT };
    let cookie = format!("{}={value}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly{secure}", Display::COOKIE);
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

impl Preferences {
    fn apply(&self, display: &mut Display) -> Result<(), AppError> {
        let unknown = |field: &str| AppError::invalid(field, "unknown-choice");
        match self.mode.as_deref() {
            None => {}
            Some("elder") => display.elder = true,
            Some("standard") => display.elder = false,
            Some(_) => return Err(unknown("mode")),
        }
        match self.theme.as_deref() {
            None => {}
            Some("light") => display.theme = Some(Theme::Light),
            Some("dark") => display.theme = Some(Theme::Dark),
            Some("device") => display.theme = None,
            Some(_) => return Err(unknown("theme")),
        }
        match self.contrast.as_deref() {
            None => {}
            Some("more") => display.contrast = true,
            Some("device") => display.contrast = false,
            Some(_) => return Err(unknown("contrast")),
        }
        match self.district.as_deref() {
            None => {}
            Some("none") => display.district = None,
            Some(code) if is_district_code(code) => display.district = Some(code.to_owned()),
            Some(_) => return Err(unknown("district")),
        }
        match self.language.as_deref() {
            None => {}
            Some("browser") => display.language = None,
            Some(tag) => display.language = Some(Language::parse(tag).ok_or_else(|| unknown("language"))?),
        }
        Ok(())
    }
}
