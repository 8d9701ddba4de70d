use axum::extract::{Query as QueryString, State};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    lists::{item_card, item_href, marked},
    search_box,
    search_filters::{applied, filters},
    services::to_i64,
    words,
};
use crate::{
    model::{Audience, ServiceMode},
    search::{Filters, Query},
    service::{Catalogue, ListedItem, Listing},
};
use foundation::{
    context::{Cx, is_district_code},
    error::{AppError, FieldError},
    page::{Page, Tab},
    ui::{Breadcrumbs, Card, Crumb, EmptyState, Fact, IconName, LinkButton, Notice, PageHead, Pagination, Tone},
};

/// How many items stand on a page.
pub(super) const PAGE_SIZE: usize = 20;
/// The longest list a page can be asked for, over all its parts: nobody reads further, and no address can ask for work.
pub(super) const MAX_LISTED: usize = 2_000;

/// What a list is asked for, as it stands in an address. Everything is text: a wrong value is answered, not refused with
/// a bare 400.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub(super) q: String,
    pub(super) area: Option<String>,
    pub(super) department: Option<String>,
    pub(super) district: Option<String>,
    pub(super) audience: Option<String>,
    pub(super) mode: Option<String>,
    #[serde(default)]
    pub(super) page: String,
}

/// The value of `mode` that means "no visit at all".
pub(super) const REMOTE: &str = "remote";

impl Asked {
    /// The query in the search's own types, or the fields that mean nothing.
    pub(super) fn query(&self) -> Result<Query, AppError> {
        let mut faults = Vec::new();
        let filled = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        let audience = filled(&self.audience).and_then(|value| {
            let audience = Audience::parse(&value);
            if audience.is_none() {
                faults.push(FieldError::new("audience", "unknown-choice"));
            }
            audience
        });
        let mode = filled(&self.mode);
        let remote_only = mode.as_deref() == Some(REMOTE);
        let mode = mode.filter(|_| !remote_only).and_then(|value| {
            let mode = ServiceMode::parse(&value);
            if mode.is_none() {
                faults.push(FieldError::new("mode", "unknown-choice"));
            }
            mode
        });
        let district = filled(&self.district);
        if district.as_deref().is_some_and(|code| !is_district_code(code)) {
            faults.push(FieldError::new("district", "unknown-choice"));
        }
        let page = self.page_number().unwrap_or_else(|| {
            faults.push(FieldError::new("page", "page"));
            1
        });
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let filters = Filters {
            area: filled(&self.area),
            department: filled(&self.department),
            district,
            audience,
            mode,
            remote_only,
            ..Filters::default()
        };
        Ok(Query::new(&self.q, filters, (page - 1) * PAGE_SIZE, PAGE_SIZE))
    }

    /// The page asked for, from 1; none where there cannot be such a page.
    pub(super) fn page_number(&self) -> Option<usize> {
        if self.page.is_empty() {
            return Some(1);
        }
        self.page.parse().ok().filter(|page| (1..=MAX_LISTED / PAGE_SIZE).contains(page))
    }

    /// The address of this list with one value changed (and back on its first page, unless the page is what changes).
    pub(super) fn with(&self, path: &str, key: &str, value: &str) -> String {
        let mut pairs = Vec::new();
        for (name, current) in [
            ("q", Some(&self.q)),
            ("area", self.area.as_ref()),
            ("department", self.department.as_ref()),
            ("district", self.district.as_ref()),
            ("audience", self.audience.as_ref()),
            ("mode", self.mode.as_ref()),
        ] {
            let value = if name == key { Some(value) } else { current.map(String::as_str) };
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                pairs.push(format!("{name}={}", super::home::encode(value)));
            }
        }
        if key == "page" {
            pairs.push(format!("page={value}"));
        }
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }
}

/// What a page that lists items is about.
pub(super) struct ListPage {
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) path: String,
    pub(super) crumbs: Vec<(String, String)>,
}

