use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

use super::{
    super::account_page,
    form::{Done, done_notice},
    words::{powers_words, when},
};
use crate::{
    InAccount,
    family::CaseState,
    legal::{Companies, LegalPersons},
};
use foundation::{
    context::Cx,
    error::AppError,
    ui::{Card, EmptyState, IconName, LinkButton, Row, Rows, Tone},
};

/// What was done may be told after each of these.
const DONE: [&str; 3] = ["company-done-at-counter", "company-done-refused", "company-done-left"];

/// `GET /me/companies`: the companies one acts for, and what waits.
pub async fn companies(
    cx: Cx,
    InAccount(holder): InAccount,
    State(legal): State<LegalPersons>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    let found = legal.overview(&holder).await?;
    let texts = cx.texts;
    let (drawn, notice) = (cx.clone(), done_notice(&cx, &done, &DONE));
    Ok(account_page(&cx, texts.companies(), texts.companies_lead(), move || draw(&drawn, found, notice))
        .into_response())
}

fn draw(cx: &Cx, found: Companies, notice: Option<AnyView>) -> AnyView {
    let texts = cx.texts;
    let invited: Vec<Row> = found
        .invitations
        .iter()
        .map(|invitation| {
            let href = cx.href(&format!("/me/companies/invitations/{}", invitation.id));
            Row::new(href, texts.company_asks_you(invitation.company.clone()))
                .meta(powers_words(cx, &invitation.powers))
                .icon(IconName::Hand)
        })
        .collect();
    let invited = (!invited.is_empty()).then(|| {
        view! { <Card title=texts.family_asked_of_me() id="asked-of-me" flush=true><Rows items=invited /></Card> }
    });
    let rows: Vec<Row> = found
        .companies
        .iter()
        .map(|company| {
            let role = if company.represented { texts.company_representative() } else { texts.company_agent() };
            Row::new(cx.href(&format!("/me/companies/{}", company.uscc)), company.name.clone())
                .meta(company.uscc.to_string())
                .pill(role, Tone::Plain)
        })
        .collect();
    let list = if rows.is_empty() {
        view! { <EmptyState icon=IconName::Hall title=texts.companies_none() /> }.into_any()
    } else {
        view! { <Rows items=rows /> }.into_any()
    };
    let asked: Vec<Row> = found
        .requests
        .iter()
        .map(|asked| {
            let state = texts.by_key(asked.state.key()).unwrap_or_default();
            let meta = if asked.reason.is_empty() { when(cx, asked.created_at) } else { asked.reason.clone() };
            let tone = if asked.state == CaseState::Open { Tone::Info } else { Tone::Plain };
            Row::new("", format!("{} {}", asked.name, asked.uscc)).meta(meta).pill(state, tone)
        })
        .collect();
    let asked = (!asked.is_empty()).then(|| {
        view! { <Card title=texts.company_at_counter() id="at-counter" flush=true><Rows items=asked /></Card> }
    });
    let add = cx.href("/me/companies/add");
    view! {
        {notice}
        {invited}
        <Card title=texts.companies_mine() id="mine">
            {list}
            <LinkButton href=add label=texts.company_add() full=true />
        </Card>
        {asked}
    }
    .into_any()
}
