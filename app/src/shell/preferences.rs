use axum::{
    Form,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use foundation::{
    context::{Client, Cx, Display, Theme, in_language, is_district_code},
    error::AppError,
    page::safe_return,
    text::Language,
};
use identity::{Identity, ShownToken};

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

/// `POST /preferences`: keeps the choice in a cookie, and with the account of whoever is signed in; leads back to the page it was made on.
pub async fn save(
    cx: Cx,
    client: Client,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
    Form(given): Form<Preferences>,
) -> Result<Response, AppError> {
    let mut display = cx.visitor.display.clone();
    given.apply(&mut display)?;
    if let Some(token) = token {
        let language = given.language.as_deref().and_then(Language::parse);
        if let Err(fault) = identity.keep_display(&token, &client, &display, language).await {
            // The choice holds on this device all the same.
            tracing::warn!(%fault, "display not kept with the account");
        }
    }
    let back = safe_return(&given.back);
    // A language chosen for good is answered in that language, whatever prefix the page had.
    let target = match given.language.as_deref().and_then(Language::parse) {
        Some(language) if cx.visitor.prefixed => in_language(&back, language),
        _ => cx.href(&back),
    };
    let mut response = Redirect::to(&target).into_response();
    response.headers_mut().insert(header::SET_COOKIE, display.kept(cx.site.secure));
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
