use axum::extract::{Query, State};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::super::{Place, desk_page},
    PATH, authority, path_of, words,
};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{
        ButtonKind, Card, DeskHead, EmptyState, IconName, LinkButton, Pagination, Row, Rows, Select, SelectOption,
        SubmitButton, Tone,
    },
};
use identity::{Permission, SignedIn};
use openid::{
    OpenId,
    model::{Client, ClientState},
    registry::{APPLICATIONS_PAGE, ClientId},
};

/// Which applications, and after which one.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
}

/// `GET /desk/applications`: the applications one keeps or decides about.
pub async fn applications(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(openid): State<OpenId>,
    State(catalogue): State<Catalogue>,
    Query(asked): Query<Asked>,
) -> Result<Page, AppError> {
    let texts = cx.texts;
    let authority = authority(&actor, &catalogue);
    // What is no state or name finds what is found without it.
    let state = ClientState::parse(&asked.state);
    let after = ClientId::parse(&asked.after).map(|after| after.to_string()).unwrap_or_default();
    let found = openid.applications(&authority, state, &after).await?;
    let waiting = openid.applications_with_changes(&authority).await?;
    let keeps = !actor.scope(Permission::KeepApplications).is_empty();
    let (shown, snapshot) = (cx.clone(), catalogue.snapshot());
    Ok(desk_page(&cx, &actor, Place::Applications, texts.desk_applications(), move || {
        let cx = shown;
        let more = (found.len() as u64 == APPLICATIONS_PAGE).then(|| found.last()).flatten().map(|last| {
            let state = state.map(ClientState::code).unwrap_or_default();
            let href = cx.href(&format!("{PATH}?state={state}&after={}", last.client_id));
            view! { <Pagination label=texts.pagination() href=href more=texts.accounts_more() /> }
        });
        let rows: Vec<Row> =
            found.iter().map(|client| row(&cx, client, &snapshot, waiting.contains(&client.id))).collect();
        let list = if rows.is_empty() {
            view! { <Card><EmptyState icon=IconName::Globe title=texts.desk_applications_none() /></Card> }.into_any()
        } else {
            view! { <Card flush=true><Rows items=rows /></Card> }.into_any()
        };
        let new =
            keeps.then(|| view! { <LinkButton href=cx.href(&format!("{PATH}/new")) label=texts.application_new() /> });
        let action = cx.href(PATH);
        let states = states(&cx, state);
        view! {
            <DeskHead title=texts.desk_applications() meta=texts.desk_applications_lead()>{new}</DeskHead>
            <form method="get" action=action class="find" role="search">
                <Select id="state" name="state" label=texts.application_state() options=states />
                <SubmitButton label=texts.accounts_find() kind=ButtonKind::Quiet />
            </form>
            {list}
            {more}
        }
        .into_any()
    }))
}

fn row(cx: &Cx, client: &Client, snapshot: &catalogue::Snapshot, waits: bool) -> Row {
    let (label, tone) = words::state(cx, client.state);
    let department = super::super::accounts::department_words(cx, snapshot, &client.department);
    let name = client.definition.name.text(cx.language()).to_owned();
    let row = Row::new(path_of(cx, &client.client_id), name)
        .meta(format!("{} · {department}", client.client_id))
        .pill(label, tone);
    if waits { row.pill(cx.texts.application_change_waits(), Tone::Wanted) } else { row }
}

fn states(cx: &Cx, chosen: Option<ClientState>) -> Vec<SelectOption> {
    let any = SelectOption {
        value: String::new(),
        label: cx.texts.application_state_any().to_owned(),
        selected: chosen.is_none(),
    };
    let states = ClientState::ALL.into_iter().map(|state| SelectOption {
        value: state.code().to_owned(),
        label: words::state(cx, state).0,
        selected: chosen == Some(state),
    });
    std::iter::once(any).chain(states).collect()
}
