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
    Asked, Decided, forms, reason, sort,
};
use crate::{
    codes::UnifiedSocialCreditCode,
    context::Cx,
    error::{AppError, FieldError},
    identity::{
        Actor, SignedIn,
        family::CaseState,
        legal::{CompanyCase, CompanyPaper, LegalPersons},
    },
    ids::CompanyRequestId,
    page::Page,
    ui::{
        ButtonKind, Card, ChoiceOption, Crumb, DeskHead, EmptyState, ErrorSummary, IconName, LinkButton, Pagination,
        Row, Rows, SummaryList, SummaryRow, Tone,
    },
};

const PATH: &str = "/desk/company-requests";
/// What was done may be told after each of these.
const DONE: [&str; 2] = ["case-done-approved", "case-done-refused"];
/// Cases of a full page.
const FULL: usize = 50;

/// `GET /desk/company-requests`: who wants to represent a company the register could not answer for.
pub async fn company_requests(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(legal): State<LegalPersons>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let cases = legal.cases(&actor, CompanyRequestId::parse(&asked.after)).await?;
    let (texts, drawn) = (cx.texts, cx.clone());
    let notice = done_notice(&cx, &asked.done, &DONE);
    let page = desk_page(&cx, &actor, Place::Requests, texts.company_cases(), move || {
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
                    let title = texts.company_case_title(case.asker.clone(), case.name.clone());
                    let kind = if case.uscc.checks() { texts.case_unregistered() } else { texts.case_old_code() };
                    Row::new(cx.href(&format!("{PATH}/{}", case.id)), title)
                        .meta(city_time::when(&cx, case.created_at))
                        .pill(kind, Tone::Info)
                })
                .collect();
            view! { <Card flush=true><Rows items=rows /></Card> }.into_any()
        };
        let families = cx.href("/desk/family-requests");
        view! {
            <DeskHead title=texts.company_cases() crumbs=Vec::new() crumbs_label=texts.breadcrumbs() meta=texts.company_cases_lead() />
            {notice}
            {list}
            {next}
            <LinkButton href=families label=texts.family_cases() kind=ButtonKind::Quiet />
        }
        .into_any()
    });
    Ok(page.into_response())
}

/// `GET /desk/company-requests/{id}`: one of them.
pub async fn company_request(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(legal): State<LegalPersons>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let id = CompanyRequestId::parse(&id).ok_or(AppError::NotFound)?;
    let case = legal.case(&actor, id).await?;
    Ok(draw(&cx, &actor, case, Decided::default(), &[]).into_response())
}

/// `POST /desk/company-requests/{id}`: approves with the paper seen, or refuses with a reason.
pub async fn decide_company_request(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(legal): State<LegalPersons>,
    Path(id): Path<String>,
    Form(decided): Form<Decided>,
) -> Result<Response, AppError> {
    let id = CompanyRequestId::parse(&id).ok_or(AppError::NotFound)?;
    // Whoever may not see it is told nothing of the form.
    let case = legal.case(&actor, id).await?;
    let outcome = match decided.act.as_str() {
        "approve" => {
            let paper = CompanyPaper::parse(&decided.paper).ok_or_else(|| FieldError::new("paper", "case-paper"));
            let number = UnifiedSocialCreditCode::as_issued(&UnifiedSocialCreditCode::typed(&decided.number))
                .map_err(|_| FieldError::new("number", "uscc-length"));
            match (paper, number) {
                (Ok(paper), Ok(number)) => {
                    legal.approve(&actor, id, paper, &number).await.map(|()| "case-done-approved").map_err(sort)
                }
                (paper, number) => Err(Ok(paper.err().into_iter().chain(number.err()).collect())),
            }
        }
        "refuse" => match reason(&decided.reason) {
            Ok(reason) => legal.refuse(&actor, id, &reason).await.map(|()| "case-done-refused").map_err(sort),
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

fn draw(cx: &Cx, actor: &Actor, case: CompanyCase, decided: Decided, errors: &[FieldError]) -> Page {
    let (texts, drawn, refused) = (cx.texts, cx.clone(), refused(cx, errors));
    let title = texts.company_case_title(case.asker.clone(), case.name.clone());
    desk_page(cx, actor, Place::Requests, title.clone(), move || {
        let cx = drawn;
        let crumbs = vec![Crumb { href: cx.href(PATH), label: texts.company_cases().to_owned() }];
        let (summary, items) = (refused.title(&cx), refused.items());
        let rows = vec![
            SummaryRow::new(texts.case_asker(), case.asker.clone()),
            SummaryRow::new(texts.company_name(), case.name.clone()),
            SummaryRow::new(texts.uscc(), case.uscc.to_string()),
            SummaryRow::new(texts.case_code_checks(), if case.uscc.checks() { texts.yes() } else { texts.no() }),
            SummaryRow::new(texts.family_state(), texts.by_key(case.state.key()).unwrap_or_default()),
        ];
        let papers: Vec<ChoiceOption> = CompanyPaper::ALL
            .into_iter()
            .map(|paper| ChoiceOption {
                value: paper.code().to_owned(),
                label: texts.by_key(&paper.key()).unwrap_or_default(),
                note: String::new(),
                checked: decided.paper == paper.code(),
            })
            .collect();
        let action = cx.href(&format!("{PATH}/{}", case.id));
        let number = (texts.case_code(), texts.case_code_hint());
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
