use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

use super::{
    super::{
        super::{Place, desk_page},
        forms::{refused, row_button},
    },
    authority,
    check::{Checked, Draft, check},
    crumbs,
    fields::line,
    form::{Reader, Sent},
    kept, path_of,
    problem::Before,
};
use appointments::{
    Appointments, KeptOffice,
    model::{Closure, SupplyChange},
};
use catalogue::Catalogue;
use chrono::TimeDelta;
use foundation::{
    clock::city_day,
    context::Cx,
    error::{AppError, FieldError},
    ids::ClosureId,
    page::Page,
    ui::{Card, DataColumn, DataRow, DataTable, DeskHead, ErrorSummary, SubmitButton},
};
use identity::{Actor, SignedIn};

/// The longest reason, in characters of Chinese.
const REASON: usize = 100;
/// The most days of one closure: what is closed for longer is not open.
const MOST: TimeDelta = TimeDelta::days(366);

/// `GET /desk/offices/{code}/closures`: when an office is closed, and why.
pub async fn closures(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    let office = kept(&appointments, &authority(&actor, &catalogue), &code).await?;
    let mut sent = Sent::default();
    sent.put("revision", office.office.revision);
    Ok(draw(&cx, &actor, office, sent, &Before::default()))
}

/// `POST /desk/offices/{code}/closures`: shows what a closure, or none, would do, and keeps it.
pub async fn change_closures(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue);
    let office = kept(&appointments, &authority, &code).await?;
    let sent = Sent(pairs);
    let (status, before) = match (sent.get("step"), read(&cx, &sent)) {
        ("edit", _) => (StatusCode::OK, Before::default()),
        (_, Err(errors)) => (StatusCode::BAD_REQUEST, Before::wrong(errors)),
        (_, Ok(change)) => {
            let done = match change {
                SupplyChange::Reopen(_) => "office-done-reopen",
                _ => "office-done-close",
            };
            let draft = Draft {
                office: &office,
                change,
                sent: &sent,
                action: path_of(&office, "/closures"),
                title: cx.texts.office_closures().to_owned(),
                done,
            };
            match check(&cx, &actor, &appointments, &authority, draft).await? {
                Checked::Answer(answer) => return Ok(answer),
                Checked::Changed => (StatusCode::CONFLICT, Before::changed()),
            }
        }
    };
    Ok(draw(&cx, &actor, office, sent, &before).status(status).into_response())
}

fn read(cx: &Cx, sent: &Sent) -> Result<SupplyChange, Vec<FieldError>> {
    let mut reader = Reader::new(sent);
    if sent.get("act") == "reopen" {
        let id = ClosureId::parse(sent.get("closure"));
        if id.is_none() {
            reader.wrong("closure", "unknown-choice");
        }
        return reader.done(|| Some(SupplyChange::Reopen(id?)));
    }
    let (from, until) = (reader.day("from"), reader.day("until"));
    let reason = reader.bilingual("closing", REASON, true);
    if let (Some(from), Some(until)) = (from, until) {
        if until < from || until - from > MOST {
            reader.wrong("until", "office-until");
        } else if until < city_day(cx.site.clock.now()) {
            reader.wrong("until", "past");
        }
    }
    reader.done(|| Some(SupplyChange::Close(Closure { id: ClosureId::new(), from: from?, until: until?, reason })))
}

fn draw(cx: &Cx, actor: &Actor, office: KeptOffice, sent: Sent, before: &Before) -> Page {
    let texts = cx.texts;
    let (drawn, refused, problem) = (cx.clone(), refused(cx, &before.errors), before.view(cx));
    let revision = if before.changed { office.office.revision } else { sent.revision() };
    desk_page(cx, actor, Place::Offices, texts.office_closures(), move || {
        let cx = drawn;
        let (summary, items) = (refused.title(&cx), refused.items());
        let action = cx.href(&path_of(&office, "/closures"));
        let field = |name, kind, label| line(&cx, &sent, &refused, (name, kind), label, "");
        let (from, until) =
            (field("from", "date", texts.office_first_day()), field("until", "date", texts.office_last_day()));
        let reason = ["closing_zh", "closing_en"].map(|name| field(name, "text", texts.office_closing()));
        let reason = reason.into_iter().collect_view();
        let there = there(&cx, &office, &action);
        view! {
            <DeskHead title=texts.office_closures() crumbs=crumbs(&cx, &office) crumbs_label=texts.breadcrumbs()
                meta=texts.office_closures_lead() />
            <ErrorSummary title=summary items=items />
            {problem}
            {there}
            <Card title=texts.office_closure_new() id="new">
                <form method="post" action=action class="stack">
                    <input type="hidden" name="revision" value=revision />
                    <div class="office-times">
                        {from}
                        {until}
                    </div>
                    {reason}
                    <SubmitButton label=texts.office_look() name="step" value="check" />
                </form>
            </Card>
        }
        .into_any()
    })
}

/// The closures there are, each with the way to take it back.
fn there(cx: &Cx, office: &KeptOffice, action: &str) -> Option<AnyView> {
    let texts = cx.texts;
    let rows = office.closures.iter().map(|closure| {
        let days = texts.office_span(closure.from.to_string(), closure.until.to_string());
        let form = view! {
            <form method="post" action=action.to_owned()>
                <input type="hidden" name="revision" value=office.office.revision />
                <input type="hidden" name="act" value="reopen" />
                <input type="hidden" name="closure" value=closure.id.to_string() />
                {row_button(texts.office_reopen(), days.clone())}
            </form>
        };
        DataRow::new(days).cell(closure.reason.get(cx.language()).to_owned()).cell(form)
    });
    let rows: Vec<DataRow> = rows.collect();
    let columns = [texts.office_day(), texts.office_closing(), texts.office_act()].map(DataColumn::text).to_vec();
    (!rows.is_empty()).then(|| {
        view! {
            <Card flush=true><DataTable caption=texts.office_closures_caption() columns=columns rows=rows /></Card>
        }
        .into_any()
    })
}
