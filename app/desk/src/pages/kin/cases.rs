//! How a list of cases and one of them are drawn and answered, whether they are about families or companies.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::{
        super::{Place, desk_page},
        forms::{Refused, done_notice, refused},
    },
    Decided, reason, sort,
};
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{
        ButtonKind, Card, ChoiceOption, Choices, Crumb, DeskHead, EmptyState, ErrorSummary, Field, IconName,
        LinkButton, Pagination, Row, Rows, SubmitButton, SummaryList, SummaryRow, TextArea,
    },
};
use identity::{Actor, kin_error::KinError};

/// Cases of a full page.
const FULL: usize = 50;
/// What was done may be told after each of these.
const DONE: [&str; 2] = ["case-done-approved", "case-done-refused"];

/// A list of cases.
pub(super) struct List {
    /// Where it is.
    pub(super) path: &'static str,
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    /// Pages beside it: address and name.
    pub(super) beside: Vec<(&'static str, &'static str)>,
}

impl List {
    /// Draws it with the cases of this page, the oldest first: the key of each, and its row, which leads to an address.
    pub(super) fn draw<C: Send + 'static>(
        self,
        cx: &Cx,
        actor: &Actor,
        done: &str,
        cases: Vec<C>,
        key: fn(&C) -> String,
        row: fn(&Cx, &C, String) -> Row,
    ) -> Page {
        let (texts, drawn) = (cx.texts, cx.clone());
        let notice = done_notice(cx, done, &DONE);
        desk_page(cx, actor, Place::Requests, self.title, move || {
            let (cx, path) = (drawn, self.path);
            let next = (cases.len() == FULL).then(|| cases.last()).flatten().map(|last| {
                let href = cx.href(&format!("{path}?after={}", key(last)));
                view! { <Pagination label=texts.pagination() href=href more=texts.accounts_more() /> }
            });
            let rows: Vec<Row> =
                cases.iter().map(|case| row(&cx, case, cx.href(&format!("{path}/{}", key(case))))).collect();
            let list = if rows.is_empty() {
                view! { <Card><EmptyState icon=IconName::Check title=texts.cases_none() /></Card> }.into_any()
            } else {
                view! { <Card flush=true><Rows items=rows /></Card> }.into_any()
            };
            let beside: Vec<AnyView> = self
                .beside
                .iter()
                .map(|(path, name)| {
                    view! { <LinkButton href=cx.href(path) label=*name kind=ButtonKind::Quiet /> }.into_any()
                })
                .collect();
            view! {
                <DeskHead title=self.title crumbs=Vec::new() crumbs_label=texts.breadcrumbs() meta=self.lead />
                {notice}
                {list}
                {next}
                {beside}
            }
            .into_any()
        })
    }
}

/// One case.
pub(super) struct Shown {
    /// Where the list is, and what it is called.
    pub(super) list: (&'static str, &'static str),
    /// The case in the list.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) rows: Vec<SummaryRow>,
    /// Whether it waits for a decision.
    pub(super) open: bool,
    /// Papers a clerk may have seen: code and message key.
    pub(super) papers: Vec<(&'static str, String)>,
    /// What is typed from the paper, and how.
    pub(super) number: (&'static str, &'static str),
}

impl Shown {
    /// Draws it with the forms that decide it.
    pub(super) fn draw(self, cx: &Cx, actor: &Actor, decided: Decided, errors: &[FieldError]) -> Page {
        let (texts, drawn, refused) = (cx.texts, cx.clone(), refused(cx, errors));
        desk_page(cx, actor, Place::Requests, self.title.clone(), move || {
            let cx = drawn;
            let crumbs = vec![Crumb { href: cx.href(self.list.0), label: self.list.1.to_owned() }];
            let (summary, items) = (refused.title(&cx), refused.items());
            let acts = self.open.then(|| self.forms(&cx, &decided, &refused));
            view! {
                <DeskHead title=self.title crumbs=crumbs crumbs_label=texts.breadcrumbs() />
                <ErrorSummary title=summary items=items />
                <Card><SummaryList items=self.rows /></Card>
                {acts}
            }
            .into_any()
        })
    }

    /// Approve with the paper seen and the number on it; refuse with a reason. The number is never sent back.
    fn forms(&self, cx: &Cx, decided: &Decided, refused: &Refused) -> AnyView {
        let texts = cx.texts;
        let papers: Vec<ChoiceOption> = self
            .papers
            .iter()
            .map(|(code, key)| ChoiceOption {
                value: (*code).to_owned(),
                label: texts.by_key(key).unwrap_or_default(),
                note: String::new(),
                checked: decided.paper == *code,
            })
            .collect();
        let approve = cx.href(&format!("{}/{}", self.list.0, self.id));
        let (refuse, typed, number) = (approve.clone(), decided.reason.clone(), self.number);
        let (paper_error, number_error, reason_error) =
            (refused.of("paper"), refused.of("number"), refused.of("reason"));
        view! {
            <Card title=texts.case_approve() id="approve">
                <form method="post" action=approve class="stack" autocomplete="off">
                    <input type="hidden" name="act" value="approve" />
                    <Choices id="paper" name="paper" legend=texts.case_paper() options=papers error=paper_error />
                    <Field id="number" name="number" label=number.0 hint=number.1 error=number_error autocomplete="off" />
                    <SubmitButton label=texts.case_approve() />
                </form>
            </Card>
            <Card title=texts.case_refuse() id="refuse">
                <form method="post" action=refuse class="stack">
                    <input type="hidden" name="act" value="refuse" />
                    <TextArea id="reason" name="reason" label=texts.case_reason() hint=texts.case_reason_hint() value=typed
                        error=reason_error />
                    <SubmitButton label=texts.case_refuse() kind=ButtonKind::Danger />
                </form>
            </Card>
        }
        .into_any()
    }
}

/// What a clerk decided, read from the form.
pub(super) enum Decision<P, N> {
    /// The paper was seen, with this number on it.
    Approve(P, N),
    /// Not, for this reason.
    Refuse(String),
}

impl<P, N> Decision<P, N> {
    /// Reads every field, so that everything that is wrong is said at once. `paper` and `number` are what was read of theirs.
    pub(super) fn read(
        decided: &Decided,
        paper: Option<P>,
        number: Result<N, &'static str>,
    ) -> Result<Result<Self, Vec<FieldError>>, AppError> {
        Ok(match decided.act.as_str() {
            "approve" => match (paper, number) {
                (Some(paper), Ok(number)) => Ok(Self::Approve(paper, number)),
                (paper, number) => {
                    let paper = paper.is_none().then(|| FieldError::new("paper", "case-paper"));
                    let number = number.err().map(|fault| FieldError::new("number", fault));
                    Err(paper.into_iter().chain(number).collect())
                }
            },
            "refuse" => reason(&decided.reason).map(Self::Refuse).map_err(|error| vec![error]),
            _ => return Err(AppError::invalid("act", "unknown-choice")),
        })
    }
}

/// Leads back to the list where a case was decided; draws it again with what is wrong where it was not.
pub(super) fn answered(
    cx: &Cx,
    path: &str,
    outcome: Result<Result<&'static str, KinError>, Vec<FieldError>>,
    redraw: impl FnOnce(&[FieldError]) -> Page,
) -> Result<Response, AppError> {
    let errors = match outcome {
        Ok(Ok(done)) => return Ok(Redirect::to(&cx.href(&format!("{path}?done={done}"))).into_response()),
        Ok(Err(error)) => sort(error, "case-number-differs")?,
        Err(errors) => errors,
    };
    Ok(redraw(&errors).status(StatusCode::BAD_REQUEST).into_response())
}
