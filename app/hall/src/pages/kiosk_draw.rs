use appointments::model::{Matter, Slug};
use leptos::prelude::*;

use super::{
    frame::{screen, script},
    kiosk_path,
    qr::picture,
    stay::lines,
};
use crate::{
    TicketView,
    model::{Board, Priority},
};
use foundation::{
    context::Cx,
    error::FieldError,
    ids::TicketId,
    page::Page,
    ui::{self, ButtonKind, Card, EmptyState, ErrorSummary, Field, IconName, LinkButton, SubmitButton},
};

/// How long a number stands on the screen before the next person's turn.
const SECONDS: u32 = 30;

/// What a device shows.
pub(super) enum Shown {
    /// It gives no numbers.
    Closed,
    /// Where everybody begins.
    Start,
    /// Whether the person goes before others.
    Reasons(Matter),
    /// The number that was given, and its token.
    Number(Box<TicketView>, String),
}

/// Draws a device's page.
pub(super) fn draw(cx: &Cx, board: &Board, shown: Shown, errors: &[FieldError]) -> Page {
    let (texts, drawn, board) = (cx.texts, cx.clone(), board.clone());
    let path = cx.href(&kiosk_path(&board.office.code));
    let name = board.office.content.name.get(cx.language()).to_owned();
    let wrong: Vec<ui::FieldError> = errors
        .iter()
        .map(|error| ui::FieldError {
            field: error.field.clone(),
            text: texts.by_key(&format!("error-field-{}", error.reason)).unwrap_or_default(),
        })
        .collect();
    // Whoever leaves a step leaves it to the next person as it was.
    let back = (!matches!(shown, Shown::Closed | Shown::Start)).then(|| path.clone());
    let title = match &shown {
        Shown::Number(view, _) => format!("{} {}", texts.kiosk_ticket(), view.ticket.shown()),
        _ => texts.kiosk_title().to_owned(),
    };
    let leave = back.clone();
    let page = screen(cx, name, title, move || {
        let cx = &drawn;
        let script = script(cx);
        let body = match shown {
            Shown::Closed => closed(cx, &path, &wrong),
            Shown::Start => start(cx, &board, &path, &wrong),
            Shown::Reasons(matter) => reasons(cx, &path, &matter),
            Shown::Number(view, token) => number(cx, &path, &view, &token),
        };
        let after = leave.is_some().then_some(SECONDS.to_string());
        view! {
            <div class="kiosk" data-leave=leave data-after=after>{body}</div>
            {script}
        }
        .into_any()
    });
    match back {
        Some(back) => page.leads_back(SECONDS, &back),
        None => page,
    }
}

fn error_of(wrong: &[ui::FieldError], field: &str) -> String {
    wrong.iter().find(|error| error.field == field).map(|error| error.text.clone()).unwrap_or_default()
}

fn closed(cx: &Cx, path: &str, wrong: &[ui::FieldError]) -> AnyView {
    let (texts, error, path) = (cx.texts, error_of(wrong, "code"), path.to_owned());
    view! {
        <h1>{texts.kiosk_join()}</h1>
        <ErrorSummary title=texts.form_errors(wrong.len()) items=wrong.to_vec() />
        <Card>
            <p>{texts.kiosk_join_lead()}</p>
            <form method="post" action=path class="stack" autocomplete="off">
                <input type="hidden" name="act" value="join" />
                <Field id="code" name="code" label=texts.kiosk_join_code() error=error autocomplete="off" short=true />
                <SubmitButton label=texts.kiosk_join_go() />
            </form>
        </Card>
    }
    .into_any()
}

