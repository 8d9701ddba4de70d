use leptos::prelude::*;

use super::{
    super::words::{department_name, live_word, work_word},
    Asked, list_path,
};
use catalogue::{
    Catalogue,
    publishing::{Live, Work},
};
use foundation::{
    context::Cx,
    ui::{AppliedFilter, Field, FilterBar, Select, SelectOption},
};
use identity::Actor;

/// The form, and what is applied.
pub(super) fn filters(cx: &Cx, actor: &Actor, catalogue: &Catalogue, asked: &Asked) -> AnyView {
    let texts = cx.texts;
    let (departments, areas) =
        (departments(cx, actor, catalogue, &asked.department), areas(cx, catalogue, &asked.area));
    let lives = with_all(
        texts.filter_all(),
        Live::ALL.into_iter().map(|live| option(live.code(), live_word(texts, live), &asked.live)),
    );
    let works = with_all(
        texts.filter_all(),
        Work::ALL.into_iter().map(|work| option(work.code(), work_word(texts, work), &asked.work)),
    );
    let hidden = if asked.sort.is_empty() { Vec::new() } else { vec![("sort".to_owned(), asked.sort.clone())] };
    let text = asked.q.clone();
    view! {
        <FilterBar
            action=cx.href("/desk/items")
            label=texts.desk_filter()
            button=texts.desk_filter_apply()
            applied=applied(cx, catalogue, asked)
            applied_label=texts.desk_filters_applied()
            remove_hint=texts.desk_filter_remove()
            hidden=hidden
        >
            <Field id="f-q" name="q" label=texts.desk_filter_text() kind="search" value=text />
            <Select id="f-department" name="department" label=texts.desk_column_department() options=departments />
            <Select id="f-live" name="live" label=texts.desk_filter_live() options=lives />
            <Select id="f-work" name="work" label=texts.desk_filter_work() options=works />
            <Select id="f-area" name="area" label=texts.desk_filter_area() options=areas />
        </FilterBar>
    }
    .into_any()
}

fn option(value: impl Into<String>, label: impl Into<String>, chosen: &str) -> SelectOption {
    let value = value.into();
    SelectOption { selected: value == chosen, value, label: label.into() }
}

fn with_all(all: &str, options: impl Iterator<Item = SelectOption>) -> Vec<SelectOption> {
    std::iter::once(SelectOption { label: all.to_owned(), ..SelectOption::default() }).chain(options).collect()
}

/// The departments within sight, each below the one above it.
fn departments(cx: &Cx, actor: &Actor, catalogue: &Catalogue, chosen: &str) -> Vec<SelectOption> {
    let snapshot = catalogue.snapshot();
    let seen = snapshot.departments.iter().filter_map(|department| {
        let chain = snapshot.department_chain(&department.id);
        actor.sees(&chain).then(|| {
            // An ideographic space for each step down: options know no other indent.
            let indent = "\u{3000}".repeat(chain.len().saturating_sub(1));
            let name = department.short_name.as_ref().unwrap_or(&department.name).get(cx.language());
            option(department.id.clone(), format!("{indent}{name}"), chosen)
        })
    });
    with_all(cx.texts.filter_all(), seen)
}

fn areas(cx: &Cx, catalogue: &Catalogue, chosen: &str) -> Vec<SelectOption> {
    let snapshot = catalogue.snapshot();
    let areas = snapshot.areas.iter().map(|area| option(area.code.clone(), area.name.get(cx.language()), chosen));
    with_all(cx.texts.filter_all(), areas)
}

fn applied(cx: &Cx, catalogue: &Catalogue, asked: &Asked) -> Vec<AppliedFilter> {
    let texts = cx.texts;
    let language = cx.language();
    let mut applied = Vec::new();
    let mut add = |key: &str, name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            applied.push(AppliedFilter {
                label: texts.desk_filter_chip(name.to_owned(), value),
                href: cx.href(&list_path(&asked.query_with(key, ""))),
            });
        }
    };
    add("q", texts.desk_filter_text(), Some(asked.text()));
    let department = (!asked.department.is_empty()).then(|| department_name(catalogue, language, &asked.department));
    add("department", texts.desk_column_department(), department);
    let live = Live::parse(&asked.live).map(|live| live_word(texts, live).to_owned());
    add("live", texts.desk_filter_live(), live);
    let work = Work::parse(&asked.work).map(|work| work_word(texts, work).to_owned());
    add("work", texts.desk_filter_work(), work);
    let area = catalogue.snapshot().area(&asked.area).map(|area| area.name.get(language).to_owned());
    add("area", texts.desk_filter_area(), area);
    applied
}
