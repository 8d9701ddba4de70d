use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

use super::{
    super::{
        super::{Place, city_time, desk_page},
        forms::{Refused, done_notice, refused, row_button},
        me::Done,
    },
    authority,
    fields::grant_fields,
    grant_words,
};
use catalogue::{Catalogue, Snapshot};
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{ButtonKind, Card, Crumb, DeskHead, ErrorSummary, Field, Notice, SubmitButton, SummaryList, SummaryRow, Tone},
};
use identity::{Account, Actor, Authority, Grant, Identity, SignedIn, StaffName};

/// What was done may be told after each of these.
const DONE: [&str; 7] = [
    "account-created",
    "account-granted",
    "account-revoked",
    "account-password-done",
    "account-factors-done",
    "account-disabled",
    "account-enabled",
];

/// `GET /desk/accounts/{name}`: one account and what can be done with it.
pub async fn account(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(identity): State<Identity>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue)?;
    let name = StaffName::parse(&name).ok_or(AppError::NotFound)?;
    let account = identity.account(&authority, &name).await?;
    Ok(draw(&cx, &actor, &catalogue, authority, account, &done, &[]).into_response())
}

/// The page of an account.
pub(super) fn draw(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    authority: Authority,
    account: Account,
    done: &str,
    errors: &[FieldError],
) -> Page {
    let texts = cx.texts;
    let (shown, snapshot, refused) = (cx.clone(), catalogue.snapshot(), refused(cx, errors));
    let notice = done_notice(cx, done, &DONE);
    desk_page(cx, actor, Place::Accounts, account.display_name.clone(), move || {
        let cx = shown;
        let base = cx.href(&format!("/desk/accounts/{}", account.name));
        let crumbs = vec![Crumb { href: cx.href("/desk/accounts"), label: texts.desk_accounts().to_owned() }];
        let state = match account.disabled_at {
            None => (texts.accounts_state_active().to_owned(), Tone::Ok),
            Some(_) => (texts.accounts_state_disabled().to_owned(), Tone::Plain),
        };
        let about = vec![
            SummaryRow::new(texts.account_name(), account.name.clone()),
            SummaryRow::new(texts.account_since(), city_time::when(&cx, account.created_at)),
        ];
        let fields = grant_fields(&cx, &authority, &snapshot, ("", ""), &refused);
        let roles = roles(&cx, &snapshot, &account.grants, &base);
        let (title, items) = (refused.title(&cx), refused.items());
        let own = authority.is_self(&account);
        let rest = if own {
            view! { <Notice><p>{texts.account_is_self()}</p></Notice> }.into_any()
        } else {
            access(&cx, &account, &base, &refused)
        };
        let grant_action = format!("{base}/grant");
        let name = account.display_name.clone();
        view! {
            <DeskHead title=name crumbs=crumbs crumbs_label=texts.breadcrumbs() pills=vec![state] />
            {notice}
            <ErrorSummary title=title items=items />
            <Card><SummaryList items=about /></Card>
            <Card title=texts.account_roles() id="roles">{roles}</Card>
            <Card title=texts.account_grant_title() id="grant">
                <form method="post" action=grant_action class="stack">
                    {fields}
                    <SubmitButton label=texts.account_grant() />
                </form>
            </Card>
            {rest}
        }
        .into_any()
    })
}

fn roles(cx: &Cx, snapshot: &Snapshot, grants: &[Grant], base: &str) -> AnyView {
    let texts = cx.texts;
    if grants.is_empty() {
        return view! { <p>{texts.account_no_roles()}</p> }.into_any();
    }
    let rows = grants
        .iter()
        .map(|grant| {
            let words = grant_words(cx, snapshot, grant);
            let (action, button) = (format!("{base}/revoke"), row_button(texts.account_revoke(), words.clone()));
            let (role, department) = (grant.role.code(), grant.department.clone().unwrap_or_default());
            view! {
                <li class="inline">
                    <span>{words}</span>
                    <form method="post" action=action>
                        <input type="hidden" name="role" value=role />
                        <input type="hidden" name="department" value=department />
                        {button}
                    </form>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="stack">{rows}</ul> }.into_any()
}

/// The forms of password and state.
fn access(cx: &Cx, account: &Account, base: &str, refused: &Refused) -> AnyView {
    let texts = cx.texts;
    let (password_action, password_error) = (format!("{base}/password"), refused.of("password"));
    let (title, text, act) = match account.disabled_at {
        None => (texts.account_disable(), texts.account_disable_text(), "disable"),
        Some(_) => (texts.account_enable(), texts.account_enable_text(), "enable"),
    };
    let kind = if account.disabled_at.is_none() { ButtonKind::Danger } else { ButtonKind::Quiet };
    let (switch_action, reset_action) = (format!("{base}/{act}"), format!("{base}/reset-factors"));
    view! {
        <Card title=texts.account_password_title() id="set-password" note=texts.account_password_text()>
            <form method="post" action=password_action class="stack">
                <Field id="password" name="password" label=texts.password_new() hint=texts.password_hint()
                    kind="password" error=password_error autocomplete="new-password" short=true />
                <SubmitButton label=texts.account_password_set() kind=ButtonKind::Quiet />
            </form>
        </Card>
        <Card title=texts.account_factors_title() id="reset-factors" note=texts.account_factors_text()>
            <form method="post" action=reset_action>
                <SubmitButton label=texts.account_factors_reset() kind=ButtonKind::Quiet />
            </form>
        </Card>
        <Card title=title id="state" note=text>
            <form method="post" action=switch_action>
                <SubmitButton label=title kind=kind />
            </form>
        </Card>
    }
    .into_any()
}
