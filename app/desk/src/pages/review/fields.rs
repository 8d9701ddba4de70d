use leptos::prelude::*;

use super::{
    super::{
        super::city_time::when,
        difference::{difference, words_of},
        words::field_label,
    },
    COMMENT, Review,
};
use catalogue::publishing::{Comment, Draft, FIELDS, FieldChange, Work};
use foundation::ui::{ButtonKind, Card, Details, Notice, SubmitButton, SummaryList, SummaryRow, TextArea, Tone};

/// The fields that differ from what is public, each with what was said about it.
pub(super) fn changed(review: &Review<'_>, draft: &Draft) -> AnyView {
    let (cx, texts) = (review.cx, review.cx.texts);
    let fields: Vec<AnyView> = FIELDS
        .iter()
        .filter_map(|field| {
            let changes: Vec<FieldChange> =
                review.changes.iter().filter(|change| change.field == field.name).cloned().collect();
            (!changes.is_empty()).then(|| {
                let id = format!("field-{}", field.name);
                let differing = difference(cx, &changes);
                let comments = comments(review, draft, field.name);
                view! {
                    <Card id=id title=field_label(texts, field.name)>
                        {differing}
                        {comments}
                    </Card>
                }
                .into_any()
            })
        })
        .collect();
    let said = match review.shown.record.version {
        Some(version) => texts.desk_differs_from(fields.len().to_string(), version.to_string()),
        None => texts.desk_differs_from_nothing().to_owned(),
    };
    let none = fields.is_empty().then(|| view! { <Notice>{texts.desk_differs_nowhere()}</Notice> });
    view! {
        <div class="stack">
            <h2 class="desk-part">{said}</h2>
            {none}
            {fields.collect_view()}
        </div>
    }
    .into_any()
}

/// The fields that stay as they are, folded, so that words can be said about them too.
pub(super) fn whole(review: &Review<'_>, draft: &Draft) -> Option<AnyView> {
    let texts = review.cx.texts;
    let words = words_of(review.cx, review.catalogue);
    let fields: Vec<AnyView> = FIELDS
        .iter()
        .filter(|field| !review.changes.iter().any(|change| change.field == field.name))
        .filter_map(|field| {
            let sheet = draft.sheet.field(field.name);
            let rows: Vec<SummaryRow> =
                sheet.iter().map(|(path, text)| SummaryRow::new(words.place(path), words.value(path, text))).collect();
            let open = draft.comments.iter().any(|comment| comment.field == field.name && comment.done_at.is_none())
                || review.typed.field == field.name && !review.typed.comment.is_empty();
            (!rows.is_empty()).then(|| {
                let comments = comments(review, draft, field.name);
                view! {
                    <Details summary=field_label(texts, field.name) open=open>
                        <SummaryList items=rows />
                        {comments}
                    </Details>
                }
                .into_any()
            })
        })
        .collect();
    (!fields.is_empty())
        .then(|| view! { <Card id="unchanged" title=texts.desk_unchanged()>{fields.collect_view()}</Card> }.into_any())
}

/// What was said about the text as a whole.
pub(super) fn about_the_whole(review: &Review<'_>, draft: &Draft) -> Option<AnyView> {
    let comments = comments(review, draft, "")?;
    Some(view! { <Card id="field-" title=review.cx.texts.desk_whole_text()>{comments}</Card> }.into_any())
}

/// What was said about a field, and the form to say more; nothing where neither is there.
fn comments(review: &Review<'_>, draft: &Draft, field: &str) -> Option<AnyView> {
    let said: Vec<AnyView> =
        draft.comments.iter().filter(|comment| comment.field == field).map(|one| comment(review, one)).collect();
    let form = (draft.state == Work::Review && review.reviews()).then(|| form(review, field));
    if said.is_empty() && form.is_none() {
        return None;
    }
    let said = (!said.is_empty()).then(|| view! { <ul class="comments">{said.collect_view()}</ul> });
    Some(view! { <div class="stack">{said}{form}</div> }.into_any())
}

fn comment(review: &Review<'_>, comment: &Comment) -> AnyView {
    let (cx, texts) = (review.cx, review.cx.texts);
    let by = texts.desk_changed_by(when(cx, comment.at), comment.by.display_name.clone());
    let end = if let Some(at) = comment.done_at {
        view! { <p class="meta">{texts.desk_comment_done(when(cx, at))}</p> }.into_any()
    } else {
        let action = review.path(&format!("/review/comments/{}/done", comment.number));
        view! {
            <form method="post" action=action>
                <SubmitButton label=texts.desk_comment_settle() kind=ButtonKind::Quiet />
            </form>
        }
        .into_any()
    };
    let tone = if comment.done_at.is_some() { Tone::Plain } else { Tone::Wanted };
    view! {
        <li class=format!("comment {}", tone.class())>
            <p class="comment-text">{comment.text.clone()}</p>
            <p class="meta">{by}</p>
            {end}
        </li>
    }
    .into_any()
}

fn form(review: &Review<'_>, field: &str) -> AnyView {
    let texts = review.cx.texts;
    let is_typed = review.typed.field == field && !review.refused.of(review.cx, "comment").is_empty();
    let (typed, error) = if is_typed {
        (review.typed.comment.clone(), review.refused.of(review.cx, "comment"))
    } else {
        (String::new(), String::new())
    };
    // The error summary links to the form that was refused.
    let id = if is_typed { "comment".to_owned() } else { format!("comment-{field}") };
    let (action, field, label) = (review.path("/review/comment"), field.to_owned(), field_label(texts, field));
    view! {
        <Details summary=texts.desk_comment_on(label) open=is_typed>
            <form class="stack" method="post" action=action>
                <input type="hidden" name="field" value=field />
                <TextArea id=id name="text" label=texts.desk_comment() value=typed error=error rows=2 maxlength=COMMENT />
                <SubmitButton label=texts.desk_comment_do() kind=ButtonKind::Quiet />
            </form>
        </Details>
    }
    .into_any()
}
