use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        super::{Place, desk_page},
        forms::refused,
    },
    authority,
    fields::{grant_fields, parse_grant},
};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{Card, Crumb, DeskHead, ErrorSummary, Field, SubmitButton},
};
use identity::{Actor, Authority, DisplayName, Identity, NewAccount, Password, SignedIn, StaffName};

/// An account as typed.
#[derive(Debug, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    password: String,
}

/// `GET /desk/accounts/new`.
pub async fn new_account(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue)?;
    Ok(draw(&cx, &actor, &catalogue, authority, Typed::default(), &[]).into_response())
}

/// `POST /desk/accounts/new`: makes an account with its first role.
pub async fn add_account(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(identity): State<Identity>,
    State(catalogue): State<Catalogue>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue)?;
    let errors = match read(&typed) {
        Err(errors) => errors,
        Ok(new) => {
            let target = cx.href(&format!("/desk/accounts/{}?done=account-created", new.name));
            match identity.add(&authority, new).await.map_err(AppError::from) {
                Ok(_) => return Ok(Redirect::to(&target).into_response()),
                Err(AppError::Invalid(errors)) => errors,
                Err(error) => return Err(error),
            }
        }
    };
    let page = draw(&cx, &actor, &catalogue, authority, typed, &errors);
    Ok(page.status(StatusCode::BAD_REQUEST).into_response())
}

/// Reads every field, so that everything that is wrong is said at once.
fn read(typed: &Typed) -> Result<NewAccount, Vec<FieldError>> {
    let name = StaffName::parse(typed.name.trim()).ok_or_else(|| FieldError::new("name", "account-name"));
    let display_name =
        DisplayName::parse(&typed.display_name).ok_or_else(|| FieldError::new("display_name", "account-display-name"));
    let grant = parse_grant(&typed.role, &typed.department);
    let password = Password::parse(&typed.password).map_err(|fault| FieldError::new("password", fault.reason()));
    match (name, display_name, grant, password) {
        (Ok(name), Ok(display_name), Ok(grant), Ok(password)) => {
            Ok(NewAccount { name, display_name, grants: vec![grant], password })
        }
        (name, display_name, grant, password) => {
            Err([name.err(), display_name.err(), grant.err(), password.err()].into_iter().flatten().collect())
        }
    }
}

fn draw(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    authority: Authority,
    typed: Typed,
    errors: &[FieldError],
) -> Page {
    let texts = cx.texts;
    let (shown, snapshot, refused) = (cx.clone(), catalogue.snapshot(), refused(cx, errors));
    desk_page(cx, actor, Place::Accounts, texts.account_new(), move || {
        let cx = shown;
        let fields = grant_fields(&cx, &authority, &snapshot, (&typed.role, &typed.department), &refused);
        let crumbs = vec![Crumb { href: cx.href("/desk/accounts"), label: texts.desk_accounts().to_owned() }];
        let action = cx.href("/desk/accounts/new");
        let (title, items) = (refused.title(&cx), refused.items());
        let (name, display_name) = (refused.of("name"), refused.of("display_name"));
        let password = refused.of("password");
        view! {
            <DeskHead title=texts.account_new() crumbs=crumbs crumbs_label=texts.breadcrumbs() />
            <ErrorSummary title=title items=items />
            <Card>
                <form method="post" action=action class="stack">
                    <Field id="name" name="name" label=texts.account_name() hint=texts.account_name_hint()
                        value=typed.name error=name autocomplete="off" short=true />
                    <Field id="display_name" name="display_name" label=texts.account_display_name()
                        value=typed.display_name error=display_name autocomplete="off" short=true />
                    {fields}
                    <Field id="password" name="password" label=texts.password() hint=texts.password_hint()
                        kind="password" error=password autocomplete="new-password" short=true />
                    <SubmitButton label=texts.account_create() />
                </form>
            </Card>
        }
        .into_any()
    })
}
