//! What a change would do, shown before it is done: what residents would see, and which visits it hits.

use std::collections::BTreeMap;

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::{
        super::{Place, city_time::when, desk_page},
        forms::{Refused, refused},
    },
    crumbs,
    form::Sent,
    problem::warning,
    show::done_path,
    words::{day_words, stretches, word},
};
use appointments::{
    Appointments, DayChange, EditError, Fate, Foreseen, HitVisit, KeptOffice, Reason, Settled, Settlement,
    model::{Code, SupplyChange},
};
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{
        ButtonKind, Card, ChoiceOption, Choices, DataColumn, DataRow, DataTable, DeskHead, ErrorSummary, Notice,
        SubmitButton, TextArea, Tone,
    },
};
use identity::{Actor, Authority};

/// Visits listed one by one; what is decided for all holds for those beyond as well.
const LISTED: usize = 200;

/// A change that somebody typed.
pub(super) struct Draft<'a> {
    pub(super) office: &'a KeptOffice,
    pub(super) change: SupplyChange,
    /// The form it was read from: it is sent again with the confirmation.
    pub(super) sent: &'a Sent,
    /// Where the form is sent.
    pub(super) action: String,
    pub(super) title: String,
    /// What is told once it is done, as a message key.
    pub(super) done: &'static str,
}

/// What became of it.
pub(super) enum Checked {
    /// It is shown what it would do, or it is done.
    Answer(Response),
    /// Somebody else changed what it is about: the form is drawn again with what was typed.
    Changed,
}

/// What went wrong with a confirmation.
#[derive(Default)]
struct Told {
    errors: Vec<FieldError>,
    /// Other visits are hit than those that were shown.
    others: bool,
}

