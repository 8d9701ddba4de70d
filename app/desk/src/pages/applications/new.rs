use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::{
        super::{Place, desk_page},
        accounts::department_words,
        forms::refused,
    },
    PATH, authority,
    fields::{fields, sent, taken},
    path_of, words,
};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{Card, Crumb, DeskHead, ErrorSummary, Field, Select, SelectOption, SubmitButton},
};
use identity::{Actor, Authority, Permission, SignedIn};
use openid::{
    OpenId,
    registry::{ClientId, NewApplication, Typed},
};

/// An application as it was asked for.
#[derive(Default)]
struct Asked {
    client_id: String,
    department: String,
    typed: Typed,
}

/// The departments somebody asks for; without any the page does not exist.
fn departments(authority: &Authority) -> Result<Vec<String>, AppError> {
    let departments = authority.where_may(Permission::KeepApplications).unwrap_or_else(|| authority.all_departments());
    if departments.is_empty() { Err(AppError::NotFound) } else { Ok(departments) }
}

/// `GET /desk/applications/new`: the form of a request.
pub async fn new_application(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
) -> Result<Page, AppError> {
    let departments = departments(&authority(&actor, &catalogue))?;
    let typed = Typed {
        scopes: "openid".to_owned(),
        authentication: "client_secret_basic".to_owned(),
        signing: "ES256".to_owned(),
        level: "1".to_owned(),
        ..Typed::default()
    };
    Ok(draw(&cx, &actor, &catalogue, departments, Asked { typed, ..Asked::default() }, &[]))
}

/// `POST /desk/applications/new`: asks for an application.
pub async fn request_application(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(openid): State<OpenId>,
    State(catalogue): State<Catalogue>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue);
    let departments = departments(&authority)?;
    let asked = Asked {
        client_id: sent(&pairs, "client_id").trim().to_owned(),
        department: sent(&pairs, "department").to_owned(),
        typed: taken(&pairs),
    };
    let errors = match read(&asked, &departments) {
        Err(errors) => errors,
        Ok(new) => {
            let target = format!("{}?done=request", path_of(&cx, new.client_id.as_str()));
            match openid.request_application(&authority, new).await.map_err(AppError::from) {
                Ok(()) => return Ok(Redirect::to(&target).into_response()),
                Err(AppError::Invalid(errors)) => errors,
                Err(error) => return Err(error),
            }
        }
    };
    let page = draw(&cx, &actor, &catalogue, departments, asked, &errors);
    Ok(page.status(StatusCode::BAD_REQUEST).into_response())
}

/// Reads every field, so that everything that is wrong is said at once.
fn read(asked: &Asked, departments: &[String]) -> Result<NewApplication, Vec<FieldError>> {
    let client_id = ClientId::parse(&asked.client_id).ok_or_else(|| FieldError::new("client_id", "app-client-id"));
    let department = departments
        .iter()
        .find(|id| **id == asked.department)
        .cloned()
        .ok_or_else(|| FieldError::new("department", "account-no-department"));
    match (client_id, department, asked.typed.read()) {
        (Ok(client_id), Ok(department), Ok(definition)) => Ok(NewApplication { client_id, department, definition }),
        (client_id, department, definition) => {
            let first = [client_id.err(), department.err()].into_iter().flatten();
            Err(first.chain(definition.err().unwrap_or_default()).collect())
        }
    }
}

fn draw(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    departments: Vec<String>,
    asked: Asked,
    errors: &[FieldError],
) -> Page {
    let texts = cx.texts;
    let (shown, snapshot, refused) = (cx.clone(), catalogue.snapshot(), refused(cx, errors));
    desk_page(cx, actor, Place::Applications, texts.application_new(), move || {
        let cx = shown;
        let crumbs = vec![Crumb { href: cx.href(PATH), label: texts.desk_applications().to_owned() }];
        let options: Vec<SelectOption> = departments
            .into_iter()
            .map(|id| SelectOption {
                label: format!("{} {id}", department_words(&cx, &snapshot, &id)),
                selected: asked.department == id,
                value: id,
            })
            .collect();
        let action = cx.href(&format!("{PATH}/new"));
        let (title, items) = (refused.title(&cx), refused.items());
        let (id_error, department_error) = (refused.of("client_id"), refused.of("department"));
        let id_label = words::word(&cx, "field", "client_id");
        let fields = fields(&cx, &asked.typed, &refused);
        view! {
            <DeskHead title=texts.application_new() crumbs=crumbs crumbs_label=texts.breadcrumbs()
                meta=texts.application_new_lead() />
            <ErrorSummary title=title items=items />
            <form method="post" action=action class="stack">
                <Card>
                    <div class="stack">
                        <Field id="client_id" name="client_id" label=id_label hint=texts.application_hint_client_id()
                            value=asked.client_id error=id_error autocomplete="off" short=true />
                        <Select id="department" name="department" label=texts.account_department() options=options
                            error=department_error />
                    </div>
                </Card>
                {fields}
                <SubmitButton label=texts.application_request() />
            </form>
        }
        .into_any()
    })
}
