use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::account_page,
    form::{Faults, Refusal, Sent, refusal},
};
use crate::{
    Holder, InAccount,
    kin_error::KinError,
    legal::{CompanyName, LegalPersons, Opened},
    realname::RealNameLevel,
};
use foundation::{
    codes::{UnifiedSocialCreditCode, UsccFault},
    context::{Client, Cx},
    error::AppError,
    page::Page,
    ui::{Card, ChoiceOption, Choices, ErrorSummary, Field, LinkButton, Notice, SubmitButton},
};

/// `GET /me/companies/add`: which company.
pub async fn add_company_form(cx: Cx, InAccount(holder): InAccount) -> Response {
    draw(&cx, &holder, &Sent::default(), Faults::default(), false).into_response()
}

/// `POST /me/companies/add`: opens a company's account, or asks a clerk.
pub async fn add_company(
    cx: Cx,
    client: Client,
    InAccount(holder): InAccount,
    State(legal): State<LegalPersons>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let ask_clerk = sent.one("ask") == "clerk";
    let typed = UnifiedSocialCreditCode::typed(sent.one("uscc"));
    let code = UnifiedSocialCreditCode::as_issued(&typed);
    let name = CompanyName::parse(sent.one("name"));
    let mut faults = Faults::default();
    if let Some(reason) = code_fault(&typed, ask_clerk) {
        faults.add(&cx, "uscc", reason);
    }
    if name.is_none() {
        faults.add(&cx, "name", "company-name");
    }
    let (Ok(code), Some(name), true) = (code, name, faults.none()) else {
        let old = UnifiedSocialCreditCode::parse(&typed) == Err(UsccFault::CheckDigit);
        return Ok(draw(&cx, &holder, &sent, faults, old).status(StatusCode::BAD_REQUEST).into_response());
    };
    match legal.open(&holder, &code, &name, ask_clerk, &client).await {
        Ok(Opened::Company(code)) => {
            Ok(Redirect::to(&cx.href(&format!("/me/companies/{code}?done=company-done-opened"))).into_response())
        }
        Ok(Opened::AtCounter(_)) => {
            Ok(Redirect::to(&cx.href("/me/companies?done=company-done-at-counter")).into_response())
        }
        Err(error) => {
            let counter = matches!(error, KinError::Otherwise | KinError::Silent);
            Ok(match refusal(&cx, error, "uscc", "/me/companies/add", "company") {
                Refusal::Answer(answer) => answer,
                Refusal::Faults(faults) => {
                    draw(&cx, &holder, &sent, faults, counter).status(StatusCode::BAD_REQUEST).into_response()
                }
            })
        }
    }
}

/// What is wrong with a code; one that only fails its check may go to a clerk.
fn code_fault(typed: &str, ask_clerk: bool) -> Option<&'static str> {
    match UnifiedSocialCreditCode::parse(typed).err()? {
        UsccFault::Length if typed.is_empty() => Some("required"),
        UsccFault::Length => Some("uscc-length"),
        UsccFault::Alphabet => Some("uscc-alphabet"),
        UsccFault::CheckDigit => (!ask_clerk).then_some("uscc-check"),
    }
}

/// The form; `counter` offers a clerk, where the register could not help.
fn draw(cx: &Cx, holder: &Holder, sent: &Sent, faults: Faults, counter: bool) -> Page {
    let texts = cx.texts;
    let (drawn, sent, verified) = (cx.clone(), sent.clone(), holder.level >= RealNameLevel::Verified);
    let title = faults.titled(cx, texts.company_add());
    account_page(cx, title, texts.company_add_lead(), move || {
        let cx = drawn;
        if !verified {
            let way = cx.href("/me/real-name");
            return view! {
                <Notice><p>{texts.kin_level_needed()}</p></Notice>
                <LinkButton href=way label=texts.kin_level_go() full=true />
            }
            .into_any();
        }
        let (summary, items, action) = (faults.title(&cx), faults.items(), cx.href("/me/companies/add"));
        let (code, name) = (sent.one("uscc").to_owned(), sent.one("name").to_owned());
        let (code_error, name_error) = (faults.of("uscc"), faults.of("name"));
        let clerk = counter.then(|| {
            let option = ChoiceOption {
                value: "clerk".to_owned(),
                label: texts.company_ask_clerk().to_owned(),
                note: texts.company_ask_clerk_note().to_owned(),
                checked: sent.one("ask") == "clerk",
            };
            view! { <Choices id="ask" name="ask" legend=texts.company_ask_legend() options=vec![option] several=true /> }
        });
        view! {
            <ErrorSummary title=summary items=items />
            <Card>
                <form method="post" action=action class="stack">
                    <Field id="uscc" name="uscc" label=texts.uscc() hint=texts.uscc_hint() value=code error=code_error autocomplete="off" />
                    <Field id="name" name="name" label=texts.company_name() hint=texts.company_name_hint() value=name
                        error=name_error autocomplete="organization" />
                    {clerk}
                    <SubmitButton label=texts.company_open() full=true />
                </form>
            </Card>
        }
        .into_any()
    })
}
