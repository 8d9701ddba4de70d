use axum::{
    Form,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::account_page,
    form::{Done, Faults, Refusal, Sent, done_notice, refusal},
    words::{powers_words, relation_words, when},
};
use crate::{
    Browser, InAccount,
    family::{Family, RequestView, Side},
};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    ids::{CodeId, FamilyRequestId},
    page::Page,
    ui::{ButtonKind, Card, ErrorSummary, Field, Notice, SubmitButton, SummaryList, SummaryRow},
};

/// What was done may be told after each of these.
const DONE: [&str; 1] = ["family-done-asked"];

/// `GET /me/family/requests/{id}`: what is asked for; whoever is asked answers here, whoever asks sees how it stands.
pub async fn family_request(
    cx: Cx,
    InAccount(holder): InAccount,
    State(family): State<Family>,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    let id = FamilyRequestId::parse(&id).ok_or(AppError::NotFound)?;
    let request = family.request(&holder, id).await?;
    let notice = done_notice(&cx, &done, &DONE);
    Ok(draw(&cx, request, None, Faults::default(), notice).into_response())
}

/// `POST /me/family/requests/{id}`: agrees, says no, takes back, sends a code, or agrees by it.
pub async fn answer_family_request(
    cx: Cx,
    client: Client,
    browser: Browser,
    InAccount(holder): InAccount,
    State(family): State<Family>,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let id = FamilyRequestId::parse(&id).ok_or(AppError::NotFound)?;
    let code = CodeId::parse(sent.one("code_id"));
    let done = match sent.one("act") {
        "agree" => family.agree(&holder, id).await.map(|_| "family-done-agreed"),
        "refuse" => family.refuse(&holder, id).await.map(|()| "family-done-refused"),
        "withdraw" => family.withdraw(&holder, id).await.map(|()| "family-done-withdrawn"),
        "code" => match family.send_consent_code(&holder, id, &browser, &client, cx.language()).await {
            Ok(code) => {
                let request = family.request(&holder, id).await?;
                let mut response = draw(&cx, request, Some(code), Faults::default(), None).into_response();
                response.headers_mut().append(header::SET_COOKIE, browser.cookie);
                return Ok(response);
            }
            Err(error) => Err(error),
        },
        "agree-by-code" => {
            let code = code.ok_or_else(|| AppError::invalid("code", "kin-code-wrong"))?;
            let typed = sent.one("code");
            family.agree_by_code(&holder, id, (code, typed), &browser, &client).await.map(|_| "family-done-bound")
        }
        _ => return Err(AppError::invalid("act", "unknown-choice")),
    };
    let error = match done {
        Ok(done) => return Ok(Redirect::to(&cx.href(&format!("/me/family?done={done}"))).into_response()),
        Err(error) => error,
    };
    let here = format!("/me/family/requests/{id}");
    match refusal(&cx, error, if code.is_some() { "code" } else { "act" }, &here, "family") {
        Refusal::Answer(answer) => Ok(answer),
        Refusal::Faults(faults) => {
            let request = family.request(&holder, id).await?;
            Ok(draw(&cx, request, code, faults, None).status(StatusCode::BAD_REQUEST).into_response())
        }
    }
}

fn draw(cx: &Cx, request: RequestView, code: Option<CodeId>, faults: Faults, notice: Option<AnyView>) -> Page {
    let texts = cx.texts;
    let asked = request.side == Side::Relative;
    let title = if asked { texts.family_asks_you(request.helper.clone()) } else { texts.family_request().to_owned() };
    let lead = if asked { texts.family_agree_lead() } else { "" };
    let (drawn, full_title) = (cx.clone(), faults.titled(cx, &title));
    account_page(cx, full_title, lead, move || {
        let cx = drawn;
        let (summary, items) = (faults.title(&cx), faults.items());
        let mut rows = Vec::new();
        if asked {
            rows.push(SummaryRow::new(texts.family_who_helps(), request.helper.clone()));
        } else {
            rows.push(SummaryRow::new(texts.family_whom(), request.masked.clone()));
        }
        let relation = relation_words(&cx, request.relation);
        let relation = if asked { texts.family_you_are(relation) } else { relation };
        rows.push(SummaryRow::new(texts.kin_relation(), relation));
        rows.push(SummaryRow::new(texts.powers(), powers_words(&cx, &request.powers)));
        rows.push(SummaryRow::new(
            texts.family_state(),
            texts.by_key(&format!("family-request-{}", request.state)).unwrap_or_default(),
        ));
        rows.push(SummaryRow::new(texts.family_ends_at(), when(&cx, request.ends_at)));
        let acts =
            request.is_open().then(|| if asked { answers(&cx, &request) } else { asker(&cx, &request, code, &faults) });
        view! {
            {notice}
            <ErrorSummary title=summary items=items />
            <Card><SummaryList items=rows /></Card>
            {acts}
        }
        .into_any()
    })
}

fn answers(cx: &Cx, request: &RequestView) -> AnyView {
    let texts = cx.texts;
    let action = cx.href(&format!("/me/family/requests/{}", request.id));
    view! {
        <Notice><p>{texts.family_agree_means()}</p></Notice>
        <form method="post" action=action class="stack" id="act">
            <SubmitButton label=texts.family_agree() name="act" value="agree" full=true />
            <SubmitButton label=texts.family_refuse() name="act" value="refuse" kind=ButtonKind::Quiet full=true />
        </form>
    }
    .into_any()
}

fn asker(cx: &Cx, request: &RequestView, code: Option<CodeId>, faults: &Faults) -> AnyView {
    let texts = cx.texts;
    let action = cx.href(&format!("/me/family/requests/{}", request.id));
    let (withdraw, error) = (action.clone(), faults.of("code"));
    let beside = match code {
        Some(code) => {
            let sent_to = texts.family_code_sent(request.masked.clone());
            view! {
                <form method="post" action=action class="stack">
                    <div role="status"><p>{sent_to}</p></div>
                    <input type="hidden" name="act" value="agree-by-code" />
                    <input type="hidden" name="code_id" value=code.to_string() />
                    <Field id="code" name="code" label=texts.family_code() error=error inputmode="numeric"
                        autocomplete="one-time-code" short=true />
                    <SubmitButton label=texts.family_code_confirm() full=true />
                </form>
            }
            .into_any()
        }
        None => view! {
            <form method="post" action=action class="stack" id="code">
                <SubmitButton label=texts.family_code_send() name="act" value="code" kind=ButtonKind::Quiet full=true />
            </form>
        }
        .into_any(),
    };
    view! {
        <Card title=texts.family_beside() id="beside" note=texts.family_beside_note()>{beside}</Card>
        <form method="post" action=withdraw id="act">
            <SubmitButton label=texts.family_withdraw() name="act" value="withdraw" kind=ButtonKind::Quiet full=true />
        </form>
    }
    .into_any()
}
