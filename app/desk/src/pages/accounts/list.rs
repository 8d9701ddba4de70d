use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{
    super::super::{Place, desk_page},
    authority, grant_words,
};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::AppError,
    ui::{
        ButtonKind, Card, DataColumn, DataRow, DataTable, DeskHead, EmptyState, Field, IconName, LinkButton,
        Pagination, Pill, SubmitButton, Tone,
    },
};
use identity::{ACCOUNTS_PAGE, Identity, SignedIn};

/// What is looked for, and after which account.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

/// `GET /desk/accounts`: the accounts one manages.
pub async fn accounts(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(identity): State<Identity>,
    State(catalogue): State<Catalogue>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let texts = cx.texts;
    let authority = authority(&actor, &catalogue)?;
    // What no name holds finds nothing, and what is too long is cut: neither is worth an error.
    let text: String = asked.q.trim().chars().filter(|c| !c.is_control()).take(60).collect();
    let after: String = asked.after.chars().filter(|c| !c.is_control()).take(40).collect();
    let found = identity.accounts(&authority, &text, &after).await?;
    let snapshot = catalogue.snapshot();
    let more = (found.len() as u64 == ACCOUNTS_PAGE).then(|| found.last()).flatten().map(|last| {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        cx.href(&format!("/desk/accounts?q={}&after={}", encode(&text), encode(&last.name)))
    });
    let shown = cx.clone();
    let page = desk_page(&cx, &actor, Place::Accounts, texts.desk_accounts(), move || {
        let cx = shown;
        let rows: Vec<DataRow> = found
            .iter()
            .map(|account| {
                let href = cx.href(&format!("/desk/accounts/{}", account.name));
                let roles: Vec<String> =
                    account.grants.iter().map(|grant| grant_words(&cx, &snapshot, grant)).collect();
                let (label, tone) = match account.disabled_at {
                    None => (texts.accounts_state_active(), Tone::Ok),
                    Some(_) => (texts.accounts_state_disabled(), Tone::Plain),
                };
                let name = account.name.clone();
                DataRow::new(view! { <a href=href>{name}</a> })
                    .cell(account.display_name.clone())
                    .cell(roles.join(texts.list_separator()))
                    .cell(view! { <Pill label=label tone=tone /> })
            })
            .collect();
        let columns =
            [texts.account_name(), texts.account_display_name(), texts.account_roles(), texts.accounts_state()];
        let columns: Vec<_> = columns.into_iter().map(DataColumn::text).collect();
        let (action, new) = (cx.href("/desk/accounts"), cx.href("/desk/accounts/new"));
        let list = if rows.is_empty() {
            view! { <EmptyState icon=IconName::User title=texts.accounts_none() /> }.into_any()
        } else {
            view! { <Card flush=true><DataTable caption=texts.accounts_lead() columns=columns rows=rows /></Card> }
                .into_any()
        };
        let pages = more.map(|href| {
            view! { <Pagination label=texts.pagination() href=href more=texts.accounts_more() /> }
        });
        view! {
            <DeskHead title=texts.desk_accounts()>
                <LinkButton href=new label=texts.account_new() />
            </DeskHead>
            <form method="get" action=action class="find" role="search">
                <Field id="q" name="q" label=texts.accounts_search() value=text kind="search" />
                <SubmitButton label=texts.accounts_find() kind=ButtonKind::Quiet />
            </form>
            {list}
            {pages}
        }
        .into_any()
    });
    Ok(page.into_response())
}
