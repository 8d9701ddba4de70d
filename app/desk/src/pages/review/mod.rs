//! Reviewing a text: what differs from what is public, words about its fields, and the decision.

mod acts;
mod fields;

use axum::extract::{Path, State};
use leptos::prelude::*;

pub use self::acts::{approve, comment, send_back, settle_comment};

use super::{
    super::{
        Place,
        city_time::{for_field, when},
        desk_page,
    },
    acts::Times,
    difference::words_of,
    item::{Shown, stages},
    refused::Refused,
    words::{item_crumbs, item_path, people, state_pills},
};
use catalogue::{
    Catalogue,
    publishing::{Draft, FieldChange, Publishing, Sheet, Work, compare},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{
        ButtonKind, Card, DeskHead, Details, EmptyState, Field, IconName, LinkButton, Notice, Steps, SubmitButton,
        SummaryList, SummaryRow, TextArea, Tone,
    },
};
use identity::{Actor, Permission, SignedIn};

/// The longest comment, in characters; the service has the last word.
const COMMENT: u32 = 2_000;

/// What was typed into a form that was refused.
#[derive(Debug, Default)]
pub(super) struct Typed {
    /// The field a comment was about.
    field: String,
    /// The comment.
    comment: String,
    /// The words for sending back.
    send_back: String,
    /// The times of the approval, where one was asked for.
    times: Option<Times>,
}

/// `GET /desk/items/{code}/review`: the text in review.
pub async fn review(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    review_page(&cx, &actor, &catalogue, &publishing, &code, Typed::default(), Refused::default()).await
}

/// The review of a text, with what was typed and why it was refused.
pub(super) async fn review_page(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    publishing: &Publishing,
    code: &str,
    typed: Typed,
    refused: Refused,
) -> Result<Page, AppError> {
    let shown = Shown::load(publishing, catalogue, actor, code).await?;
    let live = match shown.record.version {
        Some(version) => Sheet::of(&publishing.version(&shown.record.code, version).await?.item),
        None => Sheet::default(),
    };
    let changes =
        shown.draft.as_ref().map(|draft| compare(&live, &draft.sheet, &words_of(cx, catalogue))).unwrap_or_default();
    let title = cx.texts.desk_review_title(shown.record.name.get(cx.language()).to_owned());
    let (drawn, who, catalogue, told) = (cx.clone(), actor.clone(), catalogue.clone(), refused.clone());
    let page = desk_page(cx, actor, Place::Items, title, move || {
        Review {
            cx: &drawn,
            actor: &who,
            catalogue: &catalogue,
            shown: &shown,
            changes: &changes,
            typed: &typed,
            refused: &told,
        }
        .draw()
    });
    Ok(refused.on(page))
}

/// The page while it is drawn.
struct Review<'a> {
    cx: &'a Cx,
    actor: &'a Actor,
    catalogue: &'a Catalogue,
    shown: &'a Shown,
    changes: &'a [FieldChange],
    typed: &'a Typed,
    refused: &'a Refused,
}