/// A page that lists the items of one area or department, narrowed by chips.
pub(super) async fn list_page(cx: &Cx, catalogue: &Catalogue, page: ListPage, asked: Asked) -> Result<Page, AppError> {
    let listing = catalogue.list(asked.query()?).await?;
    let snapshot = catalogue.snapshot();
    let drawn = cx.clone();
    let (title, description, path) = (page.title.clone(), page.lead.clone(), page.path.clone());
    Ok(Page::new(cx, title, move || {
        let texts = drawn.texts;
        let crumbs: Vec<Crumb> =
            page.crumbs.iter().map(|(href, label)| Crumb { href: href.clone(), label: label.clone() }).collect();
        // The page's own subject is fixed: narrowing keeps the path and leaves it out of the query.
        let mut narrowed = asked.clone();
        if page.path.starts_with("/areas/") {
            narrowed.area = None;
        } else {
            narrowed.department = None;
        }
        let total = to_i64(listing.total);
        view! {
            <Breadcrumbs label=texts.breadcrumbs() items=crumbs />
            <PageHead title=page.title>
                {(!page.lead.is_empty()).then_some(view! { <p class="lead">{page.lead}</p> })}
            </PageHead>
            {filters(&drawn, &snapshot, &narrowed, &page.path, &listing)}
            <p class="meta" role="status">{texts.search_found(total)}</p>
            {rows_or_nothing(&drawn, &listing)}
            {more(&drawn, &narrowed, &page.path, &listing, &asked)}
        }
        .into_any()
    })
    .description(description)
    .canonical(path))
}

fn rows_or_nothing(cx: &Cx, listing: &Listing) -> AnyView {
    if listing.items.is_empty() {
        let texts = cx.texts;
        let all = cx.href("/services");
        return view! {
            <EmptyState icon=IconName::Search title=texts.list_empty()>
                <LinkButton href=all label=texts.tab_services() />
            </EmptyState>
        }
        .into_any();
    }
    item_card(cx, &listing.items, &listing.terms)
}

fn more(cx: &Cx, narrowed: &Asked, path: &str, listing: &Listing, asked: &Asked) -> Option<AnyView> {
    let page = asked.page_number().unwrap_or(1);
    let seen = (page - 1) * PAGE_SIZE + listing.items.len();
    (seen < listing.total.min(MAX_LISTED)).then(|| {
        let texts = cx.texts;
        let href = cx.href(&narrowed.with(path, "page", &(page + 1).to_string()));
        let rest = (listing.total - seen).min(PAGE_SIZE);
        view! {
            <Pagination
                label=texts.pagination()
                href=href
                more=texts.show_more_items(to_i64(rest))
                seen=texts.seen_of(to_i64(seen), to_i64(listing.total))
            />
        }
        .into_any()
    })
}

/// `GET /search`: what was found, the best match opened.
pub async fn search(
    cx: Cx,
    State(catalogue): State<Catalogue>,
    QueryString(asked): QueryString<Asked>,
) -> Result<Page, AppError> {
    let query = asked.query()?;
    let typed: String = asked.q.trim().chars().filter(|c| !c.is_control()).take(100).collect();
    let listing = catalogue.list(query).await?;
    if listing.total == 0 && !typed.is_empty() && asked.page_number() == Some(1) {
        catalogue.remember_zero_hit(&typed).await;
    }
    let snapshot = catalogue.snapshot();
    let texts = cx.texts;
    let title = if typed.is_empty() { texts.search_all_title().to_owned() } else { texts.search_title(typed.clone()) };
    let heading = title.clone();
    let drawn = cx.clone();
    let cacheable = listing.total > 0;
    let page = Page::new(&cx, title, move || {
        let first_page = asked.page_number().unwrap_or(1) == 1;
        let total = to_i64(listing.total);
        view! {
            <div class="page-head"><h1 class="vh">{heading}</h1></div>
            {search_box(&drawn, &typed)}
            {filters(&drawn, &snapshot, &asked, "/search", &listing)}
            {applied(&drawn, &snapshot, &asked)}
            {listing.read_as.clone().map(|read_as| view! { <Notice tone=Tone::Info>{texts.search_read_as(read_as)}</Notice> })}
            <p class="meta" role="status">{texts.search_found(total)}</p>
            {if listing.items.is_empty() {
                nothing_found(&drawn, &typed)
            } else {
                results(&drawn, &listing, first_page && !typed.is_empty())
            }}
            {more(&drawn, &asked, "/search", &listing, &asked)}
            {(!typed.is_empty()).then(|| helpful_form(&drawn, "search"))}
        }
        .into_any()
    })
    .tab(Tab::Search)
    .unlisted();
    // A search in vain is counted each time, so its page is made each time.
    Ok(if cacheable { page } else { page.uncached() })
}

