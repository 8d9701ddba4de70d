use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        super::{Place, city_time, desk_page},
        forms::{done_notice, refused},
        residents::permitted,
    },
    Asked, powers_words, reason, sort,
};
use foundation::{
    context::{Client, Cx},
    error::{AppError, FieldError},
    ids::FamilyTieId,
    page::Page,
    ui::{
        ButtonKind, Card, Crumb, DeskHead, ErrorSummary, Field, Row, Rows, SubmitButton, SummaryList, SummaryRow,
        TextArea, Tone,
    },
};
use identity::{
    Actor, SignedIn,
    family::{CounterTie, Family},
    kin_error::KinError,
    realname::{IdNumber, RealName},
};

const PATH: &str = "/desk/family-ties";

/// The number on somebody's paper. Comes in a body only, and is never sent back: addresses of pages are written down all over.
#[derive(Default, Deserialize)]
pub struct Searched {
    #[serde(default)]
    number: String,
}

/// Why a tie ends, and the number on the paper of whoever wants that.
#[derive(Default, Deserialize)]
pub struct Ended {
    #[serde(default)]
    number: String,
    #[serde(default)]
    reason: String,
}

/// `GET /desk/family-ties`: who stands at the counter.
pub async fn family_ties(cx: Cx, SignedIn(actor): SignedIn, Query(asked): Query<Asked>) -> Result<Response, AppError> {
    permitted(&actor)?;
    Ok(draw_search(&cx, &actor, Vec::new(), &asked.done, &[]).into_response())
}

/// `POST /desk/family-ties`: what binds them.
pub async fn find_family_ties(
    cx: Cx,
    client: Client,
    SignedIn(actor): SignedIn,
    State(family): State<Family>,
    State(real_name): State<RealName>,
    Form(searched): Form<Searched>,
) -> Result<Response, AppError> {
    permitted(&actor)?;
    let fault = match number(&searched.number, &real_name) {
        Err(fault) => fault,
        Ok(number) => {
            let found = family.ties_of_number(&actor, &number, &client).await?;
            if !found.is_empty() {
                return Ok(draw_search(&cx, &actor, found, "", &[]).into_response());
            }
            FieldError::new("number", "tie-none")
        }
    };
    let page = draw_search(&cx, &actor, Vec::new(), "", &[fault]);
    Ok(page.status(StatusCode::BAD_REQUEST).into_response())
}

/// `GET /desk/family-ties/{id}`: one tie.
pub async fn counter_tie(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(family): State<Family>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let id = FamilyTieId::parse(&id).ok_or(AppError::NotFound)?;
    let tie = family.tie_at_counter(&actor, id).await?;
    Ok(draw(&cx, &actor, tie, "", &[]).into_response())
}

/// `POST /desk/family-ties/{id}`: ends it.
pub async fn end_counter_tie(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(family): State<Family>,
    State(real_name): State<RealName>,
    Path(id): Path<String>,
    Form(ended): Form<Ended>,
) -> Result<Response, AppError> {
    let id = FamilyTieId::parse(&id).ok_or(AppError::NotFound)?;
    // Whoever may not see it is told nothing of the form.
    let tie = family.tie_at_counter(&actor, id).await?;
    let errors = match (number(&ended.number, &real_name), reason(&ended.reason)) {
        (Ok(number), Ok(reason)) => match family.end_at_counter(&actor, id, &number, &reason).await {
            Ok(()) => return Ok(Redirect::to(&cx.href(&format!("{PATH}?done=tie-done-ended"))).into_response()),
            // Somebody was first: its page says since when it is over.
            Err(KinError::Over) => return Ok(Redirect::to(&cx.href(&format!("{PATH}/{id}"))).into_response()),
            Err(error) => sort(error, "tie-number-differs")?,
        },
        (number, reason) => number.err().into_iter().chain(reason.err()).collect(),
    };
    let page = draw(&cx, &actor, tie, &ended.reason, &errors);
    Ok(page.status(StatusCode::BAD_REQUEST).into_response())
}

fn number(typed: &str, real_name: &RealName) -> Result<IdNumber, FieldError> {
    IdNumber::parse(typed, real_name.today()).map_err(|fault| FieldError::new("number", fault.reason()))
}

