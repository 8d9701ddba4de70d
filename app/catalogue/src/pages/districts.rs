use axum::extract::{Path, State};
use leptos::prelude::*;

use super::{home::district_short, lists::item_card};
use crate::{
    model::DivisionLevel,
    search::{Filters, Query},
    service::Catalogue,
};
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{
        Breadcrumbs, ButtonKind, Card, Chip, ChipRow, Crumb, IconName, PageHead, Pagination, Row, Rows, SectionHead,
        SubmitButton,
    },
};

/// How many items a district's page shows before it leads to the search.
const SHOWN: usize = 20;

/// `GET /districts`: every district, and the way to follow one.
pub async fn districts(cx: Cx, State(catalogue): State<Catalogue>) -> Page {
    let snapshot = catalogue.snapshot();
    let texts = cx.texts;
    let drawn = cx.clone();
    Page::new(&cx, texts.districts(), move || {
        let language = drawn.language();
        let followed = drawn.visitor.display.district.clone();
        let rows = snapshot
            .districts
            .iter()
            .map(|district| {
                let row = Row::new(
                    drawn.href(&format!("/districts/{}", district.code)),
                    district.name.get(language).to_owned(),
                );
                if followed.as_ref() == Some(&district.code) { row.end(texts.district_followed()) } else { row }
            })
            .collect();
        let crumbs = vec![Crumb { href: drawn.href("/services"), label: texts.tab_services().to_owned() }];
        view! {
            <Breadcrumbs label=texts.breadcrumbs() items=crumbs />
            <PageHead title=texts.districts()>
                <p class="lead">{texts.districts_lead()}</p>
            </PageHead>
            {followed.is_some().then(|| follow_form(&drawn, "none", texts.district_unfollow()))}
            <Card flush=true><Rows items=rows /></Card>
        }
        .into_any()
    })
    .description(texts.districts_lead())
    .tab(Tab::Services)
}

/// `GET /districts/{code}`: what can be done in a district, and its streets; a street's page lists its communities.
pub async fn district(cx: Cx, State(catalogue): State<Catalogue>, Path(code): Path<String>) -> Result<Page, AppError> {
    let (division, below) = catalogue.district(&code).await?;
    if division.level < DivisionLevel::District {
        return Err(AppError::NotFound);
    }
    let is_district = division.level == DivisionLevel::District;
    let parent = match &division.parent {
        Some(parent) if !is_district => Some(catalogue.division(parent).await?),
        _ => None,
    };
    let listing = if is_district {
        let filters = Filters { district: Some(code.clone()), ..Filters::default() };
        Some(catalogue.list(Query::new("", filters, 0, SHOWN)).await?)
    } else {
        None
    };

    let language = cx.language();
    let texts = cx.texts;
    let title = division.name.get(language).to_owned();
    let heading = title.clone();
    let lang = division.name.lang_attribute(language);
    let drawn = cx.clone();
    Ok(Page::new(&cx, title.clone(), move || {
        let mut crumbs = vec![Crumb { href: drawn.href("/districts"), label: texts.districts().to_owned() }];
        if let Some(parent) = &parent {
            crumbs.push(Crumb {
                href: drawn.href(&format!("/districts/{}", parent.code)),
                label: parent.name.get(language).to_owned(),
            });
        }
        let chips = below
            .iter()
            .map(|street| {
                let label = street.name.get(language).to_owned();
                // A community is the last of the line: it has a name and no page.
                if street.level == DivisionLevel::Community {
                    view! { <li class="chip-plain" lang=street.name.lang_attribute(language)>{label}</li> }.into_any()
                } else {
                    view! { <Chip href=drawn.href(&format!("/districts/{}", street.code)) label=label /> }.into_any()
                }
            })
            .collect_view();
        let below_label = if is_district { texts.streets() } else { texts.communities() };
        let followed = drawn.visitor.display.district.as_ref() == Some(&code);
        let short = district_short(&drawn, &code, &division.name.zh);
        let items = listing.as_ref().map(|listing| {
            let more = drawn.href(&format!("/search?district={code}&page=2"));
            let total = i64::try_from(listing.total).unwrap_or(0);
            view! {
                <section aria-labelledby="items">
                    <SectionHead title=texts.district_items(short) id="items" />
                    {item_card(&drawn, &listing.items, &[])}
                    {(listing.total > SHOWN).then(|| view! {
                        <Pagination label=texts.pagination() href=more more=texts.show_more() seen=texts.items_count(total) />
                    })}
                </section>
            }
        });
        view! {
            <Breadcrumbs label=texts.breadcrumbs() items=crumbs />
            <div lang=lang>
                <PageHead title=heading icon=Some(IconName::Pin) kicker=texts.city_name() />
            </div>
            {is_district.then(|| {
                if followed {
                    follow_form(&drawn, "none", texts.district_unfollow())
                } else {
                    follow_form(&drawn, &code, texts.district_follow())
                }
            })}
            {items}
            {(!below.is_empty()).then(|| view! {
                <section aria-labelledby="below">
                    <SectionHead title=below_label id="below" />
                    <ChipRow label=below_label>{chips}</ChipRow>
                </section>
            })}
        }
        .into_any()
    })
    .description(texts.district_description(title))
    .tab(Tab::Services))
}

fn follow_form(cx: &Cx, district: &str, label: &'static str) -> AnyView {
    view! {
        <form method="post" action=cx.href("/preferences") class="actions">
            <input type="hidden" name="return" value=cx.here() />
            <SubmitButton label=label kind=ButtonKind::Quiet name="district" value=district.to_owned() />
        </form>
    }
    .into_any()
}
