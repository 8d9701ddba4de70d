use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};

use super::{
    super::super::city_time,
    Asked, Decided,
    cases::{Decision, List, Shown, answered},
    powers_words,
};
use foundation::{
    context::Cx,
    error::AppError,
    ids::FamilyRequestId,
    ui::{Row, SummaryRow, Tone},
};
use identity::{
    SignedIn,
    family::{Case, CaseState, Family, FamilyPaper},
    realname::{IdNumber, IdNumberFault, RealName},
};

const PATH: &str = "/desk/family-requests";

/// `GET /desk/family-requests`: who wants to act for somebody without an account.
pub async fn family_requests(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(family): State<Family>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let cases = family.cases(&actor, FamilyRequestId::parse(&asked.after)).await?;
    let texts = cx.texts;
    let list = List {
        path: PATH,
        title: texts.family_cases(),
        lead: texts.family_cases_lead(),
        beside: vec![("/desk/company-requests", texts.company_cases()), ("/desk/family-ties", texts.family_ties())],
    };
    Ok(list.draw(&cx, &actor, &asked.done, cases, |case| case.id.to_string(), row).into_response())
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
    Ok(shown(&cx, &case).draw(&cx, &actor, Decided::default(), &[]).into_response())
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
    let number = IdNumber::parse(&decided.number, real_name.today());
    let paper = FamilyPaper::parse(&decided.paper);
    let outcome = match Decision::read(&decided, paper, number.map_err(IdNumberFault::reason))? {
        Ok(Decision::Approve(paper, number)) => {
            Ok(family.approve(&actor, id, paper, &number).await.map(|_| "case-done-approved"))
        }
        Ok(Decision::Refuse(reason)) => {
            Ok(family.refuse_at_counter(&actor, id, &reason).await.map(|()| "case-done-refused"))
        }
        Err(errors) => Err(errors),
    };
    answered(&cx, PATH, outcome, |errors| shown(&cx, &case).draw(&cx, &actor, decided, errors))
}

fn row(cx: &Cx, case: &Case, href: String) -> Row {
    let kind = if case.minor { cx.texts.case_minor() } else { cx.texts.case_adult() };
    Row::new(href, title(cx, case)).meta(city_time::when(cx, case.created_at)).pill(kind, Tone::Info)
}

fn title(cx: &Cx, case: &Case) -> String {
    cx.texts.family_case_title(case.helper.clone(), case.name.clone())
}

fn shown(cx: &Cx, case: &Case) -> Shown {
    let texts = cx.texts;
    Shown {
        list: (PATH, texts.family_cases()),
        id: case.id.to_string(),
        title: title(cx, case),
        rows: vec![
            SummaryRow::new(texts.case_asker(), case.helper.clone()),
            SummaryRow::new(texts.kin_name(), case.name.clone()),
            SummaryRow::new(texts.kin_number(), case.masked_number.clone()),
            SummaryRow::new(texts.case_born(), case.born_on.to_string()),
            SummaryRow::new(texts.kin_relation(), texts.by_key(&case.relation.key()).unwrap_or_default()),
            SummaryRow::new(texts.powers(), powers_words(cx, &case.powers)),
            SummaryRow::new(texts.family_state(), texts.by_key(case.state.key()).unwrap_or_default()),
        ],
        open: case.state == CaseState::Open,
        papers: FamilyPaper::ALL.into_iter().map(|paper| (paper.code(), paper.key())).collect(),
        number: (texts.case_number(), texts.case_number_hint()),
    }
}
