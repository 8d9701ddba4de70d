use axum::extract::{Path, Query, State};
use leptos::prelude::*;

use super::{
    super::{
        super::{Place, city_time, desk_page},
        accounts::department_words,
        forms::{Refused, refused},
        me::Done,
    },
    PATH, authority,
    change::change_card,
    decisions::decision_cards,
    logo::logo_card,
    named, path_of,
    secret::secret_card,
    told::Problem,
    words,
};
use catalogue::{Catalogue, Snapshot};
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{
        Card, Column, Crumb, DeskHead, ErrorSummary, LinkButton, Moment, Notice, SummaryList, SummaryRow, Table,
        Timeline, Tone,
    },
};
use identity::{Actor, SignedIn};
use openid::{
    OpenId,
    registry::{Application, ApplicationEvent, DayUse, Typed},
};

/// What was done may be told after each of these, as `application-done-…`.
const DONE: [&str; 12] = [
    "request",
    "change",
    "propose",
    "same",
    "approve",
    "go-live",
    "refuse",
    "suspend",
    "resume",
    "accept-change",
    "refuse-change",
    "exempt",
];

/// What was asked for just before, and what became of it.
#[derive(Default)]
pub(super) struct Before {
    pub(super) done: String,
    pub(super) errors: Vec<FieldError>,
    pub(super) problem: Option<Problem>,
    /// A new secret, shown here and never again.
    pub(super) secret: Option<String>,
}

/// `GET /desk/applications/{client_id}`: one application and what can be done with it.
pub async fn application(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(openid): State<OpenId>,
    State(catalogue): State<Catalogue>,
    Path(name): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Page, AppError> {
    page(&cx, &actor, &openid, &catalogue, &name, Before { done, ..Before::default() }).await
}

/// The page of an application.
pub(super) async fn page(
    cx: &Cx,
    actor: &Actor,
    openid: &OpenId,
    catalogue: &Catalogue,
    name: &str,
    before: Before,
) -> Result<Page, AppError> {
    let (authority, name) = (authority(actor, catalogue), named(name)?);
    let application = openid.application(&authority, name.as_str()).await?;
    let uses = openid.application_uses(&authority, name.as_str()).await?;
    let (shown, snapshot, refused) = (cx.clone(), catalogue.snapshot(), refused(cx, &before.errors));
    let title = application.client.definition.name.text(cx.language()).to_owned();
    Ok(desk_page(cx, actor, Place::Applications, title, move || {
        draw(&shown, &snapshot, &application, &uses, before, &refused)
    }))
}

fn draw(
    cx: &Cx,
    snapshot: &Snapshot,
    application: &Application,
    uses: &[DayUse],
    before: Before,
    refused: &Refused,
) -> AnyView {
    let texts = cx.texts;
    let client = &application.client;
    let crumbs = vec![Crumb { href: cx.href(PATH), label: texts.desk_applications().to_owned() }];
    let (title, items) = (refused.title(cx), refused.items());
    let done = DONE.contains(&before.done.as_str()).then(|| words::word(cx, "done", &before.done));
    let done = done.map(|done| view! { <div role="status"><Notice tone=Tone::Ok><p>{done}</p></Notice></div> });
    let problem = before.problem.map(|problem| problem.view(cx));
    let edit = format!("{}/edit", path_of(cx, &client.client_id));
    let edit = application.may_keep.then(|| view! { <LinkButton href=edit label=texts.application_edit() /> });
    let mut about = vec![
        SummaryRow::new(words::word(cx, "field", "client_id"), client.client_id.clone()),
        SummaryRow::new(texts.account_department(), department_words(cx, snapshot, &client.department)),
    ];
    about.extend(words::summary(cx, &Typed::of(&client.definition)));
    let (name, pills) = (client.definition.name.text(cx.language()).to_owned(), vec![words::state(cx, client.state)]);
    let meta = words::word(cx, "next", client.state.code());
    view! {
        <DeskHead title=name crumbs=crumbs crumbs_label=texts.breadcrumbs() pills=pills meta=meta>{edit}</DeskHead>
        {done}
        <ErrorSummary title=title items=items />
        {problem}
        {secret_card(cx, application, before.secret)}
        {change_card(cx, application, refused)}
        {decision_cards(cx, application, refused)}
        {logo_card(cx, application, refused)}
        <Card title=texts.application_about() id="description"><SummaryList items=about /></Card>
        {uses_card(cx, uses)}
        {history(cx, &application.events)}
    }
    .into_any()
}

fn uses_card(cx: &Cx, uses: &[DayUse]) -> AnyView {
    let texts = cx.texts;
    let body = if uses.is_empty() {
        view! { <p>{texts.application_uses_none()}</p> }.into_any()
    } else {
        let column = |label: &str, number| Column { label: label.to_owned(), number };
        let columns = vec![
            column(texts.application_use_day(), false),
            column(texts.application_use_kind(), false),
            column(texts.application_use_count(), true),
        ];
        let rows = uses
            .iter()
            .map(|one| vec![one.day.to_string(), words::word(cx, "use", &one.kind), one.uses.to_string()])
            .collect();
        view! { <Table caption=texts.application_uses_caption() columns=columns rows=rows /> }.into_any()
    };
    view! { <Card title=texts.application_uses() id="uses">{body}</Card> }.into_any()
}

fn history(cx: &Cx, events: &[ApplicationEvent]) -> AnyView {
    let moments = events
        .iter()
        .map(|event| {
            Moment::new(words::word(cx, "event", event.act.code()), city_time::when(cx, event.at))
                .moment(city_time::machine(event.at))
                .who(event.by.clone())
                .text(event.note.clone())
        })
        .collect();
    view! { <Card title=cx.texts.application_history() id="history"><Timeline items=moments /></Card> }.into_any()
}
