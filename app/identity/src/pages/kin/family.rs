use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

use super::{
    super::account_page,
    form::{Done, done_notice},
    words::{deeds, powers_words, relation_words, when},
};
use crate::{
    InAccount,
    family::{CaseState, Family, MOST_HELPED, MOST_HELPERS, Overview, RequestView, Side, TieView},
};
use foundation::{
    context::Cx,
    error::AppError,
    ui::{ButtonKind, Card, EmptyState, IconName, LinkButton, Row, Rows, Tone},
};

/// What was done may be told after each of these.
const DONE: [&str; 6] = [
    "family-done-asked",
    "family-done-bound",
    "family-done-agreed",
    "family-done-refused",
    "family-done-withdrawn",
    "family-done-at-counter",
];

/// `GET /me/family`: whom I help, who helps me, what waits, and what was done.
pub async fn family(
    cx: Cx,
    InAccount(holder): InAccount,
    State(family): State<Family>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    let overview = family.overview(&holder).await?;
    let texts = cx.texts;
    let (drawn, notice) = (cx.clone(), done_notice(&cx, &done, &DONE));
    Ok(account_page(&cx, texts.family(), texts.family_lead(), move || draw(&drawn, &overview, notice)).into_response())
}

fn draw(cx: &Cx, overview: &Overview, notice: Option<AnyView>) -> AnyView {
    let texts = cx.texts;
    let helps: Vec<&TieView> = overview.ties.iter().filter(|tie| tie.side == Side::Helper).collect();
    let helped: Vec<&TieView> = overview.ties.iter().filter(|tie| tie.side == Side::Relative).collect();
    let helps_note = texts.family_helps_note(i64::try_from(helps.len()).unwrap_or_default(), i64::from(MOST_HELPED));
    let helped_note =
        texts.family_helped_by_note(i64::try_from(helped.len()).unwrap_or_default(), i64::from(MOST_HELPERS));
    let of_me: Vec<Row> = overview.asked_of_me.iter().map(|request| asks_me(cx, request)).collect();
    let of_me = (!of_me.is_empty()).then(|| {
        view! { <Card title=texts.family_asked_of_me() id="asked-of-me" flush=true><Rows items=of_me /></Card> }
    });
    let waiting: Vec<Row> = overview
        .asked
        .iter()
        .filter(|request| request.is_open())
        .map(|request| waits(cx, request))
        .chain(overview.at_counter.iter().map(|asked| {
            let state = texts.by_key(asked.state.key()).unwrap_or_default();
            let meta = if asked.reason.is_empty() { when(cx, asked.created_at) } else { asked.reason.clone() };
            let tone = if asked.state == CaseState::Open { Tone::Info } else { Tone::Plain };
            Row::new("", asked.name.clone()).meta(meta).pill(state, tone)
        }))
        .collect();
    let waiting = (!waiting.is_empty()).then(|| {
        view! { <Card title=texts.family_asked() id="asked" flush=true><Rows items=waiting /></Card> }
    });
    let ended: Vec<Row> = overview.ended.iter().map(|tie| bound(cx, tie)).collect();
    let ended = (!ended.is_empty()).then(|| {
        view! { <Card title=texts.family_ended_list() id="ended" flush=true><Rows items=ended /></Card> }
    });
    let (helps, helped) =
        (list(cx, &helps, texts.family_none_helped()), list(cx, &helped, texts.family_none_helping()));
    let done = deeds(cx, &overview.deeds);
    let add = cx.href("/me/family/add");
    let companies = cx.href("/me/companies");
    let acting = cx.href("/me/acting");
    view! {
        {notice}
        {of_me}
        <Card title=texts.family_helps() id="helps" note=helps_note>
            {helps}
            <LinkButton href=add label=texts.family_add() full=true />
        </Card>
        <Card title=texts.family_helped_by() id="helped-by" note=helped_note>{helped}</Card>
        {waiting}
        <Card title=texts.family_deeds() id="deeds" note=texts.family_deeds_note()>{done}</Card>
        {ended}
        <LinkButton href=acting label=texts.acting_title() kind=ButtonKind::Quiet full=true />
        <LinkButton href=companies label=texts.companies() kind=ButtonKind::Quiet full=true />
    }
    .into_any()
}

fn list(cx: &Cx, ties: &[&TieView], none: &'static str) -> AnyView {
    if ties.is_empty() {
        return view! { <EmptyState icon=IconName::Family title=none /> }.into_any();
    }
    let rows: Vec<Row> = ties.iter().map(|tie| bound(cx, tie)).collect();
    view! { <Rows items=rows /> }.into_any()
}

fn bound(cx: &Cx, tie: &TieView) -> Row {
    let relation = relation_words(cx, tie.relation);
    let relation = if tie.side == Side::Helper { relation } else { cx.texts.family_you_are(relation) };
    let row = Row::new(cx.href(&format!("/me/family/{}", tie.id)), tie.other.clone())
        .meta(powers_words(cx, &tie.powers))
        .pill(relation, Tone::Plain);
    if tie.ended_at.is_some() { row.pill(cx.texts.family_is_over(), Tone::Plain) } else { row }
}

fn asks_me(cx: &Cx, request: &RequestView) -> Row {
    Row::new(request_href(cx, request), cx.texts.family_asks_you(request.helper.clone()))
        .meta(powers_words(cx, &request.powers))
        .icon(IconName::Hand)
}

fn waits(cx: &Cx, request: &RequestView) -> Row {
    Row::new(request_href(cx, request), request.masked.clone())
        .meta(cx.texts.family_until(when(cx, request.ends_at)))
        .pill(cx.texts.by_key(&format!("family-request-{}", request.state)).unwrap_or_default(), Tone::Info)
}

fn request_href(cx: &Cx, request: &RequestView) -> String {
    cx.href(&format!("/me/family/requests/{}", request.id))
}
