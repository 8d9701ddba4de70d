use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};

use super::{
    super::super::city_time,
    Asked, Decided,
    cases::{Decision, List, Shown, answered},
};
use foundation::{
    codes::UnifiedSocialCreditCode,
    context::Cx,
    error::AppError,
    ids::CompanyRequestId,
    ui::{Row, SummaryRow, Tone},
};
use identity::{
    SignedIn,
    family::CaseState,
    legal::{CompanyCase, CompanyPaper, LegalPersons},
};

const PATH: &str = "/desk/company-requests";

/// `GET /desk/company-requests`: who wants to represent a company the register could not answer for.
pub async fn company_requests(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(legal): State<LegalPersons>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let cases = legal.cases(&actor, CompanyRequestId::parse(&asked.after)).await?;
    let texts = cx.texts;
    let list = List {
        path: PATH,
        title: texts.company_cases(),
        lead: texts.company_cases_lead(),
        beside: vec![("/desk/family-requests", texts.family_cases())],
    };
    Ok(list.draw(&cx, &actor, &asked.done, cases, |case| case.id.to_string(), row).into_response())
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
    Ok(shown(&cx, &case).draw(&cx, &actor, Decided::default(), &[]).into_response())
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
    let code = UnifiedSocialCreditCode::as_issued(&UnifiedSocialCreditCode::typed(&decided.number));
    let paper = CompanyPaper::parse(&decided.paper);
    let outcome = match Decision::read(&decided, paper, code.map_err(|_| "uscc-length"))? {
        Ok(Decision::Approve(paper, code)) => {
            Ok(legal.approve(&actor, id, paper, &code).await.map(|()| "case-done-approved"))
        }
        Ok(Decision::Refuse(reason)) => Ok(legal.refuse(&actor, id, &reason).await.map(|()| "case-done-refused")),
        Err(errors) => Err(errors),
    };
    answered(&cx, PATH, outcome, |errors| shown(&cx, &case).draw(&cx, &actor, decided, errors))
}

fn row(cx: &Cx, case: &CompanyCase, href: String) -> Row {
    let kind = if case.uscc.checks() { cx.texts.case_unregistered() } else { cx.texts.case_old_code() };
    Row::new(href, title(cx, case)).meta(city_time::when(cx, case.created_at)).pill(kind, Tone::Info)
}

fn title(cx: &Cx, case: &CompanyCase) -> String {
    cx.texts.company_case_title(case.asker.clone(), case.name.clone())
}

fn shown(cx: &Cx, case: &CompanyCase) -> Shown {
    let texts = cx.texts;
    Shown {
        list: (PATH, texts.company_cases()),
        id: case.id.to_string(),
        title: title(cx, case),
        rows: vec![
            SummaryRow::new(texts.case_asker(), case.asker.clone()),
            SummaryRow::new(texts.company_name(), case.name.clone()),
            SummaryRow::new(texts.uscc(), case.uscc.to_string()),
            SummaryRow::new(texts.case_code_checks(), if case.uscc.checks() { texts.yes() } else { texts.no() }),
            SummaryRow::new(texts.family_state(), texts.by_key(case.state.key()).unwrap_or_default()),
        ],
        open: case.state == CaseState::Open,
        papers: CompanyPaper::ALL.into_iter().map(|paper| (paper.code(), paper.key())).collect(),
        number: (texts.case_code(), texts.case_code_hint()),
    }
}
