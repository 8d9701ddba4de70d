use std::fmt::Write as _;

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

use crate::service::Catalogue;
use foundation::{context::Cx, error::AppError, text::Language};

/// The protocol admits 50,000 addresses a file; with two languages an item has two.
const ITEMS_PER_FILE: u64 = 20_000;

/// `GET /sitemap.xml`: the whole sitemap (sitemaps.org) where one file holds it, else the list of its files.
pub async fn sitemap_index(cx: Cx, State(catalogue): State<Catalogue>) -> Result<Response, AppError> {
    let items = u64::try_from(catalogue.snapshot().item_count).unwrap_or(0);
    if items <= ITEMS_PER_FILE {
        return Ok(sitemap(cx, State(catalogue), Path(0)).await?.into_response());
    }
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">",
    );
    for file in 0..=items / ITEMS_PER_FILE {
        let _ = write!(xml, "<sitemap><loc>{}/sitemap/{file}</loc></sitemap>", escape(&cx.site.origin));
    }
    xml.push_str("</sitemapindex>");
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], xml)
        .into_response())
}

/// `GET /sitemap/{file}`: addresses in both languages; the first file also holds the pages that are not items.
pub async fn sitemap(
    cx: Cx,
    State(catalogue): State<Catalogue>,
    Path(file): Path<u64>,
) -> Result<impl IntoResponse, AppError> {
    let snapshot = catalogue.snapshot();
    let items = u64::try_from(snapshot.item_count).unwrap_or(0);
    if file > items / ITEMS_PER_FILE {
        return Err(AppError::NotFound);
    }
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">",
    );
    if file == 0 {
        for path in ["/", "/services", "/departments", "/districts", "/about"] {
            entry(&mut xml, &cx, path, None);
        }
        for area in snapshot.areas.iter() {
            entry(&mut xml, &cx, &format!("/areas/{}", area.code), None);
        }
        for event in snapshot.life_events.iter() {
            entry(&mut xml, &cx, &format!("/life-events/{}", event.code), None);
        }
        for id in snapshot.items_by_department.keys() {
            entry(&mut xml, &cx, &format!("/departments/{id}"), None);
        }
        for district in snapshot.districts.iter() {
            entry(&mut xml, &cx, &format!("/districts/{}", district.code), None);
        }
    }
    // Files are cut by keys: each begins where the one before ended.
    let mut after: Option<String> = None;
    for _ in 0..file {
        let page = catalogue.changes_after(after.as_deref(), ITEMS_PER_FILE).await?;
        after = page.last().map(|(code, _)| code.clone());
    }
    for (code, changed) in catalogue.changes_after(after.as_deref(), ITEMS_PER_FILE).await? {
        entry(&mut xml, &cx, &format!("/items/{code}"), Some(changed));
    }
    xml.push_str("</urlset>");
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], xml))
}

fn entry(xml: &mut String, cx: &Cx, path: &str, changed: Option<chrono::DateTime<chrono::Utc>>) {
    for language in Language::all() {
        let _ = write!(xml, "<url><loc>{}</loc>", escape(&cx.canonical(path, language)));
        if let Some(changed) = changed {
            let _ = write!(xml, "<lastmod>{}</lastmod>", changed.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
        }
        for other in Language::all() {
            let _ = write!(
                xml,
                "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                other.tag(),
                escape(&cx.canonical(path, other))
            );
        }
        xml.push_str("</url>");
    }
}

/// A text inside XML; control characters, which XML 1.0 does not have, are left out.
pub(super) fn escape(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// `GET /robots.txt`. A demonstration asks to be left alone: nobody should take it for the city's own site.
pub async fn robots(cx: Cx) -> impl IntoResponse {
    let text = if cx.site.demonstration {
        "User-agent: *\nDisallow: /\n".to_owned()
    } else {
        format!(
            "User-agent: *\nDisallow: /search\nDisallow: /en/search\nDisallow: /zh/search\nSitemap: {}/sitemap.xml\n",
            cx.site.origin
        )
    };
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text)
}
