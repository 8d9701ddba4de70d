use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value;

use super::{
    super::{
        super::{Place, city_time, desk_page},
        forms::refused,
    },
    asked::Asked,
};
use catalogue::Snapshot;
use foundation::{
    audit::{ACTS, PAGE, Recorded, act_key},
    context::Cx,
    error::FieldError,
    page::Page,
    text::Texts,
    ui::{
        ButtonKind, Card, DataColumn, DataRow, DataTable, DeskHead, EmptyState, ErrorSummary, Field, FilterBar,
        IconName, LinkButton, Pagination, Select, SelectOption,
    },
};
use identity::Actor;

/// The page of entries.
pub(super) fn draw(
    cx: &Cx,
    actor: &Actor,
    snapshot: Arc<Snapshot>,
    asked: &Asked,
    entries: Vec<Recorded>,
    errors: &[FieldError],
) -> Page {
    let texts = cx.texts;
    let (shown, asked, refused) = (cx.clone(), asked.clone(), refused(cx, errors));
    desk_page(cx, actor, Place::Audit, texts.desk_audit(), move || {
        let cx = shown;
        let csv = cx.href(&format!("/desk/audit.csv{}", asked.query(None)));
        let more = (entries.len() as u64 == PAGE).then(|| entries.last()).flatten().map(|last| {
            let href = cx.href(&format!("/desk/audit{}", asked.query(Some(last.number))));
            view! { <Pagination label=texts.pagination() href=href more=texts.audit_more() /> }
        });
        let rows: Vec<DataRow> = entries.iter().map(|entry| row(&cx, &snapshot, entry)).collect();
        let columns =
            [texts.audit_at(), texts.audit_account(), texts.audit_act(), texts.audit_subject(), texts.audit_change()];
        let columns: Vec<_> = columns.into_iter().map(DataColumn::text).collect();
        let list = if rows.is_empty() {
            view! { <EmptyState icon=IconName::Search title=texts.audit_none() /> }.into_any()
        } else {
            view! { <Card flush=true><DataTable caption=texts.audit_caption() columns=columns rows=rows /></Card> }
                .into_any()
        };
        let (title, items) = (refused.title(&cx), refused.items());
        let (action, open) = (cx.href("/desk/audit"), asked.query(None).is_empty());
        let (from_error, until_error) = (refused.of("from"), refused.of("until"));
        let (acts, departments) = (acts(texts, &asked.act), departments(&cx, &snapshot, &asked.department));
        view! {
            <DeskHead title=texts.desk_audit() meta=texts.audit_lead()>
                <LinkButton href=csv label=texts.audit_csv() kind=ButtonKind::Quiet icon=Some(IconName::Download) />
            </DeskHead>
            <ErrorSummary title=title items=items />
            <FilterBar action=action label=texts.audit_filter() button=texts.audit_show() open=!open>
                <Field id="account" name="account" label=texts.audit_account() value=asked.account />
                <Select id="act" name="act" label=texts.audit_act() options=acts />
                <Field id="subject" name="subject" label=texts.audit_subject() value=asked.subject />
                <Select id="department" name="department" label=texts.audit_department() options=departments />
                <Field id="from" name="from" label=texts.audit_from() kind="date" value=asked.from error=from_error />
                <Field id="until" name="until" label=texts.audit_until() kind="date" value=asked.until error=until_error />
            </FilterBar>
            {list}
            {more}
        }
        .into_any()
    })
}

fn acts(texts: &Texts, chosen: &str) -> Vec<SelectOption> {
    let mut options = vec![SelectOption { label: texts.audit_any().to_owned(), ..SelectOption::default() }];
    options.extend(ACTS.iter().map(|act| SelectOption {
        value: (*act).to_owned(),
        label: act_words(texts, act),
        selected: chosen == *act,
    }));
    options
}

fn departments(cx: &Cx, snapshot: &Snapshot, chosen: &str) -> Vec<SelectOption> {
    let mut options = vec![SelectOption { label: cx.texts.audit_any().to_owned(), ..SelectOption::default() }];
    options.extend(snapshot.departments.iter().map(|department| SelectOption {
        value: department.id.clone(),
        label: department.name.get(cx.language()).to_owned(),
        selected: chosen == department.id,
    }));
    options
}

/// An act in words; as it stands where it is one of an older or newer time.
fn act_words(texts: &Texts, act: &str) -> String {
    texts.by_key(&act_key(act)).unwrap_or_else(|| act.to_owned())
}

fn row(cx: &Cx, snapshot: &Snapshot, entry: &Recorded) -> DataRow {
    let texts = cx.texts;
    let (machine, when) =
        (city_time::machine(entry.at), city_time::local(entry.at).format("%Y-%m-%d %H:%M:%S").to_string());
    let number = format!("#{}", entry.number);
    let who = (entry.account_name.clone(), entry.origin.clone());
    let department = snapshot.department(&entry.department);
    let department =
        department.map_or_else(|| entry.department.clone(), |department| department.name.get(cx.language()).to_owned());
    let subject = entry.subject.clone();
    let parts: Vec<AnyView> = [(texts.audit_before(), &entry.before), (texts.audit_after(), &entry.after)]
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(label, value)| {
            let values = values(value);
            view! { <p class="meta">{label}</p>{values} }.into_any()
        })
        .collect();
    let hash = texts.audit_hash(entry.hash.clone());
    let change = view! {
        <details class="audit-change">
            <summary>{texts.audit_show_change()}<span class="vh">" "{number.clone()}</span></summary>
            {parts}
            <p class="meta audit-hash">{hash}</p>
        </details>
    };
    DataRow::new(view! { <time datetime=machine>{when}</time> " " <span class="meta">{number}</span> })
        .cell(view! { {who.0} " " <span class="meta">{who.1}</span> })
        .cell(act_words(texts, &entry.act))
        .cell(view! { {subject} " " <span class="meta">{department}</span> })
        .cell(change)
}

/// A value as names and values, one level deep; what lies deeper is shown as it is kept.
fn values(value: &Value) -> AnyView {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match value {
        Value::Object(fields) => {
            let rows = fields
                .iter()
                .map(|(name, value)| view! { <div><dt>{name.clone()}</dt><dd>{plain(value)}</dd></div> })
                .collect_view();
            view! { <dl class="audit-values">{rows}</dl> }.into_any()
        }
        other => {
            let text = plain(other);
            view! { <p>{text}</p> }.into_any()
        }
    }
}
