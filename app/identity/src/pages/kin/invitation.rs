use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::account_page,
    form::{Faults, Refusal, Sent, refusal},
    words::{powers_words, when},
};
use crate::{
    InAccount,
    legal::{InvitationView, LegalPersons},
};
use foundation::{
    context::Cx,
    error::AppError,
    ids::CompanyInvitationId,
    page::Page,
    ui::{ButtonKind, Card, ErrorSummary, Notice, SubmitButton, SummaryList, SummaryRow},
};

/// `GET /me/companies/invitations/{id}`: what a company asks.
pub async fn invitation(
    cx: Cx,
    InAccount(holder): InAccount,
    State(legal): State<LegalPersons>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let id = CompanyInvitationId::parse(&id).ok_or(AppError::NotFound)?;
    Ok(draw(&cx, legal.invitation(&holder, id).await?, Faults::default()).into_response())
}

/// `POST /me/companies/invitations/{id}`: becomes an agent, or says no.
pub async fn answer_invitation(
    cx: Cx,
    InAccount(holder): InAccount,
    State(legal): State<LegalPersons>,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let id = CompanyInvitationId::parse(&id).ok_or(AppError::NotFound)?;
    let outcome = match sent.one("act") {
        "accept" => legal.accept(&holder, id).await.map(|uscc| format!("/me/companies/{uscc}?done=company-done-agent")),
        "refuse" => legal.decline(&holder, id).await.map(|()| "/me/companies?done=company-done-refused".to_owned()),
        _ => return Err(AppError::invalid("act", "unknown-choice")),
    };
    match outcome {
        Ok(way) => Ok(Redirect::to(&cx.href(&way)).into_response()),
        Err(error) => match refusal(&cx, error, "act", &format!("/me/companies/invitations/{id}"), "company") {
            Refusal::Answer(answer) => Ok(answer),
            Refusal::Faults(faults) => {
                let page = draw(&cx, legal.invitation(&holder, id).await?, faults);
                Ok(page.status(StatusCode::BAD_REQUEST).into_response())
            }
        },
    }
}

fn draw(cx: &Cx, invitation: InvitationView, faults: Faults) -> Page {
    let (texts, drawn) = (cx.texts, cx.clone());
    let title = faults.titled(cx, &texts.company_asks_you(invitation.company.clone()));
    account_page(cx, title, texts.company_accept_lead(), move || {
        let cx = drawn;
        let (summary, items) = (faults.title(&cx), faults.items());
        let rows = vec![
            SummaryRow::new(texts.company_name(), invitation.company.clone()),
            SummaryRow::new(texts.uscc(), invitation.uscc.to_string()),
            SummaryRow::new(texts.powers(), powers_words(&cx, &invitation.powers)),
            SummaryRow::new(texts.family_ends_at(), when(&cx, invitation.ends_at)),
        ];
        let action = cx.href(&format!("/me/companies/invitations/{}", invitation.id));
        let acts = if invitation.open {
            view! {
                <form method="post" action=action class="stack" id="act">
                    <SubmitButton label=texts.company_accept() name="act" value="accept" full=true />
                    <SubmitButton label=texts.family_refuse() name="act" value="refuse" kind=ButtonKind::Quiet full=true />
                </form>
            }
            .into_any()
        } else {
            view! { <Notice><p>{texts.company_invitation_over()}</p></Notice> }.into_any()
        };
        view! {
            <ErrorSummary title=summary items=items />
            <Card><SummaryList items=rows /></Card>
            {acts}
        }
        .into_any()
    })
}