fn results(cx: &Cx, listing: &Listing, open_best: bool) -> AnyView {
    match listing.items.split_first() {
        Some((best, rest)) if open_best => view! {
            {best_match(cx, best, &listing.terms)}
            {(!rest.is_empty()).then(|| item_card(cx, rest, &listing.terms))}
        }
        .into_any(),
        _ => item_card(cx, &listing.items, &listing.terms),
    }
}

fn best_match(cx: &Cx, best: &ListedItem, terms: &[String]) -> AnyView {
    let texts = cx.texts;
    let language = cx.language();
    let item = &best.item;
    let href = item_href(cx, item.code.as_str());
    let facts: Vec<Fact> = [
        (texts.fact_visits_short(), words::visits(texts, item)),
        (texts.fact_time_short(), words::promised(texts, item)),
        (texts.fact_fee(), item.fee.as_ref().map(|fee| words::fee(texts, fee))),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some(Fact { label: label.to_owned(), value: value?, note: String::new(), link: None }))
    .collect();
    let name = marked(item.name.get(language), item.name.lang_attribute(language), terms);
    let department = best.department.get(language).to_owned();
    view! {
        <Card>
            <div class="best">
                <p class="meta">{texts.best_match()}</p>
                <h2><a href=href.clone()>{name}</a></h2>
                <p class="meta">{department}</p>
                {(!facts.is_empty()).then(|| view! {
                    <dl class="mini">
                        {facts.into_iter().map(|fact| view! { <div><dt>{fact.label}</dt><dd>{fact.value}</dd></div> }).collect_view()}
                    </dl>
                })}
                <LinkButton href=href label=texts.see_how() full=true />
            </div>
        </Card>
    }
    .into_any()
}

fn nothing_found(cx: &Cx, typed: &str) -> AnyView {
    let texts = cx.texts;
    let title = if typed.is_empty() { texts.list_empty().to_owned() } else { texts.nothing_found(typed.to_owned()) };
    let all = cx.href("/services");
    view! {
        <EmptyState icon=IconName::Search title=title>
            <LinkButton href=all label=texts.all_topics() />
            <LinkButton href="tel:12345" label=texts.elder_call() kind=foundation::ui::ButtonKind::Quiet icon=Some(IconName::Phone) />
        </EmptyState>
    }
    .into_any()
}

/// 这有帮助吗: two buttons, counted without the person.
pub(super) fn helpful_form(cx: &Cx, subject: &str) -> AnyView {
    let texts = cx.texts;
    let asked = cx.query.split('&').any(|pair| pair == "thanks=1");
    if asked {
        return view! { <p class="meta" role="status">{texts.helpful_thanks()}</p> }.into_any();
    }
    view! {
        <form method="post" action=cx.href("/feedback") class="inline">
            <input type="hidden" name="subject" value=subject.to_owned() />
            <input type="hidden" name="return" value=cx.here() />
            <span class="soft">{texts.helpful_question()}</span>
            <button class="chip" type="submit" name="helped" value="yes">{texts.yes()}</button>
            <button class="chip" type="submit" name="helped" value="no">{texts.no()}</button>
        </form>
    }
    .into_any()
}