fn draw_search(cx: &Cx, actor: &Actor, found: Vec<CounterTie>, done: &str, errors: &[FieldError]) -> Page {
    let (texts, drawn, refused) = (cx.texts, cx.clone(), refused(cx, errors));
    let notice = done_notice(cx, done, &["tie-done-ended"]);
    desk_page(cx, actor, Place::Requests, texts.family_ties(), move || {
        let cx = drawn;
        let crumbs = vec![Crumb { href: cx.href("/desk/family-requests"), label: texts.family_cases().to_owned() }];
        let (summary, items, error) = (refused.title(&cx), refused.items(), refused.of("number"));
        let action = cx.href(PATH);
        let rows: Vec<Row> = found
            .iter()
            .map(|tie| {
                let title = texts.family_case_title(tie.helper.clone(), tie.relative.clone());
                Row::new(cx.href(&format!("{PATH}/{}", tie.id)), title)
                    .meta(city_time::when(&cx, tie.begun_at))
                    .pill(texts.by_key(&tie.relation.key()).unwrap_or_default(), Tone::Info)
            })
            .collect();
        let list = (!rows.is_empty()).then(|| {
            view! { <Card title=texts.family_ties_found() id="found" flush=true><Rows items=rows /></Card> }
        });
        view! {
            <DeskHead title=texts.family_ties() crumbs=crumbs crumbs_label=texts.breadcrumbs() meta=texts.family_ties_lead() />
            {notice}
            <ErrorSummary title=summary items=items />
            {list}
            <Card>
                <form method="post" action=action class="stack" autocomplete="off">
                    <Field id="number" name="number" label=texts.tie_number() hint=texts.tie_number_hint() error=error
                        autocomplete="off" />
                    <SubmitButton label=texts.tie_find() />
                </form>
            </Card>
        }
        .into_any()
    })
}

fn draw(cx: &Cx, actor: &Actor, tie: CounterTie, typed: &str, errors: &[FieldError]) -> Page {
    let (texts, drawn, refused) = (cx.texts, cx.clone(), refused(cx, errors));
    let title = texts.family_case_title(tie.helper.clone(), tie.relative.clone());
    let typed = typed.to_owned();
    desk_page(cx, actor, Place::Requests, title.clone(), move || {
        let cx = drawn;
        let crumbs = vec![
            Crumb { href: cx.href("/desk/family-requests"), label: texts.family_cases().to_owned() },
            Crumb { href: cx.href(PATH), label: texts.family_ties().to_owned() },
        ];
        let (summary, items) = (refused.title(&cx), refused.items());
        let (number_error, reason_error) = (refused.of("number"), refused.of("reason"));
        let mut rows = vec![
            SummaryRow::new(texts.tie_helper(), tie.helper.clone()),
            SummaryRow::new(texts.tie_relative(), tie.relative.clone()),
            SummaryRow::new(texts.tie_relation(), texts.by_key(&tie.relation.key()).unwrap_or_default()),
            SummaryRow::new(texts.powers(), powers_words(&cx, &tie.powers)),
            SummaryRow::new(texts.family_since(), city_time::when(&cx, tie.begun_at)),
        ];
        rows.extend(tie.ended_at.map(|at| SummaryRow::new(texts.family_ended_at(), city_time::when(&cx, at))));
        let action = cx.href(&format!("{PATH}/{}", tie.id));
        let form = tie.ended_at.is_none().then(|| {
            view! {
                <Card title=texts.family_end() id="end" note=texts.tie_end_text()>
                    <form method="post" action=action class="stack" autocomplete="off">
                        <Field id="number" name="number" label=texts.tie_number() hint=texts.tie_number_either()
                            error=number_error autocomplete="off" />
                        <TextArea id="reason" name="reason" label=texts.tie_reason() hint=texts.tie_reason_hint()
                            value=typed error=reason_error />
                        <SubmitButton label=texts.family_end_now() kind=ButtonKind::Danger />
                    </form>
                </Card>
            }
        });
        view! {
            <DeskHead title=title crumbs=crumbs crumbs_label=texts.breadcrumbs() />
            <ErrorSummary title=summary items=items />
            <Card><SummaryList items=rows /></Card>
            {form}
        }
        .into_any()
    })
}
