//! What stands beside the form: checks, what differs, handing in.

use leptos::prelude::*;

use super::{
    item_href,
    load::{Asked, Shown},
    section_href,
};
use crate::city_time::for_field;
use catalogue::publishing::{Field as ItemField, Finding, Section, Severity, Sheet, Work, place_of};
use foundation::{
    context::Cx,
    ui::{
        ButtonKind, Card, Details, Diff, Difference, Field, Lamp, LampState, Step, StepState, Steps, SubmitButton,
        TextArea,
    },
};

/// How many findings and differences stand open.
const OPEN: usize = 4;

/// Everything beside the form.
pub(super) fn side(cx: &Cx, shown: &Shown, asked: &Asked) -> AnyView {
    view! {
        <div class="stack">
            {checks(cx, shown)}
            {difference(cx, shown)}
            {stage(cx, shown, asked)}
        </div>
    }
    .into_any()
}

fn finding_link(cx: &Cx, shown: &Shown, finding: &Finding) -> AnyView {
    let section = ItemField::named(Sheet::field_of(&finding.path)).map_or(Section::Basics, |field| field.section);
    let href = format!("{}#{}", section_href(cx, &shown.draft.code, section), place_of(&finding.path));
    let (place, why) = (shown.words.place(&finding.path), cx.texts.by_key(finding.key).unwrap_or_default());
    let state = if finding.severity == Severity::Error { LampState::Danger } else { LampState::Idle };
    view! { <li><Lamp state=state label=why />" "<a href=href>{place}</a></li> }.into_any()
}

fn checks(cx: &Cx, shown: &Shown) -> AnyView {
    let texts = cx.texts;
    let report = &shown.report;
    let (errors, warnings) = (report.errors().count(), report.warnings().count());
    let verdict = match (errors, warnings) {
        (0, 0) => view! { <Lamp state=LampState::Ok label=texts.editor_all_good() /> }.into_any(),
        (0, _) => view! { <Lamp state=LampState::Idle label=texts.editor_warnings(warnings) /> }.into_any(),
        _ => view! { <Lamp state=LampState::Danger label=texts.editor_errors(errors) /> }.into_any(),
    };
    let mut links = report.findings.iter().map(|finding| finding_link(cx, shown, finding)).collect::<Vec<_>>();
    let rest = links.split_off(links.len().min(errors.max(OPEN)));
    let more = (!rest.is_empty()).then(|| {
        let summary = texts.editor_more_findings(rest.len());
        view! { <Details summary=summary><ul class="findings">{rest}</ul></Details> }
    });
    let points = report.points.iter().map(|point| {
        let (state, why) = (
            if point.earned { LampState::Ok } else { LampState::Idle },
            texts.editor_point(texts.by_key(point.key).unwrap_or_default(), point.worth),
        );
        view! { <li><Lamp state=state label=why /></li> }
    });
    let points = points.collect_view();
    view! {
        <Card title=texts.editor_checks() id="checks" note=texts.editor_score(report.score())>
            <p>{verdict}</p>
            <ul class="findings">{links}</ul>
            {more}
            <Details summary=texts.editor_score_made_of()><ul class="findings">{points}</ul></Details>
        </Card>
    }
    .into_any()
}

fn difference(cx: &Cx, shown: &Shown) -> AnyView {
    let texts = cx.texts;
    let Some((version, changes)) = &shown.live else { return ().into_any() };
    let count = texts.editor_places_count(changes.len());
    let mut items: Vec<Difference> = changes.iter().cloned().map(Into::into).collect();
    let rest = items.split_off(items.len().min(OPEN));
    let more = (!rest.is_empty()).then(|| {
        let summary = texts.editor_more_differences(rest.len());
        view! { <Details summary=summary><Diff removed_label=texts.diff_removed() added_label=texts.diff_added() items=rest /></Details> }
    });
    view! {
        <Card title=texts.editor_difference(version.to_string()) id="difference" note=count>
            <Diff removed_label=texts.diff_removed() added_label=texts.diff_added() items=items />
            {more}
        </Card>
    }
    .into_any()
}

fn stage(cx: &Cx, shown: &Shown, asked: &Asked) -> AnyView {
    let texts = cx.texts;
    let draft = &shown.draft;
    let at = match draft.state {
        Work::None | Work::Draft => 0,
        Work::Review => 1,
        Work::Approved => 2,
    };
    let writers: Vec<&str> = draft.editors.iter().map(|editor| editor.display_name.as_str()).collect();
    let names = [texts.editor_stage_writing(), texts.editor_stage_review(), texts.editor_stage_effect()];
    let notes = [
        writers.join(texts.editor_list_separator()),
        String::new(),
        draft.publish_at.map(|at| for_field(Some(at)).replace('T', " ")).unwrap_or_default(),
    ];
    let steps = names.iter().zip(notes).enumerate().map(|(number, (title, note))| Step {
        title: (*title).to_owned(),
        note,
        state: match number.cmp(&at) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Now,
            std::cmp::Ordering::Greater => StepState::Plain,
        },
    });
    let steps = steps.collect::<Vec<_>>();
    let forms = (draft.state == Work::Draft).then(|| hand_in(cx, shown, asked));
    view! { <Card title=texts.editor_stage() id="submit"><Steps items=steps />{forms}</Card> }.into_any()
}

fn hand_in(cx: &Cx, shown: &Shown, asked: &Asked) -> AnyView {
    let texts = cx.texts;
    let draft = &shown.draft;
    let revision = draft.revision.to_string();
    let discard = item_href(cx, &draft.code, "/discard");
    let error = |field: &str| asked.refused.get(field).cloned().unwrap_or_default();
    // A text that was given back keeps what was said when it was handed in.
    let kept =
        |typed: &str, stored: String| if asked.submission.revision.is_empty() { stored } else { typed.to_owned() };
    let note = kept(&asked.submission.note, draft.note.clone());
    let publish = kept(&asked.submission.publish_at, for_field(draft.publish_at));
    let expire = kept(&asked.submission.expire_at, for_field(draft.expire_at));
    view! {
        <form class="stack" method="post" action=item_href(cx, &draft.code, "/submit")>
            <input type="hidden" name="revision" value=revision.clone() />
            <TextArea
                id="note" name="note" label=texts.editor_note() hint=texts.editor_note_help() value=note
                error=error("note") rows=2 maxlength=Some(500)
            />
            <Field
                id="publish_at" name="publish_at" kind="datetime-local" label=texts.editor_publish_at()
                hint=texts.editor_publish_at_help() value=publish error=error("publish_at")
            />
            <Field
                id="expire_at" name="expire_at" kind="datetime-local" label=texts.editor_expire_at()
                hint=texts.editor_expire_at_help() value=expire error=error("expire_at")
            />
            <SubmitButton label=texts.editor_submit() full=true />
        </form>
        <Details summary=texts.editor_discard()>
            <form class="stack" method="post" action=discard>
                <input type="hidden" name="revision" value=revision />
                <p>{texts.editor_discard_help()}</p>
                <SubmitButton label=texts.editor_discard() kind=ButtonKind::Danger full=true />
            </form>
        </Details>
    }
    .into_any()
}
