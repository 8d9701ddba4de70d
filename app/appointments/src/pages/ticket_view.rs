use catalogue::{PublishedItem, pages::what_to_bring};
use foundation::{
    context::Cx,
    ui::{Breadcrumbs, ButtonKind, Card, Crumb, Icon, IconName, LinkButton, Notice, Tone},
};
use leptos::prelude::*;

use super::{confirm::ticket_path, parts::words, qr::qr};
use crate::{Rules, Ticket, model::State};

/// The ticket, what to bring, how to get there, how to change it.
pub(super) fn draw(cx: &Cx, ticket: &Ticket, item: Option<&PublishedItem>, rules: Rules, done: &str) -> AnyView {
    let texts = cx.texts;
    let above = vec![Crumb { href: cx.href("/me/appointments"), label: texts.appointments().to_owned() }];
    let is_to_come = ticket.visit.state == State::Confirmed && ticket.visit.ends_at > cx.site.clock.now();
    let bring = item.filter(|_| is_to_come).and_then(|item| what_to_bring(cx, &item.item));
    view! {
        <div class="stack column">
            <Breadcrumbs label=texts.breadcrumbs() items=above />
            {news(cx, ticket, done)}
            {paper(cx, ticket, is_to_come)}
            {is_to_come.then(|| ways(cx, ticket))}
            {bring}
            {is_to_come.then(|| getting_there(cx, ticket))}
            {is_to_come.then(|| changes(cx, ticket, rules))}
        </div>
    }
    .into_any()
}

/// What was just done; else how the visit stands where it is not simply booked.
fn news(cx: &Cx, ticket: &Ticket, done: &str) -> AnyView {
    let texts = cx.texts;
    let state = ticket.visit.state;
    let (title, note) = match (state, done) {
        (State::Confirmed, "confirmed") => (texts.booking_done_confirmed(), texts.booking_done_confirmed_note()),
        (State::Confirmed, "moved") => (texts.booking_done_moved(), texts.booking_done_confirmed_note()),
        (State::Cancelled, "cancelled") => (texts.booking_done_cancelled(), texts.booking_done_cancelled_note()),
        (State::Confirmed, _) => return ().into_any(),
        _ => {
            let said = texts.by_key(&format!("appointment-state-{}", state.code())).unwrap_or_default();
            return view! { <Notice tone=Tone::Plain><p>{said}</p></Notice> }.into_any();
        }
    };
    view! {
        <div class="booked" role="status">
            <Icon name=IconName::LampOk large=true />
            <p><b>{title}</b>{note}</p>
        </div>
    }
    .into_any()
}

fn paper(cx: &Cx, ticket: &Ticket, is_to_come: bool) -> AnyView {
    let (texts, language) = (cx.texts, cx.language());
    let visit = &ticket.visit;
    let office = &ticket.office.content;
    let name = ticket.matter.content.name.get(language).to_owned();
    let picture = is_to_come.then(|| qr(visit.code.as_str(), texts.ticket_qr().to_owned())).flatten();
    let persons = (visit.persons > 1).then(|| texts.booking_persons_count(i64::from(visit.persons)));
    let way_of_meeting = texts.by_key(&format!("booking-way-{}", ticket.matter.content.terms.way.code()));
    let offline = is_to_come.then(|| {
        view! { <p class="ticket-offline"><Icon name=IconName::Download small=true />{texts.ticket_offline()}</p> }
    });
    let class = if is_to_come { "ticket" } else { "ticket is-over" };
    view! {
        <article class=class aria-labelledby="ticket-when">
            <div class="ticket-up">
                <p class="ticket-what">{name}</p>
                <h1 id="ticket-when">{words::day(texts, visit.day)} <br />{words::span(visit)}</h1>
                <p class="ticket-where">
                    <Icon name=IconName::Pin small=true />
                    <span>{office.name.get(language).to_owned()}<br /><small>{office.address.get(language).to_owned()}</small></span>
                </p>
            </div>
            <div class="ticket-down">
                {picture}
                <div class="ticket-number">
                    <p class="meta">{texts.ticket_code()}</p>
                    <p class="ticket-code">{visit.code.spoken()}</p>
                    <p class="meta">{texts.ticket_for()} " " {visit.shown_name.clone()}</p>
                    <p class="meta">{way_of_meeting} {persons.map(|persons| format!(" · {persons}"))}</p>
                    {offline}
                </div>
            </div>
        </article>
    }
    .into_any()
}

/// The calendar, the map, the telephone.
fn ways(cx: &Cx, ticket: &Ticket) -> AnyView {
    let texts = cx.texts;
    let office = &ticket.office.content;
    let calendar = cx.href(&format!("{}/visit.ics", ticket_path(&ticket.visit)));
    let map = office.position.map(|position| {
        let point = format!("geo:{0},{1}?q={0},{1}", position.latitude, position.longitude);
        view! { <li><a href=point><Icon name=IconName::Route />{texts.ticket_map()}</a></li> }
    });
    let digits: String = office.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let call = (!digits.is_empty()).then(|| {
        view! { <li><a href=format!("tel:{digits}")><Icon name=IconName::Phone />{texts.ticket_call()}</a></li> }
    });
    let item = ticket.visit.item.as_ref().map(|item| {
        let href = cx.href(&format!("/items/{item}"));
        view! { <li><a href=href><Icon name=IconName::File />{texts.ticket_item()}</a></li> }
    });
    view! {
        <ul class="ticket-ways">
            <li><a href=calendar><Icon name=IconName::Calendar />{texts.ticket_calendar()}</a></li>
            {map}
            {call}
            {item}
        </ul>
    }
    .into_any()
}

fn getting_there(cx: &Cx, ticket: &Ticket) -> AnyView {
    let (texts, language) = (cx.texts, cx.language());
    let office = &ticket.office.content;
    let access = office
        .access
        .iter()
        .filter_map(|access| texts.by_key(&format!("office-access-{}", access.code().replace('_', "-"))));
    let access = access.collect::<Vec<_>>().join(texts.list_separator());
    let (address, way) = (office.address.get(language).to_owned(), office.way.get(language).to_owned());
    view! {
        <Card title=texts.ticket_way() id="way">
            <p>{address}</p>
            {(!way.is_empty()).then(|| view! { <p>{way}</p> })}
            {(!access.is_empty()).then(|| view! { <p class="meta">{access}</p> })}
        </Card>
    }
    .into_any()
}

fn changes(cx: &Cx, ticket: &Ticket, rules: Rules) -> AnyView {
    let texts = cx.texts;
    let path = ticket_path(&ticket.visit);
    let missed = i64::try_from(rules.missed).unwrap_or(i64::MAX);
    let rule = texts.ticket_missed_rule(rules.pause.num_days(), missed);
    if !ticket.may_change {
        let phone = ticket.office.content.phone.clone();
        return view! { <p class="meta">{texts.ticket_too_late(phone)} " " {rule}</p> }.into_any();
    }
    let until = words::day_and_time(texts, ticket.changes_until());
    let (to_move, cancel) = (cx.href(&format!("{path}/move")), cx.href(&format!("{path}/cancel")));
    view! {
        <div class="ticket-changes">
            <LinkButton href=to_move label=texts.ticket_move() kind=ButtonKind::Quiet />
            <LinkButton href=cancel label=texts.ticket_cancel() kind=ButtonKind::Quiet />
        </div>
        <p class="meta">{texts.ticket_until(until)} " " {rule}</p>
    }
    .into_any()
}
