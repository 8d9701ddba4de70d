//! An item as schema.org describes it, for search engines and assistants.

use serde_json::{Value, json};

use super::{city_name, item::ItemView};
use crate::model::ServiceMode;
use foundation::context::Cx;

/// `GovernmentService` (schema.org) of an item.
pub(super) fn json_ld(cx: &Cx, view: &ItemView) -> Value {
    let language = cx.language();
    let item = &view.published.item;
    let url = cx.canonical(&format!("/items/{}", item.code), language);
    let channels: Vec<Value> = item
        .modes
        .iter()
        .map(|mode| {
            let mut channel = json!({
                "@type": "ServiceChannel",
                "name": cx.texts.by_key(&mode.message_key()).unwrap_or_default(),
            });
            if matches!(mode, ServiceMode::Online | ServiceMode::Mobile)
                && let Some(url) = &item.online_url
            {
                channel["serviceUrl"] = url.clone().into();
            }
            channel
        })
        .chain(item.consult_phone.iter().map(|phone| {
            json!({ "@type": "ServiceChannel", "servicePhone": { "@type": "ContactPoint", "telephone": phone } })
        }))
        .collect();
    let mut service = json!({
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": item.name.get(language),
        "identifier": item.code.as_str(),
        "url": url,
        "inLanguage": language.tag(),
        "serviceOperator": { "@type": "GovernmentOrganization", "name": view.department.get(language) },
        "areaServed": { "@type": "City", "name": city_name(cx) },
        "availableChannel": channels,
        "dateModified": view.published.updated_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
    });
    if let Some(summary) = &item.summary {
        service["description"] = summary.get(language).into();
    }
    if let Some(result) = &item.result {
        service["serviceOutput"] = result.get(language).into();
    }
    if let Some(fee) = &item.fee
        && fee.free
    {
        service["isAccessibleForFree"] = true.into();
    }
    service
}
