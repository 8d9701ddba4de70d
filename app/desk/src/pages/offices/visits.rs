use axum::extract::{Query, State};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        super::{Place, city_time::when, desk_page},
        forms::{Refused, done_notice, refused},
    },
    PATH, authority,
    problem::warning,
    words::{state, word},
};
use appointments::{Appointments, EditError, FoundVisit, model::Code};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{
        ButtonKind, Card, Crumb, DeskHead, ErrorSummary, Field, Pill, SubmitButton, SummaryList, SummaryRow, TextArea,
    },
};
use identity::{Actor, Permission, SignedIn};

/// What was done may be told after each of these.
const DONE: [&str; 4] = [
    "office-visit-done-missed",
    "office-visit-done-finished",
    "office-visit-done-excuse",
    "office-visit-done-call-off",
];

/// Which visit, and what was just done with it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    code: String,
    done: String,
}

/// What became of an act.
#[derive(Default)]
pub(super) struct Tried {
    pub(super) done: String,
    pub(super) errors: Vec<FieldError>,
    /// The visit stands where this cannot be done.
    pub(super) state: bool,
    pub(super) reason: String,
}

/// `GET /desk/offices/visits`: finds a visit by its code.
pub async fn visits(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Query(asked): Query<Asked>,
) -> Result<Page, AppError> {
    let tried = Tried { done: asked.done, ..Tried::default() };
    page(&cx, &actor, &appointments, &catalogue, &asked.code, tried).await
}

/// The page with the visit of a code, if there is one.
pub(super) async fn page(
    cx: &Cx,
    actor: &Actor,
    appointments: &Appointments,
    catalogue: &Catalogue,
    typed: &str,
    mut tried: Tried,
) -> Result<Page, AppError> {
    let may = |permission| !actor.scope(permission).is_empty();
    if !may(Permission::WorkCases) && !may(Permission::KeepOffices) {
        return Err(AppError::NotFound);
    }
    let found = match Code::parse(typed) {
        _ if typed.trim().is_empty() => None,
        None => {
            tried.errors.push(FieldError::new("code", "office-visit-code"));
            None
        }
        Some(code) => match appointments.look_up_visit(&authority(actor, catalogue), &code).await {
            Ok(found) => Some(found),
            // Somebody else's visit and none at all are the same to whoever asks.
            Err(EditError::Unknown) => {
                tried.errors.push(FieldError::new("code", "office-visit-none"));
                None
            }
            Err(error) => return Err(error.into()),
        },
    };
    let keeps = may(Permission::KeepOffices);
    let (drawn, refused, typed) = (cx.clone(), refused(cx, &tried.errors), typed.to_owned());
    Ok(desk_page(cx, actor, Place::Offices, cx.texts.office_visits(), move || {
        draw(&drawn, keeps, &typed, found.as_ref(), &tried, &refused)
    }))
}

fn draw(cx: &Cx, keeps: bool, typed: &str, found: Option<&FoundVisit>, tried: &Tried, refused: &Refused) -> AnyView {
    let texts = cx.texts;
    let above = keeps.then(|| Crumb { href: cx.href(PATH), label: texts.desk_offices().to_owned() });
    let crumbs: Vec<Crumb> = above.into_iter().collect();
    let (summary, items, error) = (refused.title(cx), refused.items(), refused.of("code"));
    let action = cx.href(&format!("{PATH}/visits"));
    let typed = found.map_or_else(|| typed.to_owned(), |found| found.visit.code.spoken());
    let problem = tried.state.then(|| warning(texts.office_visit_problem_state()));
    let found = found.map(|found| visit(cx, found, tried, refused));
    view! {
        <DeskHead title=texts.office_visits() crumbs=crumbs crumbs_label=texts.breadcrumbs()
            meta=texts.office_visits_lead() />
        {done_notice(cx, &tried.done, &DONE)}
        <ErrorSummary title=summary items=items />
        {problem}
        <form method="get" action=action class="find" role="search">
            <Field id="code" name="code" label=texts.office_visit_code() hint=texts.office_visit_code_hint() value=typed
                error=error autocomplete="off" short=true />
            <SubmitButton label=texts.office_find() kind=ButtonKind::Quiet />
        </form>
        {found}
    }
    .into_any()
}

fn visit(cx: &Cx, found: &FoundVisit, tried: &Tried, refused: &Refused) -> AnyView {
    let (texts, visit) = (cx.texts, &found.visit);
    let (label, tone) = state(cx, visit.state);
    let mut rows = vec![
        SummaryRow::new(texts.office_visit_state(), view! { <Pill label=label tone=tone /> }),
        SummaryRow::new(texts.office_visit_when(), when(cx, visit.starts_at)),
        SummaryRow::new(texts.office_visit_place(), found.office.content.name.get(cx.language()).to_owned()),
        SummaryRow::new(texts.office_visit_matter(), found.matter.content.name.get(cx.language()).to_owned()),
        SummaryRow::new(texts.office_visit_name(), visit.shown_name.clone()),
        SummaryRow::new(texts.office_visit_persons(), visit.persons.to_string()),
    ];
    if let Some(reason) = &found.excuse {
        rows.push(SummaryRow::new(texts.office_visit_excused(), reason.clone()));
    }
    let plain = [("finished", found.may_finish), ("missed", found.may_miss)];
    let plain = plain.into_iter().filter(|(_, may)| *may).map(|(act, _)| {
        let kind = if act == "missed" { ButtonKind::Quiet } else { ButtonKind::Primary };
        let button = view! { <SubmitButton label=word(cx, "office-visit-act", act) kind=kind /> };
        act_form(cx, visit.code.as_str(), act, button.into_any())
    });
    let plain = plain.collect_view();
    let told = [("excuse", found.may_excuse), ("call-off", found.may_call_off)];
    let told = told.into_iter().filter(|(_, may)| *may).map(|(act, _)| {
        let id = format!("reason-{act}");
        let (error, hint) = (refused.of(&id), word(cx, "office-visit-hint", act));
        let kind = if act == "call-off" { ButtonKind::Danger } else { ButtonKind::Primary };
        let typed = if error.is_empty() { String::new() } else { tried.reason.clone() };
        let label = word(cx, "office-visit-act", act);
        let body = view! {
            <TextArea id=id name="reason" label=texts.office_visit_reason() hint=hint value=typed error=error rows=2 />
            <SubmitButton label=label.clone() kind=kind />
        };
        let form = act_form(cx, visit.code.as_str(), act, body.into_any());
        view! { <Card title=label id=act>{form}</Card> }
    });
    let told = told.collect_view();
    view! {
        <Card title=visit.code.spoken() id="visit">
            <SummaryList items=rows />
            <div class="office-acts">{plain}</div>
        </Card>
        {told}
    }
    .into_any()
}

/// A form of one act on a visit.
fn act_form(cx: &Cx, code: &str, act: &'static str, body: AnyView) -> AnyView {
    let (action, code) = (cx.href(&format!("{PATH}/visits")), code.to_owned());
    view! {
        <form method="post" action=action class="stack">
            <input type="hidden" name="code" value=code />
            <input type="hidden" name="act" value=act />
            {body}
        </form>
    }
    .into_any()
}
