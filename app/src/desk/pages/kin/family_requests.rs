use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::{
        super::{Place, city_time, desk_page},
        forms::{done_notice, refused},
    },
    Asked, Decided, forms, powers_words, reason, sort,
};
use crate::{
    context::Cx,
    error::{AppError, FieldError},
    identity::{
        Actor, SignedIn,
        family::{Case, CaseState, Family, FamilyPaper},
        realname::{IdNumber, RealName},
    },
    ids::FamilyRequestId,
    page::Page,
    ui::{
        ButtonKind, Card, ChoiceOption, Crumb, DeskHead, EmptyState, ErrorSummary, IconName, LinkButton, Pagination,
        Row, Rows, SummaryList, SummaryRow, Tone,
    },
};

const PATH: &str = "/desk/family-requests";
/// What was done may be told after each of these.
const DONE: [&str; 2] = ["case-done-approved", "case-done-refused"];
/// Cases of a full page.
const FULL: usize = 50;

/// `GET /desk/family-requests`: who wants to act for somebody without an account.
pub async fn family_requests(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(family): State<Family>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let cases = family.cases(&actor, FamilyRequestId::parse(&asked.after)).await?;
    let (texts, drawn) = (cx.texts, cx.clone());
    let notice = done_notice(&cx, &asked.done, &DONE);
    let page = desk_page(&cx, &actor, Place::Requests, texts.family_cases(), move || {
        let cx = drawn;
        let next = (cases.len() == FULL).then(|| cases.last()).flatten().map(|last| {
            let href = cx.href(&format!("{PATH}?after={}", last.id));
            view! { <Pagination label=texts.pagination() href=href more=texts.accounts_more() /> }
        });
        let list = if cases.is_empty() {
            view! { <Card><EmptyState icon=IconName::Check title=texts.cases_none() /></Card> }.into_any()
        } else {
            let rows: Vec<Row> = cases
                .iter()
                .map(|case| {
                    let title = texts.family_case_title(case.helper.clone(), case.name.clone());
                    let kind = if case.minor { texts.case_minor() } else { texts.case_adult() };
                    Row::new(cx.href(&format!("{PATH}/{}", case.id)), title)
                        .meta(city_time::when(&cx, case.created_at))
                        .pill(kind, Tone::Info)
                })
                .collect();
            view! { <Card flush=true><Rows items=rows /></Card> }.into_any()
        };
        let companies = cx.href("/desk/company-requests");
        view! {
            <DeskHead title=texts.family_cases() crumbs=Vec::new() crumbs_label=texts.breadcrumbs() meta=texts.family_cases_lead() />
            {notice}
            {list}
            {next}
            <LinkButton href=companies label=texts.company_cases() kind=ButtonKind::Quiet />
        }
        .into_any()
    });
    Ok(page.into_response())
}

/// `GET /desk/family-requests/{id}`: one of them.
pub async fn family_request(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(family): State<Family>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let id = FamilyRequestId::parse(&id).ok_or(AppError::NotFound)?;
    let case = family.case(&actor, id).await?;
    Ok(draw(&cx, &actor, case, Decided::default(), &[]).into_response())
}

/// `POST /desk/family-requests/{id}`: approves with the paper seen, or refuses with a reason.
pub async fn decide_family_request(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(family): State<Family>,
    State(real_name): State<RealName>,
    Path(id): Path<String>,
    Form(decided): Form<Decided>,
) -> Result<Response, AppError> {
    let id = FamilyRequestId::parse(&id).ok_or(AppError::NotFound)?;
    // Whoever may not see it is told nothing of the form.
    let case = family.case(&actor, id).await?;
    let outcome = match decided.act.as_str() {
        "approve" => {
            let paper = FamilyPaper::parse(&decided.paper).ok_or_else(|| FieldError::new("paper", "case-paper"));
            let number = IdNumber::parse(&decided.number, real_name.today())
                .map_err(|fault| FieldError::new("number", fault.reason()));
            match (paper, number) {
                (Ok(paper), Ok(number)) => {
                    family.approve(&actor, id, paper, &number).await.map(|_| "case-done-approved").map_err(sort)
                }
                (paper, number) => Err(Ok(paper.err().into_iter().chain(number.err()).collect())),
            }
        }
        "refuse" => match reason(&decided.reason) {
            Ok(reason) => {
                family.refuse_at_counter(&actor, id, &reason).await.map(|()| "case-done-refused").map_err(sort)
            }
            Err(error) => Err(Ok(vec![error])),
        },
        _ => return Err(AppError::invalid("act", "unknown-choice")),
    };
    match outcome {
        Ok(done) => Ok(Redirect::to(&cx.href(&format!("{PATH}?done={done}"))).into_response()),
        Err(Ok(errors)) => {
            Ok(draw(&cx, &actor, case, decided, &errors).status(StatusCode::BAD_REQUEST).into_response())
        }
        Err(Err(error)) => Err(error),
    }
}

fn draw(cx: &Cx, actor: &Actor, case: Case, decided: Decided, errors: &[FieldError]) -> Page {
    let (texts, drawn, refused) = (cx.texts, cx.clone(), refused(cx, errors));
    let title = texts.family_case_title(case.helper.clone(), case.name.clone());
    desk_page(cx, actor, Place::Requests, title.clone(), move || {
        let cx = drawn;
        let crumbs = vec![Crumb { href: cx.href(PATH), label: texts.family_cases().to_owned() }];
        let (summary, items) = (refused.title(&cx), refused.items());
        let rows = vec![
            SummaryRow::new(texts.case_asker(), case.helper.clone()),
            SummaryRow::new(texts.kin_name(), case.name.clone()),
            SummaryRow::new(texts.kin_number(), case.masked_number.clone()),
            SummaryRow::new(texts.case_born(), case.born_on.to_string()),
            SummaryRow::new(texts.kin_relation(), texts.by_key(&case.relation.key()).unwrap_or_default()),
            SummaryRow::new(texts.powers(), powers_words(&cx, &case.powers)),
            SummaryRow::new(texts.family_state(), texts.by_key(case.state.key()).unwrap_or_default()),
        ];
        let papers: Vec<ChoiceOption> = FamilyPaper::ALL
            .into_iter()
            .map(|paper| ChoiceOption {
                value: paper.code().to_owned(),
                label: texts.by_key(&paper.key()).unwrap_or_default(),
                note: String::new(),
                checked: decided.paper == paper.code(),
            })
            .collect();
        let action = cx.href(&format!("{PATH}/{}", case.id));
        let number = (texts.case_number(), texts.case_number_hint());
        let acts =
            (case.state == CaseState::Open).then(|| forms(&cx, action, papers, number, &decided.reason, &refused));
        view! {
            <DeskHead title=title crumbs=crumbs crumbs_label=texts.breadcrumbs() />
            <ErrorSummary title=summary items=items />
            <Card><SummaryList items=rows /></Card>
            {acts}
        }
        .into_any()
    })
}
