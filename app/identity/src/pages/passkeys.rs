use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{account_page, passkey_entry::passkey_form, step_up::StepUp};
use crate::{
    Ceremony, Holder, IdentityError, InAccount, Passkeys,
    passkeys::{KeptPasskey, PasskeyError, PasskeyName},
    passkeys_offered,
};
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    ids::PasskeyId,
    page::{Page, when},
    ui::{
        self, ButtonKind, Card, Details, EmptyState, ErrorSummary, Field, IconName, LinkButton, Notice, SubmitButton,
        SummaryList, SummaryRow, Tone,
    },
};

const HERE: &str = "/me/security/passkeys";

/// What was just done, and where somebody goes on who came here to add a passkey.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
    #[serde(default, rename = "return")]
    back: String,
}

/// What a passkey shall be called.
#[derive(Debug, Default, Deserialize)]
pub struct NewName {
    #[serde(default)]
    name: String,
}

/// What was wrong with a form of the page: of which passkey, what was typed, and why it was not done.
struct Refused {
    passkey: PasskeyId,
    typed: String,
    fault: FieldError,
}

/// `GET /me/security/passkeys`: the passkeys of one's own account.
pub async fn passkeys(
    cx: Cx,
    InAccount(holder): InAccount,
    State(passkeys): State<Passkeys>,
    Query(done): Query<Done>,
) -> Result<Response, AppError> {
    let list = passkeys.list(&holder).await?;
    Ok(draw(&cx, &holder, list, done, None).into_response())
}

/// `POST /me/security/passkeys/{id}/rename`: calls a passkey something else.
pub async fn rename_passkey(
    cx: Cx,
    InAccount(holder): InAccount,
    State(passkeys): State<Passkeys>,
    Path(id): Path<String>,
    Form(NewName { name }): Form<NewName>,
) -> Result<Response, AppError> {
    let id = PasskeyId::parse(&id).ok_or(AppError::NotFound)?;
    match PasskeyName::parse(&name) {
        Ok(name) => {
            passkeys.rename(&holder, id, &name).await?;
            Ok(led(&cx, "passkey-renamed"))
        }
        Err(fault) => {
            let list = passkeys.list(&holder).await?;
            if !list.iter().any(|kept| kept.id == id) {
                return Err(AppError::NotFound);
            }
            let refused = Refused { passkey: id, typed: name, fault };
            Ok(draw(&cx, &holder, list, Done::default(), Some(refused)).into_response())
        }
    }
}

