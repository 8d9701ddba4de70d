use std::fmt::Write as _;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, SecondsFormat, Utc};

use super::sitemap::escape;
use crate::publishing::{EventKind, News, Publishing};
use foundation::{context::Cx, error::AppError};

/// How many changes the feed tells of.
const NEWEST: u64 = 50;

/// `GET /changes.atom`: what was published, changed, withdrawn and brought back last (RFC 4287), in one language.
pub async fn feed(cx: Cx, State(publishing): State<Publishing>) -> Result<Response, AppError> {
    let news = publishing.news(NEWEST).await?;
    let texts = cx.texts;
    let own = cx.canonical("/changes.atom", cx.language());
    let updated = news.first().map_or(DateTime::UNIX_EPOCH, |newest| newest.event.at);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">",
        cx.language().tag()
    );
    let _ = write!(
        xml,
        "<id>{own}</id><title>{title}</title><subtitle>{subtitle}</subtitle><updated>{updated}</updated>\
         <author><name>{author}</name></author><link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\
         <link rel=\"alternate\" type=\"text/html\" href=\"{services}\"/>",
        own = escape(&own),
        title = escape(texts.news_title()),
        subtitle = escape(texts.news_subtitle()),
        updated = moment(updated),
        author = escape(texts.brand()),
        services = escape(&cx.canonical("/services", cx.language())),
    );
    for one in &news {
        entry(&mut xml, &cx, one);
    }
    xml.push_str("</feed>");
    let headers = [
        (header::CONTENT_TYPE, "application/atom+xml; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::VARY, "Accept-Language, Cookie, Accept-Encoding"),
    ];
    Ok((headers, xml).into_response())
}

fn entry(xml: &mut String, cx: &Cx, news: &News) {
    let (texts, event) = (cx.texts, &news.event);
    let what = match event.kind {
        EventKind::Published if event.version == 1 => texts.news_first().to_owned(),
        EventKind::Published => texts.news_published(event.version.to_string()),
        EventKind::Withdrawn => texts.news_withdrawn().to_owned(),
        EventKind::Expired => texts.news_expired().to_owned(),
        EventKind::Restored => texts.news_restored().to_owned(),
    };
    let title = format!("{} · {what}", news.name.get(cx.language()));
    let link = cx.canonical(&format!("/items/{}", news.code), cx.language());
    let summary = if event.reason.is_empty() { what } else { texts.gone_reason(event.reason.clone()) };
    let _ = write!(
        xml,
        "<entry><id>urn:uuid:{id}</id><title>{title}</title><updated>{at}</updated><published>{at}</published>\
         <link rel=\"alternate\" type=\"text/html\" href=\"{link}\"/><summary>{summary}</summary></entry>",
        id = news.id,
        title = escape(&title),
        at = moment(event.at),
        link = escape(&link),
        summary = escape(&summary),
    );
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
