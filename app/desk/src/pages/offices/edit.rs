use axum::{
    Form,
    extract::{Path, State},
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
    PATH, RESERVED, authority, crumbs, departments,
    fields::{fields, line, read, sent_of},
    form::Sent,
    kept, path_of,
    problem::Before,
};
use appointments::{Appointments, EditError, KeptOffice, OfficeChange, model::Slug};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{Card, Crumb, DeskHead, ErrorSummary, Select, SelectOption, SubmitButton},
};
use identity::{Actor, SignedIn};

/// `GET /desk/offices/new`: the form of an office that is new.
pub async fn new_office(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
) -> Result<Page, AppError> {
    let departments = departments(&authority(&actor, &catalogue))?;
    Ok(draw_new(&cx, &actor, &catalogue, departments, Sent::default(), &[]))
}

/// `POST /desk/offices/new`: adds an office.
pub async fn add_office(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue);
    let departments = departments(&authority)?;
    let sent = Sent(pairs);
    let errors = match named(&sent, read(&sent, &catalogue.snapshot())) {
        Err(errors) => errors,
        Ok((code, change)) => {
            let added = appointments.add_office(&authority, &code, sent.get("department"), change).await;
            match added.map_err(AppError::from) {
                Ok(()) => {
                    let target = cx.href(&format!("{PATH}/{code}?done=office-done-add"));
                    return Ok(Redirect::to(&target).into_response());
                }
                Err(AppError::Invalid(errors)) => errors,
                Err(error) => return Err(error),
            }
        }
    };
    let page = draw_new(&cx, &actor, &catalogue, departments, sent, &errors);
    Ok(page.status(StatusCode::BAD_REQUEST).into_response())
}

fn named(sent: &Sent, change: Result<OfficeChange, Vec<FieldError>>) -> Result<(Slug, OfficeChange), Vec<FieldError>> {
    let code = Slug::parse(sent.get("code")).filter(|code| !RESERVED.contains(&code.as_str()));
    match (code, change) {
        (Some(code), Ok(change)) => Ok((code, change)),
        (code, change) => {
            let code = code.is_none().then(|| FieldError::new("code", "office-code"));
            Err(code.into_iter().chain(change.err().unwrap_or_default()).collect())
        }
    }
}

fn draw_new(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    departments: Vec<String>,
    sent: Sent,
    errors: &[FieldError],
) -> Page {
    let texts = cx.texts;
    let (drawn, snapshot, refused) = (cx.clone(), catalogue.snapshot(), refused(cx, errors));
    desk_page(cx, actor, Place::Offices, texts.office_new(), move || {
        let cx = drawn;
        let crumbs = vec![Crumb { href: cx.href(PATH), label: texts.desk_offices().to_owned() }];
        let options: Vec<SelectOption> = departments
            .into_iter()
            .map(|id| SelectOption {
                label: format!("{} {id}", department_words(&cx, &snapshot, &id)),
                selected: sent.get("department") == id,
                value: id,
            })
            .collect();
        let (action, title, items) = (cx.href(&format!("{PATH}/new")), refused.title(&cx), refused.items());
        let code = line(&cx, &sent, &refused, ("code", "text"), texts.office_code(), texts.office_code_hint());
        let department_error = refused.of("department");
        let fields = fields(&cx, &snapshot, &sent, &refused);
        view! {
            <DeskHead title=texts.office_new() crumbs=crumbs crumbs_label=texts.breadcrumbs() />
            <ErrorSummary title=title items=items />
            <form method="post" action=action class="stack">
                <Card>
                    <div class="stack">
                        {code}
                        <Select id="department" name="department" label=texts.account_department() options=options
                            error=department_error />
                    </div>
                </Card>
                {fields}
                <SubmitButton label=texts.office_new() />
            </form>
        }
        .into_any()
    })
}

/// `GET /desk/offices/{code}/edit`: what is said of an office, as a form.
pub async fn office_form(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    let office = kept(&appointments, &authority(&actor, &catalogue), &code).await?;
    let sent = sent_of(&office.office);
    Ok(draw(&cx, &actor, &catalogue, office, sent, Before::default()))
}

/// `POST /desk/offices/{code}/edit`: says something else of an office.
pub async fn change_office(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue);
    let office = kept(&appointments, &authority, &code).await?;
    let sent = Sent(pairs);
    let (status, before) = match read(&sent, &catalogue.snapshot()) {
        Err(errors) => (StatusCode::BAD_REQUEST, Before::wrong(errors)),
        Ok(change) => {
            match appointments.change_office(&authority, &office.office.code, sent.revision(), change).await {
                Ok(()) => {
                    let target = cx.href(&path_of(&office, "?done=office-done-change"));
                    return Ok(Redirect::to(&target).into_response());
                }
                Err(EditError::Changed) => (StatusCode::CONFLICT, Before::changed()),
                Err(error) => return Err(error.into()),
            }
        }
    };
    Ok(draw(&cx, &actor, &catalogue, office, sent, before).status(status).into_response())
}

fn draw(cx: &Cx, actor: &Actor, catalogue: &Catalogue, office: KeptOffice, sent: Sent, before: Before) -> Page {
    let texts = cx.texts;
    let (drawn, snapshot, refused) = (cx.clone(), catalogue.snapshot(), refused(cx, &before.errors));
    desk_page(cx, actor, Place::Offices, texts.office_edit(), move || {
        let cx = drawn;
        let (title, items) = (refused.title(&cx), refused.items());
        let action = cx.href(&path_of(&office, "/edit"));
        let fields = fields(&cx, &snapshot, &sent, &refused);
        // Whoever was told that somebody else changed it sends it again of what stands there now.
        let revision = if before.changed { office.office.revision } else { sent.revision() };
        view! {
            <DeskHead title=texts.office_edit() crumbs=crumbs(&cx, &office) crumbs_label=texts.breadcrumbs() />
            <ErrorSummary title=title items=items />
            {before.view(&cx)}
            <form method="post" action=action class="stack">
                <input type="hidden" name="revision" value=revision />
                {fields}
                <SubmitButton label=texts.office_save() />
            </form>
        }
        .into_any()
    })
}
