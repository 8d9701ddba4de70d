use std::collections::BTreeSet;

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
    PATH, RESERVED, authority, departments,
    fields::line,
    form::{Reader, Sent},
    problem::Before,
    words::word,
};
use appointments::{
    Appointments, EditError, NewMatter,
    model::{KeptMatter, MatterContent, Slug, Terms, Way},
};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{Card, ChoiceOption, Choices, Crumb, DeskHead, ErrorSummary, Select, SelectOption, SubmitButton, TextArea},
};
use identity::{Actor, SignedIn};

/// The longest name, in characters of Chinese.
const NAME: usize = 40;
/// The most items a matter is booked from.
const MOST_ITEMS: usize = 50;

/// `GET /desk/offices/matters/new`: the form of a matter that is new.
pub async fn new_matter(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
) -> Result<Page, AppError> {
    let departments = departments(&authority(&actor, &catalogue))?;
    let mut sent = Sent::default();
    for (field, value) in
        [("minutes", "15"), ("preparation", "0"), ("most_persons", "1"), ("changes_until", "2"), ("way", "counter")]
    {
        sent.put(field, value);
    }
    Ok(draw(&cx, &actor, &catalogue, Of::New(departments), sent, &Before::default()))
}

/// `POST /desk/offices/matters/new`: adds a matter.
pub async fn add_matter(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue);
    let departments = departments(&authority)?;
    let sent = Sent(pairs);
    let mut reader = Reader::new(&sent);
    let code = Slug::parse(sent.get("code")).filter(|code| !RESERVED.contains(&code.as_str()));
    if code.is_none() {
        reader.wrong("code", "office-code");
    }
    let errors = match (code, read(reader, &sent, &catalogue).await?) {
        (Some(code), Ok((content, items))) => {
            let department = sent.get("department").to_owned();
            let new = NewMatter { code, department, content, items };
            match appointments.add_matter(&authority, new).await.map_err(AppError::from) {
                Ok(()) => {
                    let target = cx.href(&format!("{PATH}/matters?done=matter-done-add"));
                    return Ok(Redirect::to(&target).into_response());
                }
                Err(AppError::Invalid(errors)) => errors,
                Err(error) => return Err(error),
            }
        }
        (_, read) => read.err().unwrap_or_default(),
    };
    let page = draw(&cx, &actor, &catalogue, Of::New(departments), sent, &Before::wrong(errors));
    Ok(page.status(StatusCode::BAD_REQUEST).into_response())
}

/// `GET /desk/offices/matters/{code}`: a matter as a form.
pub async fn matter_form(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    let kept = kept_matter(&appointments, &actor, &catalogue, &code).await?;
    let sent = sent_of(&kept);
    Ok(draw(&cx, &actor, &catalogue, Of::Kept(kept), sent, &Before::default()))
}

/// `POST /desk/offices/matters/{code}`: changes a matter.
pub async fn change_matter(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue);
    let kept = kept_matter(&appointments, &actor, &catalogue, &code).await?;
    let sent = Sent(pairs);
    let (status, before) = match read(Reader::new(&sent), &sent, &catalogue).await? {
        Err(errors) => (StatusCode::BAD_REQUEST, Before::wrong(errors)),
        Ok((content, items)) => {
            let code = &kept.matter.code;
            match appointments.change_matter(&authority, code, sent.revision(), content, items).await {
                Ok(()) => {
                    let target = cx.href(&format!("{PATH}/matters?done=matter-done-change"));
                    return Ok(Redirect::to(&target).into_response());
                }
                Err(EditError::Changed) => (StatusCode::CONFLICT, Before::changed()),
                Err(EditError::Invalid(errors)) => (StatusCode::BAD_REQUEST, Before::wrong(errors)),
                Err(error) => return Err(error.into()),
            }
        }
    };
    Ok(draw(&cx, &actor, &catalogue, Of::Kept(kept), sent, &before).status(status).into_response())
}

async fn kept_matter(
    appointments: &Appointments,
    actor: &Actor,
    catalogue: &Catalogue,
    code: &str,
) -> Result<KeptMatter, AppError> {
    let code = Slug::parse(code).ok_or(AppError::NotFound)?;
    Ok(appointments.matter_kept(&authority(actor, catalogue), &code).await?)
}

fn sent_of(kept: &KeptMatter) -> Sent {
    let (matter, terms) = (&kept.matter, kept.matter.content.terms);
    let mut sent = Sent::default();
    sent.put("name_zh", &matter.content.name.zh);
    sent.put("name_en", &matter.content.name.en);
    sent.put("minutes", terms.minutes);
    sent.put("preparation", terms.preparation);
    sent.put("most_persons", terms.most_persons);
    sent.put("changes_until", terms.changes_until_hours);
    sent.put("way", terms.way.code());
    sent.put("items", matter.items.join("\n"));
    sent.put("revision", kept.revision);
    sent
}

type Read = Result<(MatterContent, Vec<String>), Vec<FieldError>>;

