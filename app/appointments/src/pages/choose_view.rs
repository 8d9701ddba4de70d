use foundation::{
    context::Cx,
    ids::AppointmentId,
    ui::{ActionBar, Card, Chip, ChipRow, Icon, IconName, PageHead, SubmitButton},
};
use identity::{acting::Acting, pages::ActingChoice, powers::Power, realname::RealNameLevel};
use leptos::prelude::*;

use super::{
    choose::Chosen,
    parts::{
        asked::Choice,
        month::month,
        stages::{Stage, stages},
        times::{TIME, times},
        words,
    },
};
use crate::DayState;

/// The month, the times of a day, for whom, and the button that keeps the place.
pub(super) fn draw(cx: &Cx, chosen: &Chosen) -> AnyView {
    let texts = cx.texts;
    let (matter, office) = (&chosen.matter, &chosen.office);
    let path = Chosen::path(matter, office);
    let base = Choice { persons: Some(chosen.persons), ..chosen.choice.clone() };
    let at = |choice: &Choice, part: &str| cx.href(&format!("{path}{}{part}", choice.query()));
    let schedule = &chosen.schedule;
    let alert = chosen.refusal.as_ref().map(|refusal| {
        let link = |time| at(&Choice { time: Some(time), month: None, day: None, ..base.clone() }, "#times");
        refusal.alert(cx, texts.booking_alert(), &schedule.proposed(texts, link))
    });
    let calendar = month(
        texts,
        schedule.month,
        &schedule.days,
        schedule.day,
        schedule.beside(|first| at(&base.in_month(first), "#month")),
        |day| at(&base.on(day), "#times"),
    );
    let offices = cx.href(&format!(
        "/book/{}{}",
        matter.code,
        Choice { item: base.item.clone(), persons: base.persons, ..Choice::default() }.query()
    ));
    let name = matter.content.name.get(cx.language()).to_owned();
    view! {
        <div class="stack column">
            <PageHead title=texts.booking_time_title() kicker=name back_href=offices.clone() back_label=texts.booking_back_offices() />
            {stages(texts, Stage::Time)}
            {alert}
            {place(cx, chosen, offices)}
            {persons(cx, chosen, |persons| at(&Choice { persons: Some(persons), ..base.clone() }, "#month"))}
            {calendar}
            {line(cx, chosen)}
            {form(cx, chosen, cx.href(&path))}
        </div>
    }
    .into_any()
}

/// The way into the line, where some day is full: somebody may need that one.
fn line(cx: &Cx, chosen: &Chosen) -> Option<AnyView> {
    let full = chosen.schedule.days.iter().find(|(_, state)| *state == DayState::Full)?;
    let choice = Choice { persons: Some(chosen.persons), time: None, ..chosen.choice.on(full.0) };
    let path = Chosen::path(&chosen.matter, &chosen.office);
    let href = cx.href(&format!("{path}/wait{}", choice.query()));
    Some(
        view! { <p class="small">{cx.texts.waiting_full()} " "<a href=href>{cx.texts.waiting_join()}</a></p> }
            .into_any(),
    )
}

/// Where, with the way to another place.
fn place(cx: &Cx, chosen: &Chosen, offices: String) -> AnyView {
    let (texts, content) = (cx.texts, &chosen.office.content);
    let language = cx.language();
    view! {
        <div class="card place-card">
            <span class="dot tone-main"><Icon name=IconName::Hall /></span>
            <p class="grow">
                <span class="row-title">{content.name.get(language).to_owned()}</span>
                <span class="meta">{content.address.get(language).to_owned()}</span>
            </p>
            <a href=offices>{texts.booking_change()}</a>
        </div>
    }
    .into_any()
}

/// How many come, where several may: more people take longer, so there are other times.
fn persons(cx: &Cx, chosen: &Chosen, link: impl Fn(u16) -> String) -> Option<AnyView> {
    let most = chosen.matter.content.terms.most_persons;
    let texts = cx.texts;
    (most > 1).then(|| {
        let chips = (1..=most)
            .map(|count| {
                let label = texts.booking_persons_count(i64::from(count));
                view! { <Chip href=link(count) label=label current=count == chosen.persons /> }
            })
            .collect_view();
        view! {
            <div class="persons">
                <p class="small">{texts.booking_persons()}</p>
                <ChipRow label=texts.booking_persons()>{chips}</ChipRow>
            </div>
        }
        .into_any()
    })
}

fn form(cx: &Cx, chosen: &Chosen, action: String) -> Option<AnyView> {
    let texts = cx.texts;
    let schedule = &chosen.schedule;
    let day = schedule.day?;
    let error =
        chosen.refusal.as_ref().filter(|refusal| refusal.field == Some(TIME)).map(|refusal| refusal.text.clone());
    let faces = times(texts, day, &schedule.times, chosen.time(), error);
    if !schedule.times.iter().any(|time| time.free > 0) {
        return Some(faces);
    }
    let length = words::length(texts, &chosen.matter.content.terms, chosen.persons);
    let (whom, label, note) = match &chosen.holder {
        Some(_) => (whom(cx, chosen), texts.booking_check(), None),
        None => (None, texts.booking_sign_in(), Some(texts.booking_sign_in_hint())),
    };
    Some(
        view! {
            <form method="post" action=action class="stack" novalidate=true>
                <input type="hidden" name="key" value=AppointmentId::new().to_string() />
                <input type="hidden" name="item" value=chosen.choice.item.clone().unwrap_or_default() />
                <input type="hidden" name="persons" value=chosen.persons.to_string() />
                <input type="hidden" name="day" value=day.to_string() />
                {faces}
                <p class="meta">{texts.booking_times_slots(length)}</p>
                {whom}
                {note.map(|note| view! { <p class="meta">{note}</p> })}
                <ActionBar note=chosen.office.content.name.get(cx.language()).to_owned() sum=words::day(texts, day)>
                    <SubmitButton label=label />
                </ActionBar>
            </form>
        }
        .into_any(),
    )
}

/// For whom, where there is somebody besides oneself.
fn whom(cx: &Cx, chosen: &Chosen) -> Option<AnyView> {
    let (holder, options) = chosen.holder.as_ref()?;
    if options.is_empty() {
        return None;
    }
    let wanted = Acting::parse(&chosen.choice.acting).unwrap_or(Acting::Myself);
    let (cx, name, level, options) = (cx.clone(), holder.display_name.clone(), holder.level, options.clone());
    Some(
        view! {
            <Card>
                <ActingChoice cx=cx name=name options=options power=Power::Book chosen=wanted level=level
                    needed=RealNameLevel::Registered />
            </Card>
        }
        .into_any(),
    )
}
