use axum::extract::{Path, State};
use leptos::prelude::*;

use super::{
    super::{
        Place,
        city_time::{for_field, when},
        desk_page,
    },
    refused::Refused,
    words::{code_of, department_name, item_crumbs, item_path, people, state_pills},
};
use catalogue::{
    Catalogue,
    publishing::{Draft, EventKind, Live, PublicationEvent, Publishing, PublishingError, Record, Work},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{
        ButtonKind, Card, DeskHead, Details, Field, LinkButton, Notice, Step, StepState, Steps, SubmitButton,
        SummaryList, SummaryRow, Tone,
    },
};
use identity::{Actor, Permission, SignedIn};

/// What the pages of one item work with.
pub(super) struct Shown {
    /// What is known of it.
    pub(super) record: Record,
    /// The text being written, where there is one.
    pub(super) draft: Option<Draft>,
    /// Its department and those above it.
    pub(super) chain: Vec<String>,
}

impl Shown {
    /// Reads what is known of an item; what this person does not see is not found.
    pub(super) async fn load(
        publishing: &Publishing,
        catalogue: &Catalogue,
        actor: &Actor,
        code: &str,
    ) -> Result<Self, AppError> {
        let record = publishing.record(actor, &code_of(code)?).await?;
        let draft = match publishing.draft(actor, &record.code).await {
            Ok(draft) => Some(draft),
            Err(PublishingError::NotFound) => None,
            Err(error) => return Err(error.into()),
        };
        let chain = catalogue.snapshot().department_chain(&record.department);
        Ok(Self { record, draft, chain })
    }

    /// Whether this person may do something with the item, as far as its department decides.
    pub(super) fn may(&self, actor: &Actor, permission: Permission) -> bool {
        actor.may(permission, &self.chain)
    }

    /// Whether this person wrote in the text.
    pub(super) fn is_own(&self, actor: &Actor) -> bool {
        self.draft
            .as_ref()
            .is_some_and(|draft| draft.editors.iter().any(|editor| editor.account == Some(actor.account)))
    }
}

/// `GET /desk/items/{code}`: where an item stands, and what this person can do with it.
pub async fn item(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    item_page(&cx, &actor, &catalogue, &publishing, &code, Refused::default()).await
}

/// The item's page, with what went wrong on top.
pub(super) async fn item_page(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    publishing: &Publishing,
    code: &str,
    refused: Refused,
) -> Result<Page, AppError> {
    let shown = Shown::load(publishing, catalogue, actor, code).await?;
    let last = publishing.events(&shown.record.code).await?.into_iter().next();
    let (drawn, who, catalogue, told) = (cx.clone(), actor.clone(), catalogue.clone(), refused.clone());
    let title = shown.record.name.get(cx.language()).to_owned();
    let page =
        desk_page(cx, actor, Place::Items, title, move || body(&drawn, &who, &catalogue, &shown, last.as_ref(), &told));
    Ok(refused.on(page))
}

fn body(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    shown: &Shown,
    last: Option<&PublicationEvent>,
    refused: &Refused,
) -> AnyView {
    let texts = cx.texts;
    let record = &shown.record;
    let path = |below: &str| cx.href(&item_path(&record.code, below));
    let may = |permission: Permission| shown.may(actor, permission);
    let edit = may(Permission::EditItems) && matches!(record.work, Work::None | Work::Draft);
    let review = record.work == Work::Review;
    let edit = edit.then(|| {
        let label = if record.work == Work::Draft { texts.desk_go_on_writing() } else { texts.desk_edit() };
        let kind = if review { ButtonKind::Quiet } else { ButtonKind::Primary };
        view! { <LinkButton href=path("/edit") label=label kind=kind /> }
    });
    let review = review.then(|| view! { <LinkButton href=path("/review") label=texts.desk_review() /> });
    let public = (record.live == Live::Published).then(|| {
        let href = cx.href(&format!("/items/{}", record.code));
        view! { <LinkButton href=href label=texts.desk_public_page() kind=ButtonKind::Quiet /> }
    });
    let mut facts = vec![
        SummaryRow::new(texts.desk_column_code(), record.code.to_string()),
        SummaryRow::new(texts.desk_column_department(), department_name(catalogue, cx.language(), &record.department)),
        SummaryRow::new(texts.desk_column_changed(), {
            let (at, by) = (when(cx, record.changed_at), record.changed_by.clone());
            texts.desk_changed_by(at, by)
        }),
    ];
    if let Some(version) = record.version {
        facts.push(SummaryRow::new(texts.desk_column_version(), texts.desk_version(version.to_string())));
    }
    if let Some(at) = record.expire_at {
        facts.push(SummaryRow::new(texts.desk_column_expire_at(), when(cx, at)));
    }
    let steps = stages(cx, record, shown.draft.as_ref());
    let history = view! { <LinkButton href=path("/history") label=texts.desk_history() kind=ButtonKind::Quiet /> };
    view! {
        <DeskHead
            title=record.name.get(cx.language())
            crumbs=item_crumbs(cx, None)
            crumbs_label=texts.desk_trail()
            kicker=record.code.to_string()
            pills=state_pills(texts, record)
        >
            {public}
            {history}
            {edit}
            {review}
        </DeskHead>
        {refused.view(cx)}
        {withdrawn_notice(cx, record, last)}
        <div class="desk-cols">
            <div class="stack">
                <Card id="stage" title=texts.desk_stage()>
                    <Steps items=steps />
                </Card>
                {acts(cx, actor, shown, refused)}
            </div>
            <div class="stack"><Card id="facts" title=texts.desk_known()><SummaryList items=facts /></Card></div>
        </div>
    }
    .into_any()
}