impl Review<'_> {
    fn path(&self, below: &str) -> String {
        self.cx.href(&item_path(&self.shown.record.code, below))
    }

    /// Whether this person reviews texts of this department.
    fn reviews(&self) -> bool {
        self.shown.may(self.actor, Permission::ReviewItems)
    }

    fn draw(&self) -> AnyView {
        let (cx, texts, record) = (self.cx, self.cx.texts, &self.shown.record);
        let name = record.name.get(cx.language());
        let body = if let Some(draft) = &self.shown.draft {
            self.text(draft)
        } else {
            let back = self.path("");
            view! {
                <Card>
                    <EmptyState icon=IconName::Check title=texts.desk_review_nothing()>
                        <LinkButton href=back label=texts.desk_back_to_item() kind=ButtonKind::Quiet />
                    </EmptyState>
                </Card>
            }
            .into_any()
        };
        let preview = self.shown.draft.as_ref().map(|_| {
            view! { <LinkButton href=self.path("/preview") label=texts.desk_preview() kind=ButtonKind::Quiet /> }
        });
        view! {
            <DeskHead
                title=texts.desk_review_title(name.to_owned())
                crumbs=item_crumbs(cx, Some((&record.code, name)))
                crumbs_label=texts.desk_trail()
                kicker=record.code.to_string()
                pills=state_pills(texts, record)
            >
                {preview}
            </DeskHead>
            {self.refused.view(cx)}
            {body}
        }
        .into_any()
    }

    fn text(&self, draft: &Draft) -> AnyView {
        let texts = self.cx.texts;
        let not_in_review = (draft.state != Work::Review)
            .then(|| view! { <Notice tone=Tone::Info>{texts.desk_review_not_now()}</Notice> });
        view! {
            {not_in_review}
            <div class="desk-cols">
                <div class="stack">
                    {fields::changed(self, draft)}
                    {fields::whole(self, draft)}
                </div>
                <div class="stack">
                    {self.about(draft)}
                    {fields::about_the_whole(self, draft)}
                    {self.decision(draft)}
                </div>
            </div>
        }
        .into_any()
    }

    /// Who wrote it and what they say about it.
    fn about(&self, draft: &Draft) -> AnyView {
        let (cx, texts) = (self.cx, self.cx.texts);
        let mut rows = vec![SummaryRow::new(texts.desk_written_by(), people(texts, &draft.editors))];
        if let Some((person, at)) = &draft.submitted {
            let by = texts.desk_changed_by(when(cx, *at), person.display_name.clone());
            rows.push(SummaryRow::new(texts.desk_submitted(), by));
        }
        if !draft.note.is_empty() {
            rows.push(SummaryRow::new(texts.desk_change_note(), draft.note.clone()));
        }
        if let Some(at) = draft.publish_at {
            rows.push(SummaryRow::new(texts.desk_publish_at(), when(cx, at)));
        }
        if let Some(at) = draft.expire_at {
            rows.push(SummaryRow::new(texts.desk_expire_at(), when(cx, at)));
        }
        let steps = stages(cx, &self.shown.record, Some(draft));
        view! {
            <Card id="about" title=texts.desk_stage()>
                <Steps items=steps />
                <SummaryList items=rows />
            </Card>
        }
        .into_any()
    }

    /// The forms of the decision, or why this person has none.
    fn decision(&self, draft: &Draft) -> Option<AnyView> {
        let texts = self.cx.texts;
        if draft.state != Work::Review {
            return None;
        }
        if !self.reviews() {
            return Some(view! { <Notice>{texts.desk_review_not_yours()}</Notice> }.into_any());
        }
        let approve = if self.shown.is_own(self.actor) {
            view! { <Notice tone=Tone::Warn>{texts.desk_review_own_text()}</Notice> }.into_any()
        } else {
            self.approve_form(draft)
        };
        let revision = draft.revision.to_string();
        let typed = self.typed.send_back.clone();
        let error = if typed.is_empty() && !self.typed.comment.is_empty() {
            String::new()
        } else {
            self.refused.of(self.cx, "words")
        };
        let open = !typed.is_empty() || !error.is_empty();
        let action = self.path("/review/send-back");
        Some(
            view! {
                <Card id="decide" title=texts.desk_decide()>
                    {approve}
                    <Details summary=texts.desk_send_back() open=open>
                        <form class="stack" method="post" action=action>
                            <input type="hidden" name="revision" value=revision />
                            <TextArea
                                id="words" name="text" label=texts.desk_send_back_words()
                                hint=texts.desk_send_back_hint() value=typed error=error maxlength=COMMENT
                            />
                            <SubmitButton label=texts.desk_send_back_do() kind=ButtonKind::Quiet />
                        </form>
                    </Details>
                </Card>
            }
            .into_any(),
        )
    }

    fn approve_form(&self, draft: &Draft) -> AnyView {
        let (cx, texts) = (self.cx, self.cx.texts);
        let (publish, expire) = match &self.typed.times {
            Some(times) => (times.publish_at.clone(), times.expire_at.clone()),
            None => (for_field(draft.publish_at), for_field(draft.expire_at)),
        };
        let error = |field: &str| self.refused.of(cx, field);
        view! {
            <form class="stack" method="post" action=self.path("/review/approve")>
                <input type="hidden" name="revision" value=draft.revision.to_string() />
                <Field
                    id="publish_at" name="publish_at" label=texts.desk_publish_at() kind="datetime-local"
                    hint=texts.desk_publish_at_hint() value=publish error=error("publish_at")
                />
                <Field
                    id="expire_at" name="expire_at" label=texts.desk_expire_at() kind="datetime-local"
                    hint=texts.desk_expire_at_hint() value=expire error=error("expire_at")
                />
                <SubmitButton label=texts.desk_approve() full=true />
            </form>
        }
        .into_any()
    }
}
