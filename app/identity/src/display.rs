//! How somebody wants pages shown, kept with their account beside the cookie, so that it follows them to another device.

use axum::http::{HeaderMap, header};

use super::{Awaits, Identity, Token, cookie, store::accounts};
use foundation::{
    context::{Client, Display, Site},
    database::Fault,
    text::Language,
};

impl Identity {
    /// Keeps what whoever shows this token chose, where there is an account behind it. A language chosen for pages is that of
    /// messages too.
    pub async fn keep_display(
        &self,
        token: &Token,
        client: &Client,
        display: &Display,
        language: Option<Language>,
    ) -> Result<(), Fault> {
        if let Some((holder, Awaits::Nothing)) = self.seen(token, client).await? {
            let (value, tag) = (display.to_cookie_value(), language.map(Language::tag));
            accounts::set_display(self.database.writer(), holder.account, &value, tag).await?;
        }
        Ok(())
    }

    /// Puts what an account's holder once chose beside the session an answer begins: for browsers that know of no choice.
    pub async fn bring_display(&self, site: &Site, headers: &mut HeaderMap) -> Result<(), Fault> {
        let begun =
            headers.get_all(header::SET_COOKIE).iter().find_map(|value| cookie::begun_in(site, value.to_str().ok()?));
        let Some(token) = begun else { return Ok(()) };
        let Some((holder, Awaits::Nothing)) = self.seen(&token, &Client::default()).await? else { return Ok(()) };
        let kept = accounts::settings(self.database.reader(), holder.account).await?;
        let display = kept.map(|kept| Display::parse(&kept.display)).unwrap_or_default();
        if display != Display::default() {
            headers.append(header::SET_COOKIE, display.kept(site.secure));
        }
        Ok(())
    }
}