/// Reads every field; the items have to be those residents find.
async fn read(mut reader: Reader<'_>, sent: &Sent, catalogue: &Catalogue) -> Result<Read, AppError> {
    let name = reader.bilingual("name", NAME, true);
    let minutes = reader.number("minutes", (1, 480), "matter-minutes");
    let preparation = reader.number("preparation", (0, 240), "matter-preparation");
    let most_persons = reader.number("most_persons", (1, 20), "matter-persons");
    let changes_until_hours = reader.number("changes_until", (0, 720), "matter-changes-until");
    let way = Way::parse(sent.get("way"));
    if way.is_none() {
        reader.wrong("way", "required");
    }
    let codes: BTreeSet<String> = sent.get("items").split_whitespace().map(str::to_owned).collect();
    let codes: Vec<String> = codes.into_iter().collect();
    if codes.len() > MOST_ITEMS {
        reader.wrong("items", "matter-items-many");
    } else if !codes.is_empty() {
        let is_code = |code: &String| catalogue::model::ItemCode::parse(code).is_some();
        if !codes.iter().all(is_code) || catalogue.items_by_code(&codes).await?.len() != codes.len() {
            reader.wrong("items", "matter-items");
        }
    }
    Ok(reader.done(|| {
        let terms = Terms {
            minutes: minutes?,
            preparation: preparation?,
            most_persons: most_persons?,
            way: way?,
            changes_until_hours: changes_until_hours?,
        };
        Some((MatterContent { name, terms }, codes))
    }))
}

/// What the form is of.
enum Of {
    /// A new matter, in one of these departments.
    New(Vec<String>),
    /// One there is.
    Kept(KeptMatter),
}

fn draw(cx: &Cx, actor: &Actor, catalogue: &Catalogue, of: Of, sent: Sent, before: &Before) -> Page {
    let texts = cx.texts;
    let (drawn, snapshot, refused) = (cx.clone(), catalogue.snapshot(), refused(cx, &before.errors));
    let (problem, changed) = (before.view(cx), before.changed);
    let title = match &of {
        Of::New(_) => texts.matter_new().to_owned(),
        Of::Kept(kept) => kept.matter.content.name.get(cx.language()).to_owned(),
    };
    desk_page(cx, actor, Place::Offices, title.clone(), move || {
        let cx = drawn;
        let crumbs = vec![
            Crumb { href: cx.href(PATH), label: texts.desk_offices().to_owned() },
            Crumb { href: cx.href(&format!("{PATH}/matters")), label: texts.matters().to_owned() },
        ];
        let (summary, items) = (refused.title(&cx), refused.items());
        let field = |name, kind, label, hint| line(&cx, &sent, &refused, (name, kind), label, hint);
        let (action, first, label) = match of {
            Of::New(departments) => {
                let options = departments.into_iter().map(|id| SelectOption {
                    label: format!("{} {id}", department_words(&cx, &snapshot, &id)),
                    selected: sent.get("department") == id,
                    value: id,
                });
                let error = refused.of("department");
                let first = view! {
                    {field("code", "text", texts.office_code(), texts.office_code_hint())}
                    <Select id="department" name="department" label=texts.account_department() options=options.collect()
                        error=error />
                };
                (format!("{PATH}/matters/new"), first.into_any(), texts.matter_new())
            }
            Of::Kept(kept) => {
                let revision = if changed { kept.revision } else { sent.revision() };
                let first = view! { <input type="hidden" name="revision" value=revision /> }.into_any();
                (format!("{PATH}/matters/{}", kept.matter.code), first, texts.office_save())
            }
        };
        let terms = [
            field("name_zh", "text", texts.matter_name(), ""),
            field("name_en", "text", texts.matter_name(), ""),
            field("minutes", "number", texts.matter_minutes(), texts.matter_minutes_hint()),
            field("preparation", "number", texts.matter_preparation(), texts.matter_preparation_hint()),
            field("most_persons", "number", texts.matter_persons(), ""),
            field("changes_until", "number", texts.matter_changes_until(), ""),
        ];
        let terms = terms.into_iter().collect_view();
        let ways = Way::ALL.map(|way| ChoiceOption {
            value: way.code().to_owned(),
            label: word(&cx, "matter-way", way.code()),
            note: String::new(),
            checked: sent.get("way") == way.code(),
        });
        let (codes, codes_error, way_error) = (sent.get("items").to_owned(), refused.of("items"), refused.of("way"));
        view! {
            <DeskHead title=title crumbs=crumbs crumbs_label=texts.breadcrumbs() meta=texts.matter_lead() />
            <ErrorSummary title=summary items=items />
            {problem}
            <form method="post" action=cx.href(&action) class="stack">
                <Card>
                    <div class="stack">
                        {first}
                        {terms}
                        <Choices id="way" name="way" legend=texts.matter_way() options=ways.to_vec() error=way_error />
                        <TextArea id="items" name="items" label=texts.matter_items() hint=texts.matter_items_hint()
                            value=codes error=codes_error />
                    </div>
                </Card>
                <SubmitButton label=label />
            </form>
        }
        .into_any()
    })
}