/// `POST /me/security/passkeys/{id}/remove`: removes a passkey; who proved long ago to be there proves it again first.
pub async fn remove_passkey(
    cx: Cx,
    InAccount(holder): InAccount,
    State(passkeys): State<Passkeys>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let id = PasskeyId::parse(&id).ok_or(AppError::NotFound)?;
    match passkeys.remove(&holder, id).await {
        Ok(()) => Ok(led(&cx, "passkey-removed")),
        Err(PasskeyError::Identity(IdentityError::NotFresh)) => Ok(StepUp::on(HERE, "passkeys").after_form().lead(&cx)),
        Err(PasskeyError::LastWay) => {
            let fault = FieldError::new("remove", "passkey-last-way");
            let refused = Refused { passkey: id, typed: String::new(), fault };
            let list = passkeys.list(&holder).await?;
            Ok(draw(&cx, &holder, list, Done::default(), Some(refused)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn led(cx: &Cx, done: &str) -> Response {
    Redirect::to(&cx.href(&format!("{HERE}?done={done}"))).into_response()
}

fn draw(cx: &Cx, holder: &Holder, list: Vec<KeptPasskey>, Done { done, back }: Done, refused: Option<Refused>) -> Page {
    let texts = cx.texts;
    let shown = cx.clone();
    let is_fresh = holder.is_fresh(cx.site.clock.now());
    let notice =
        ["passkey-added", "passkey-renamed", "passkey-removed"].contains(&done.as_str()).then(|| texts.by_key(&done));
    let notice = notice.flatten();
    let status = if refused.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let errors: Vec<_> = refused.iter().map(|refused| error_line(cx, refused)).collect();
    account_page(cx, texts.passkeys(), texts.passkeys_lead(), move || {
        let cx = shown;
        let empty = list.is_empty();
        let cards = list.into_iter().map(|kept| one(&cx, kept, refused.as_ref())).collect_view();
        view! {
            {notice.map(|text| view! { <div role="status"><Notice tone=Tone::Ok><p>{text}</p></Notice></div> })}
            <ErrorSummary title=texts.form_errors(1) items=errors />
            {empty.then(|| view! { <EmptyState icon=IconName::Passkey title=texts.passkeys_none() /> })}
            {cards}
            {add(&cx, is_fresh, &back)}
        }
        .into_any()
    })
    .status(status)
}

fn error_line(cx: &Cx, refused: &Refused) -> ui::FieldError {
    let Refused { passkey, fault, .. } = refused;
    let text = cx.texts.by_key(&format!("error-field-{}", fault.reason)).unwrap_or_default();
    ui::FieldError { field: format!("{}-{passkey}", fault.field), text }
}

/// One passkey, with what can be done to it.
fn one(cx: &Cx, kept: KeptPasskey, refused: Option<&Refused>) -> AnyView {
    let texts = cx.texts;
    let KeptPasskey { id, name, created_at, used_at, backed_up } = kept;
    let used = used_at.map_or_else(|| texts.passkey_never_used().to_owned(), |moment| when(cx, moment));
    let place = if backed_up { texts.passkey_synced() } else { texts.passkey_on_one_device() };
    let facts = vec![
        SummaryRow::new(texts.passkey_since(), when(cx, created_at)),
        SummaryRow::new(texts.passkey_used(), used),
        SummaryRow::new(texts.passkey_kept_where(), place),
    ];
    let refused = refused.filter(|refused| refused.passkey == id);
    let of_field = |field: &str| refused.filter(|refused| refused.fault.field == field);
    let typed = of_field("name").map_or_else(|| name.clone(), |refused| refused.typed.clone());
    let name_error = of_field("name").map(|refused| error_line(cx, refused).text).unwrap_or_default();
    let is_last_way = of_field("remove").is_some();
    let (rename, remove) = (cx.href(&format!("{HERE}/{id}/rename")), cx.href(&format!("{HERE}/{id}/remove")));
    let is_open = !name_error.is_empty();
    view! {
        <Card title=name.clone() id=format!("passkey-{id}")>
            <SummaryList items=facts />
            <Details summary=texts.passkey_rename_which(name.clone()) open=is_open>
                <form method="post" action=rename class="stack">
                    <Field id=format!("name-{id}") name="name" label=texts.passkey_name() value=typed error=name_error
                        hint=texts.passkey_name_hint() autocomplete="off" />
                    <SubmitButton label=texts.passkey_rename() kind=ButtonKind::Quiet />
                </form>
            </Details>
            <Details summary=texts.passkey_remove_which(name) open=is_last_way>
                <form method="post" action=remove class="stack" id=format!("remove-{id}") tabindex="-1">
                    <p>{texts.passkey_remove_text()}</p>
                    <SubmitButton label=texts.passkey_remove() kind=ButtonKind::Danger />
                </form>
            </Details>
        </Card>
    }
    .into_any()
}

/// The way to one more passkey, as far as there is one here and now.
fn add(cx: &Cx, is_fresh: bool, back: &str) -> AnyView {
    let texts = cx.texts;
    if !passkeys_offered(&cx.site) {
        return view! { <Notice><p>{texts.passkeys_not_here()}</p></Notice> }.into_any();
    }
    if !is_fresh {
        let step_up = StepUp::on(HERE, "passkeys").href(cx);
        return view! {
            <Card title=texts.passkey_add() id="add">
                <p>{texts.passkey_prove_first()}</p>
                <LinkButton href=step_up label=texts.passkey_prove() full=true />
            </Card>
        }
        .into_any();
    }
    let name = view! {
        <Field id="name" name="name" label=texts.passkey_name() hint=texts.passkey_name_hint() autocomplete="off" />
    };
    let form = passkey_form(cx, Ceremony::Registration, back, name.into_any());
    view! {
        <Card title=texts.passkey_add() id="add">
            {form}
            <p class="meta" data-passkey-without="">{texts.passkey_without()}</p>
        </Card>
    }
    .into_any()
}
