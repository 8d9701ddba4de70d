use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::account_page,
    form::{Done, Faults, Refusal, Sent, done_notice, refusal},
    words::{deeds, machine, powers_field, powers_words, relation_words, when},
};
use crate::{
    InAccount,
    family::{Family, Side, TieDetail},
    kin_error::KinError,
    powers::{Power, Powers},
};
use foundation::{
    context::Cx,
    error::AppError,
    ids::FamilyTieId,
    page::Page,
    ui::{ButtonKind, Card, ErrorSummary, Moment, Notice, SubmitButton, SummaryList, SummaryRow, Timeline},
};

/// What was done may be told after each of these.
const DONE: [&str; 2] = ["family-done-ended", "family-done-powers"];

/// `GET /me/family/{id}`: what binds two, what happened, and what was done.
pub async fn family_tie(
    cx: Cx,
    InAccount(holder): InAccount,
    State(family): State<Family>,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    let id = FamilyTieId::parse(&id).ok_or(AppError::NotFound)?;
    let detail = family.tie(&holder, id).await?;
    let notice = done_notice(&cx, &done, &DONE);
    Ok(draw(&cx, detail, Faults::default(), notice).into_response())
}

/// `POST /me/family/{id}`: ends it, or changes what may be done.
pub async fn change_family_tie(
    cx: Cx,
    InAccount(holder): InAccount,
    State(family): State<Family>,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let id = FamilyTieId::parse(&id).ok_or(AppError::NotFound)?;
    let here = format!("/me/family/{id}");
    let outcome: Result<&str, KinError> = match sent.one("act") {
        "end" => family.end(&holder, id).await.map(|()| "family-done-ended"),
        "powers" => {
            let Some(powers) = Powers::chosen(sent.all("powers"), &Power::FAMILY) else {
                let detail = family.tie(&holder, id).await?;
                let faults = Faults::one(&cx, "powers", "kin-powers-none");
                return Ok(draw(&cx, detail, faults, None).status(StatusCode::BAD_REQUEST).into_response());
            };
            family.set_powers(&holder, id, &powers).await.map(|()| "family-done-powers")
        }
        _ => return Err(AppError::invalid("act", "unknown-choice")),
    };
    match outcome {
        Ok(done) => Ok(Redirect::to(&cx.href(&format!("{here}?done={done}"))).into_response()),
        Err(error) => match refusal(&cx, error, "powers", &here, "family") {
            Refusal::Answer(answer) => Ok(answer),
            Refusal::Faults(faults) => {
                let detail = family.tie(&holder, id).await?;
                Ok(draw(&cx, detail, faults, None).status(StatusCode::BAD_REQUEST).into_response())
            }
        },
    }
}

fn draw(cx: &Cx, detail: TieDetail, faults: Faults, notice: Option<AnyView>) -> Page {
    let texts = cx.texts;
    let drawn = cx.clone();
    let title = faults.titled(cx, &detail.tie.other);
    account_page(cx, title, "", move || {
        let cx = drawn;
        let (summary, items) = (faults.title(&cx), faults.items());
        let tie = &detail.tie;
        let helping = tie.side == Side::Helper;
        let action = cx.href(&format!("/me/family/{}", tie.id));
        let relation = relation_words(&cx, tie.relation);
        let relation = if helping { relation } else { texts.family_you_are(relation) };
        let who = if helping { texts.family_you_help() } else { texts.family_helps_you() };
        let mut rows = vec![
            SummaryRow::new(texts.family_who(), who),
            SummaryRow::new(texts.kin_relation(), relation),
            SummaryRow::new(texts.powers(), powers_words(&cx, &tie.powers)),
            SummaryRow::new(texts.family_since(), when(&cx, tie.begun_at)),
        ];
        if let Some(until) = tie.until {
            rows.push(SummaryRow::new(texts.family_ends_by_age(), when(&cx, until)));
        }
        if let Some(ended) = tie.ended_at {
            rows.push(SummaryRow::new(texts.family_ended_at(), when(&cx, ended)));
        }
        let change = (tie.ended_at.is_none() && !helping).then(|| {
            let field = powers_field(&cx, "powers", &Power::FAMILY, &tie.powers, faults.of("powers"));
            let action = action.clone();
            view! {
                <Card title=texts.family_change_powers() id="change">
                    <form method="post" action=action class="stack">
                        <input type="hidden" name="act" value="powers" />
                        {field}
                        <SubmitButton label=texts.save() full=true />
                    </form>
                </Card>
            }
        });
        let end = tie.ended_at.is_none().then(|| {
            let text = if tie.dependant { texts.family_end_dependant_text() } else { texts.family_end_text() };
            view! {
                <Card title=texts.family_end() id="end" note=text>
                    <form method="post" action=action>
                        <SubmitButton label=texts.family_end_now() name="act" value="end" kind=ButtonKind::Danger full=true />
                    </form>
                </Card>
            }
        });
        let over = tie.ended_at.is_some().then(|| view! { <Notice><p>{texts.family_over_note()}</p></Notice> });
        let log = log(&cx, &detail);
        let done = deeds(&cx, &detail.deeds);
        view! {
            {notice}
            <ErrorSummary title=summary items=items />
            {over}
            <Card><SummaryList items=rows /></Card>
            {change}
            <Card title=texts.family_deeds() id="deeds">{done}</Card>
            <Card title=texts.family_log() id="log" note=texts.family_log_note()>{log}</Card>
            {end}
        }
        .into_any()
    })
}

fn log(cx: &Cx, detail: &TieDetail) -> AnyView {
    let texts = cx.texts;
    let items: Vec<Moment> = detail
        .events
        .iter()
        .map(|event| {
            let what = texts.by_key(&format!("family-event-{}", event.act.code())).unwrap_or_default();
            let by = if event.by == detail.tie.side {
                texts.family_by_me().to_owned()
            } else if matches!(event.by, Side::Helper | Side::Relative) {
                detail.tie.other.clone()
            } else {
                texts.by_key(&format!("family-by-{}", event.by.code())).unwrap_or_default()
            };
            Moment::new(what, when(cx, event.at))
                .moment(machine(event.at))
                .who(by)
                .text(powers_words(cx, &event.powers))
        })
        .collect();
    view! { <Timeline items=items /> }.into_any()
}