/// Shows what a change would do; does it where that was confirmed.
pub(super) async fn check(
    cx: &Cx,
    actor: &Actor,
    appointments: &Appointments,
    authority: &Authority,
    draft: Draft<'_>,
) -> Result<Checked, AppError> {
    let seen = draft.sent.revision();
    let current = match draft.change.group() {
        None => draft.office.office.revision,
        Some(group) => draft.office.counters_of(group).ok_or(EditError::Unknown)?.revision,
    };
    let again = |office: &KeptOffice| {
        office.has(&draft.change).then(|| {
            let target = cx.href(&done_path(office, draft.done, Settled::default()));
            Checked::Answer(Redirect::to(&target).into_response())
        })
    };
    if seen != current {
        return Ok(again(draft.office).unwrap_or(Checked::Changed));
    }
    let code = &draft.office.office.code;
    let mut told = Told::default();
    if draft.sent.get("step") == "confirm" {
        match settlement(draft.sent) {
            Err(error) => told.errors.push(error),
            Ok(settlement) => {
                match appointments.change_supply(authority, code, seen, &draft.change, &settlement).await {
                    Ok(settled) => {
                        let target = cx.href(&done_path(draft.office, draft.done, settled));
                        return Ok(Checked::Answer(Redirect::to(&target).into_response()));
                    }
                    Err(EditError::Changed) => {
                        // The same confirmation, twice at once, is told that it was done.
                        let office = appointments.office_kept(authority, code).await?;
                        return Ok(again(&office).unwrap_or(Checked::Changed));
                    }
                    Err(EditError::Hit) => told.others = true,
                    Err(EditError::Invalid(errors)) => told.errors = errors,
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
    let foreseen = appointments.foresee(authority, code, &draft.change).await?;
    let status = match (&told.errors[..], told.others) {
        (_, true) => StatusCode::CONFLICT,
        ([], false) => StatusCode::OK,
        _ => StatusCode::BAD_REQUEST,
    };
    Ok(Checked::Answer(draw(cx, actor, &draft, foreseen, told).status(status).into_response()))
}

/// What was decided about the visits that were shown.
fn settlement(sent: &Sent) -> Result<Settlement, FieldError> {
    let all = Fate::parse(sent.get("all")).unwrap_or(Fate::Move);
    let own = sent.0.iter().filter_map(|(name, value)| {
        let code = Code::parse(name.strip_prefix("visit-")?)?;
        Some((code, Fate::parse(value)?))
    });
    let otherwise: BTreeMap<Code, Fate> = own.collect();
    let calls_off = all == Fate::CallOff || otherwise.values().any(|fate| *fate == Fate::CallOff);
    // What is typed and told to nobody is no error.
    let reason = match calls_off {
        true => Reason::parse(sent.get("reason")).map(Some).map_err(|why| FieldError::new("reason", why)),
        false => Ok(None),
    };
    // Where nothing is hit nobody is asked, and nothing is called off.
    let reason = if sent.get("seen").starts_with("0-") { Ok(None) } else { reason };
    Ok(Settlement { seen: sent.get("seen").to_owned(), all, otherwise, reason: reason? })
}

/// What of a form belongs to the confirmation, and not to the change.
fn is_of_confirmation(field: &str) -> bool {
    matches!(field, "step" | "seen" | "all" | "reason") || field.starts_with("visit-")
}

fn draw(cx: &Cx, actor: &Actor, draft: &Draft<'_>, foreseen: Foreseen, told: Told) -> Page {
    let texts = cx.texts;
    let title = texts.office_check(draft.title.clone());
    let (drawn, refused, sent) = (cx.clone(), refused(cx, &told.errors), draft.sent.clone());
    let (action, crumbs) = (cx.href(&draft.action), crumbs(cx, draft.office));
    desk_page(cx, actor, Place::Offices, title.clone(), move || {
        let cx = drawn;
        let carried = sent.0.iter().filter(|(name, _)| !is_of_confirmation(name)).map(|(name, value)| {
            view! { <input type="hidden" name=name.clone() value=value.clone() /> }
        });
        let carried = carried.collect_view();
        let (summary, items) = (refused.title(&cx), refused.items());
        let others = told.others.then(|| warning(texts.office_problem_hit()));
        let hit = (!foreseen.hit.is_empty()).then(|| hit_card(&cx, &foreseen.hit, &sent, &refused));
        let days = days_card(&cx, &foreseen.days);
        let confirm = if foreseen.hit.is_empty() { texts.office_confirm() } else { texts.office_confirm_all() };
        view! {
            <DeskHead title=title crumbs=crumbs crumbs_label=texts.breadcrumbs() meta=texts.office_check_lead() />
            <ErrorSummary title=summary items=items />
            {others}
            <form method="post" action=action class="stack">
                {carried}
                <input type="hidden" name="seen" value=foreseen.seen />
                {hit}
                {days}
                <div class="office-acts">
                    <SubmitButton label=confirm name="step" value="confirm" />
                    <SubmitButton label=texts.office_back_to_form() name="step" value="edit" kind=ButtonKind::Quiet />
                </div>
            </form>
        }
        .into_any()
    })
}

fn days_card(cx: &Cx, days: &[DayChange]) -> AnyView {
    let texts = cx.texts;
    let body = if days.is_empty() {
        view! { <p>{texts.office_preview_same()}</p> }.into_any()
    } else {
        let seen = |hours: &[_], free: i32| {
            let free = if hours.is_empty() { String::new() } else { texts.office_free(free) };
            let hours = stretches(cx, hours);
            view! { <span>{hours} <small>{free}</small></span> }
        };
        let rows = days.iter().map(|change| {
            DataRow::new(day_words(cx, change.day))
                .cell(change.counters.name.get(cx.language()).to_owned())
                .cell(seen(&change.before, change.free_before))
                .cell(seen(&change.after, change.free_after))
        });
        let rows = rows.collect();
        let columns = [texts.office_day(), texts.office_counters(), texts.office_now(), texts.office_then()]
            .map(DataColumn::text);
        view! { <DataTable caption=texts.office_preview_caption() columns=columns.to_vec() rows=rows /> }.into_any()
    };
    view! { <Card title=texts.office_preview() id="preview">{body}</Card> }.into_any()
}

fn hit_card(cx: &Cx, hit: &[HitVisit], sent: &Sent, refused: &Refused) -> AnyView {
    let texts = cx.texts;
    let chosen = Fate::parse(sent.get("all")).unwrap_or(Fate::Move);
    let options = Fate::ALL.map(|fate| ChoiceOption {
        value: fate.code().to_owned(),
        label: word(cx, "office-fate", fate.code()),
        note: word(cx, "office-fate-note", fate.code()),
        checked: fate == chosen,
    });
    let rows = hit.iter().take(LISTED).map(|visit| {
        let next = visit.next.map_or_else(|| texts.office_no_place().to_owned(), |next| when(cx, next));
        DataRow::new(when(cx, visit.starts_at))
            .cell(visit.matter.content.name.get(cx.language()).to_owned())
            .cell(visit.code.spoken())
            .cell(next)
            .cell(own_fate(cx, visit, sent))
    });
    let rows = rows.collect();
    let columns = [
        texts.office_visit_when(),
        texts.office_visit_matter(),
        texts.office_visit_code(),
        texts.office_visit_next(),
        texts.office_visit_fate(),
    ];
    let columns = columns.map(DataColumn::text).to_vec();
    let beyond = (hit.len() > LISTED).then(|| {
        let beyond = hit.len() - LISTED;
        view! { <p>{texts.office_hit_beyond(beyond)}</p> }
    });
    let (reason, error) = (sent.get("reason").to_owned(), refused.of("reason"));
    view! {
        <Card title=texts.office_hit(hit.len()) id="hit">
            <div class="stack">
                <Notice tone=Tone::Warn><p>{texts.office_hit_lead()}</p></Notice>
                <Choices id="all" name="all" legend=texts.office_hit_all() options=options.to_vec() />
                <TextArea id="reason" name="reason" label=texts.office_hit_reason() hint=texts.office_hit_reason_hint()
                    value=reason error=error rows=2 />
                <DataTable caption=texts.office_hit_caption() columns=columns rows=rows />
                {beyond}
            </div>
        </Card>
    }
    .into_any()
}

/// What becomes of one visit, where it is not what becomes of all.
fn own_fate(cx: &Cx, visit: &HitVisit, sent: &Sent) -> AnyView {
    let texts = cx.texts;
    let name = format!("visit-{}", visit.code);
    let chosen = sent.get(&name).to_owned();
    let fates = Fate::ALL.map(|fate| {
        let is_chosen = chosen == fate.code();
        view! { <option value=fate.code() selected=is_chosen>{word(cx, "office-fate", fate.code())}</option> }
    });
    let label = texts.office_fate_of(visit.code.spoken());
    view! {
        <select class="input" name=name aria-label=label>
            <option value="">{texts.office_fate_as_all()}</option>
            {fates.into_iter().collect_view()}
        </select>
    }
    .into_any()
}