fn start(cx: &Cx, board: &Board, path: &str, wrong: &[ui::FieldError]) -> AnyView {
    let (texts, language) = (cx.texts, cx.language());
    // In the order of the counters and always the same: whoever comes again presses where they pressed.
    let mut codes: Vec<&Slug> = Vec::new();
    for code in board.lines.iter().flat_map(|line| &line.group.matters) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let tiles = codes
        .into_iter()
        .filter_map(|code| board.matters.get(code))
        .map(|matter| {
            let href = format!("{path}?matter={}", matter.code);
            let (name, lang) = (matter.content.name.get(language), matter.content.name.lang_attribute(language));
            view! { <li><a class="kiosk-tile" href=href lang=lang>{name.to_owned()}</a></li> }
        })
        .collect_view();
    let walk_in = if board.matters.is_empty() {
        view! { <EmptyState icon=IconName::Hall title=texts.kiosk_no_matters() /> }.into_any()
    } else {
        view! { <p>{texts.kiosk_walk_in_lead()}</p><ul class="kiosk-tiles" id="matter">{tiles}</ul> }.into_any()
    };
    let (error, path) = (error_of(wrong, "code"), path.to_owned());
    view! {
        <h1 class="vh">{texts.kiosk_title()}</h1>
        <ErrorSummary title=texts.kiosk_error() items=wrong.to_vec() />
        <div class="kiosk-ways">
            <Card title=texts.kiosk_booked() id="booked">
                <form method="post" action=path class="stack" autocomplete="off">
                    <input type="hidden" name="act" value="check-in" />
                    <Field id="code" name="code" label=texts.kiosk_booked_code() hint=texts.kiosk_booked_hint() error=error
                        autocomplete="off" />
                    <SubmitButton label=texts.kiosk_booked_go() full=true />
                </form>
            </Card>
            <Card title=texts.kiosk_walk_in() id="walk-in">{walk_in}</Card>
        </div>
    }
    .into_any()
}

/// The answer gives the number: three large buttons, of which each sends the form.
fn reasons(cx: &Cx, path: &str, matter: &Matter) -> AnyView {
    let texts = cx.texts;
    let name = matter.content.name.get(cx.language()).to_owned();
    let (action, back, code, key) =
        (path.to_owned(), path.to_owned(), matter.code.to_string(), TicketId::new().to_string());
    let button = |priority: Priority| {
        let label = match priority {
            Priority::None => texts.kiosk_reason_none(),
            Priority::Elderly => texts.hall_priority_elderly(),
            Priority::Disabled => texts.hall_priority_disabled(),
        };
        view! { <button class="kiosk-tile" type="submit" name="priority" value=priority.code()>{label}</button> }
    };
    let buttons = [Priority::Elderly, Priority::Disabled, Priority::None].map(button);
    view! {
        <h1>{name}</h1>
        <Card title=texts.kiosk_reason() id="reason">
            <p>{texts.kiosk_reason_lead()}</p>
            <form method="post" action=action class="kiosk-tiles">
                <input type="hidden" name="act" value="walk-in" />
                <input type="hidden" name="matter" value=code />
                <input type="hidden" name="key" value=key />
                {buttons}
            </form>
        </Card>
        <LinkButton href=back label=texts.kiosk_back() kind=ButtonKind::Quiet />
    }
    .into_any()
}

fn number(cx: &Cx, path: &str, view: &TicketView, token: &str) -> AnyView {
    let texts = cx.texts;
    let address = format!("{}{}", cx.site.origin, cx.href(&format!("/hall/tickets/{token}")));
    let lines = lines(cx, view).into_iter().map(|line| view! { <p class="kiosk-line">{line}</p> }).collect_view();
    view! {
        <div class="kiosk-number">
            <div>
                <h1>{texts.kiosk_ticket()} " " <strong>{view.ticket.shown()}</strong></h1>
                {lines}
                <p>{texts.kiosk_look()}</p>
            </div>
            <figure>
                <div class="qr" role="img" aria-label=texts.kiosk_phone_label() inner_html=picture(&address)></div>
                <figcaption>{texts.kiosk_phone()}</figcaption>
            </figure>
        </div>
        <LinkButton href=path.to_owned() label=texts.kiosk_done() full=true />
    }
    .into_any()
}