/// Why residents have nothing, in the words of whoever took it away.
fn withdrawn_notice(cx: &Cx, record: &Record, last: Option<&PublicationEvent>) -> Option<AnyView> {
    let event = last.filter(|event| event.kind == EventKind::Withdrawn && record.live == Live::Withdrawn)?;
    let (told, reason) = (cx.texts.desk_withdrawn_by(when(cx, event.at), event.by.clone()), event.reason.clone());
    Some(view! { <Notice tone=Tone::Danger><p>{told}</p><p>{reason}</p></Notice> }.into_any())
}

/// 编写 → 审核 → 生效, and where the text stands.
pub(super) fn stages(cx: &Cx, record: &Record, draft: Option<&Draft>) -> Vec<Step> {
    let texts = cx.texts;
    let here = match record.work {
        Work::None => 3,
        Work::Draft => 0,
        Work::Review => 1,
        Work::Approved => 2,
    };
    let state = |at: usize| match at.cmp(&here) {
        std::cmp::Ordering::Less => StepState::Done,
        std::cmp::Ordering::Equal => StepState::Now,
        std::cmp::Ordering::Greater => StepState::Plain,
    };
    let done = |who: &(catalogue::publishing::Person, chrono::DateTime<chrono::Utc>)| {
        texts.desk_changed_by(when(cx, who.1), who.0.display_name.clone())
    };
    let written = draft.map(|draft| people(texts, &draft.editors)).unwrap_or_default();
    let reviewed = draft.and_then(|draft| draft.approved.as_ref().or(draft.submitted.as_ref())).map(done);
    let effective = match (draft, record.work) {
        (Some(draft), Work::Approved) => {
            let publishes = draft.publish_at.map(|at| texts.desk_publishes_at(when(cx, at)));
            let expires = draft.expire_at.map(|at| texts.desk_expires_at(when(cx, at)));
            Some(publishes.into_iter().chain(expires).collect::<Vec<_>>().join(" · "))
        }
        _ => None,
    };
    // Nothing written at all is not a process that is over.
    let state =
        |at: usize| if record.work == Work::None && record.live == Live::Never { StepState::Plain } else { state(at) };
    vec![
        Step { title: texts.desk_stage_write().to_owned(), note: written, state: state(0) },
        Step { title: texts.desk_stage_review().to_owned(), note: reviewed.unwrap_or_default(), state: state(1) },
        Step { title: texts.desk_stage_effect().to_owned(), note: effective.unwrap_or_default(), state: state(2) },
    ]
}

/// The forms of what can be done now, by this person.
fn acts(cx: &Cx, actor: &Actor, shown: &Shown, refused: &Refused) -> Option<AnyView> {
    let texts = cx.texts;
    let record = &shown.record;
    let path = |below: &str| cx.href(&item_path(&record.code, below));
    let may = |permission: Permission| shown.may(actor, permission);
    let waits = matches!(record.work, Work::Review | Work::Approved);
    let take_back = (waits && (may(Permission::EditItems) || may(Permission::ReviewItems))).then(|| {
        view! {
            <form class="desk-act" method="post" action=path("/take-back")>
                <p>{texts.desk_take_back_what()}</p>
                <SubmitButton label=texts.desk_take_back() kind=ButtonKind::Quiet />
            </form>
        }
    });
    let reschedule = (record.work == Work::Approved && may(Permission::ReviewItems)).then(|| {
        // The times of the text that waits, not of the one that is public.
        let times = shown.draft.as_ref().map(|draft| (draft.publish_at, draft.expire_at)).unwrap_or_default();
        let (publish, expire) = (for_field(times.0), for_field(times.1));
        let (publish_error, expire_error) = (refused.of(cx, "publish_at"), refused.of(cx, "expire_at"));
        let open = !publish_error.is_empty() || !expire_error.is_empty();
        let action = path("/reschedule");
        view! {
            <Details summary=texts.desk_reschedule() open=open>
                <form class="stack desk-form" method="post" action=action>
                    <Field
                        id="publish_at" name="publish_at" label=texts.desk_publish_at() kind="datetime-local"
                        hint=texts.desk_publish_at_hint() value=publish
                        error=publish_error short=true
                    />
                    <Field
                        id="expire_at" name="expire_at" label=texts.desk_expire_at() kind="datetime-local"
                        hint=texts.desk_expire_at_hint() value=expire
                        error=expire_error short=true
                    />
                    <SubmitButton label=texts.desk_reschedule_do() />
                </form>
            </Details>
        }
    });
    let gone = matches!(record.live, Live::Withdrawn | Live::Expired);
    let restore = (gone && may(Permission::WithdrawItems)).then(|| {
        let version = record.version.unwrap_or_default().to_string();
        view! {
            <form class="desk-act" method="post" action=path("/restore")>
                <p>{texts.desk_restore_what(version)}</p>
                <SubmitButton label=texts.desk_restore() />
            </form>
        }
    });
    let withdraw = (record.live == Live::Published && may(Permission::WithdrawItems)).then(|| {
        view! {
            <div class="desk-act">
                <p>{texts.desk_withdraw_what()}</p>
                <LinkButton href=path("/withdraw") label=texts.desk_withdraw() kind=ButtonKind::Danger />
            </div>
        }
    });
    (take_back.is_some() || reschedule.is_some() || restore.is_some() || withdraw.is_some()).then(|| {
        view! {
            <Card id="acts" title=texts.desk_acts()>
                <div class="stack">{take_back}{reschedule}{restore}{withdraw}</div>
            </Card>
        }
        .into_any()
    })
}
