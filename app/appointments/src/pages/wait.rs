use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use chrono::{NaiveDate, TimeDelta};
use foundation::{
    clock::city_day,
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{ErrorSummary, Field, FieldError, Notice, PageHead, Select, SelectOption, SubmitButton},
};
use identity::{
    Holder, Identity, InAccount,
    acting::{Acting, ActingOption},
    pages::ActingChoice,
    powers::Power,
    realname::RealNameLevel,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    choose::{Chosen, named},
    parts::{
        asked::{Asked, Choice},
        refusal::Refusal,
    },
};
use crate::{
    Appointments, BookingError, Limit,
    model::{Matter, Office, WaitWish},
};

/// So many days are proposed.
const PROPOSED: TimeDelta = TimeDelta::days(13);

/// The form, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Joining {
    item: String,
    from: String,
    until: String,
    persons: String,
    acting: String,
}

/// All the page shows.
struct Joins {
    matter: Matter,
    office: Office,
    holder: Holder,
    options: Vec<ActingOption>,
    typed: Joining,
    /// What is wrong with fields, in their order.
    faults: Vec<FieldError>,
    /// What no field mends.
    refusal: Option<Refusal>,
    minutes: i64,
}

/// `GET /book/{matter}/{office}/wait`: on which days somebody could come, where all of them are full.
pub async fn ask_wait(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    State(identity): State<Identity>,
    Path((matter, office)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Page, AppError> {
    let named = named(&booking, (&matter, &office)).await?;
    let choice = asked.choice();
    let today = city_day(cx.site.clock.now());
    let from = choice.day.or(choice.month).unwrap_or(today).max(today);
    let typed = Joining {
        item: choice.item.unwrap_or_default(),
        from: from.to_string(),
        until: from.checked_add_signed(PROPOSED).unwrap_or(from).to_string(),
        persons: choice.persons.unwrap_or(1).to_string(),
        acting: choice.acting,
    };
    Ok(Joins::load(&booking, &identity, named, holder, typed).await?.page(&cx))
}

/// `POST /book/{matter}/{office}/wait`: puts somebody at the end of the line, once, however often it is sent.
pub async fn wait(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    State(identity): State<Identity>,
    Path((matter, office)): Path<(String, String)>,
    Form(typed): Form<Joining>,
) -> Result<Response, AppError> {
    let (matter, office) = named(&booking, (&matter, &office)).await?;
    let (from, until) = (typed.from.parse::<NaiveDate>(), typed.until.parse::<NaiveDate>());
    let mut faults = Vec::new();
    let mut fault = |field: &str, reason: &str| {
        let text = cx.texts.by_key(&format!("error-field-{reason}")).unwrap_or_default();
        faults.push(FieldError { field: field.to_owned(), text });
    };
    let mut refusal = None;
    match (from, until, typed.persons.parse::<u16>()) {
        (Ok(from), Ok(until), Ok(persons)) => {
            let wish = WaitWish {
                office: office.code.clone(),
                matter: matter.code.clone(),
                // What is no code of an item is none of the matter's.
                item: (!typed.item.is_empty()).then(|| typed.item.clone()),
                from,
                until,
                persons,
                acting: acting(&typed.acting)?,
            };
            match booking.wait(&holder, &wish).await {
                Ok(_) => return Ok(Redirect::to(&cx.href("/me/waiting?done=joined")).into_response()),
                Err(BookingError::Days) => fault("until", "waiting-days"),
                Err(BookingError::Persons) => fault("persons", "appointment-persons"),
                Err(error) => refusal = Some(refused(&cx, &booking, error)?),
            }
        }
        (from, until, persons) => {
            for (field, is_wrong, reason) in [
                ("from", from.is_err(), "waiting-day"),
                ("until", until.is_err(), "waiting-day"),
                ("persons", persons.is_err(), "appointment-persons"),
            ] {
                if is_wrong {
                    fault(field, reason);
                }
            }
        }
    }
    let status = if faults.is_empty() { StatusCode::CONFLICT } else { StatusCode::BAD_REQUEST };
    let mut joins = Joins::load(&booking, &identity, (matter, office), holder, typed).await?;
    (joins.faults, joins.refusal) = (faults, refusal);
    Ok(joins.page(&cx).status(status).into_response())
}

fn acting(text: &str) -> Result<Acting, AppError> {
    if text.is_empty() {
        return Ok(Acting::Myself);
    }
    Acting::parse(text).ok_or_else(|| AppError::invalid("acting", "unknown-choice"))
}

/// What no field mends, in words with a way out.
fn refused(cx: &Cx, booking: &Appointments, error: BookingError) -> Result<Refusal, AppError> {
    let texts = cx.texts;
    let way = Some((texts.waiting_go(), "/me/waiting"));
    let said = |text: String| Refusal { text, field: None, way, lost: false };
    match error {
        BookingError::LimitReached(Limit::InLine) => Ok(said(texts.waiting_in_line().to_owned())),
        BookingError::LimitReached(Limit::Lines) => {
            Ok(said(texts.waiting_lines(i64::from(booking.rules().most_lines))))
        }
        error => Refusal::of(cx, error, booking.rules(), String::new()),
    }
}

impl Joins {
    async fn load(
        booking: &Appointments,
        identity: &Identity,
        (matter, office): (Matter, Office),
        holder: Holder,
        typed: Joining,
    ) -> Result<Self, AppError> {
        if !office.is_open {
            return Err(AppError::NotFound);
        }
        // Whoever does not serve the matter has no line for it.
        booking.reach(&office.code, &matter.code).await?;
        let mut options = identity.acting_options(&holder).await?;
        options.retain(|option| option.powers.hold(Power::Book));
        let minutes = booking.rules().offer.num_minutes();
        Ok(Self { matter, office, holder, options, typed, faults: Vec::new(), refusal: None, minutes })
    }

    fn page(self, cx: &Cx) -> Page {
        let title = match self.faults.len() {
            0 => Refusal::before(self.refusal.as_ref(), cx.texts.waiting_join_title()),
            faults => {
                let summary = cx.texts.form_errors(i64::try_from(faults).unwrap_or(i64::MAX));
                format!("{summary} · {}", cx.texts.waiting_join_title())
            }
        };
        let drawn = cx.clone();
        Page::new(cx, title, move || self.draw(&drawn)).tab(Tab::Services).unlisted().uncached()
    }

    fn of(&self, field: &str) -> String {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.text.clone()).unwrap_or_default()
    }

    fn draw(&self, cx: &Cx) -> AnyView {
        let (texts, language) = (cx.texts, cx.language());
        let choice =
            Choice { item: Some(self.typed.item.clone()).filter(|item| !item.is_empty()), ..Choice::default() };
        let path = Chosen::path(&self.matter, &self.office);
        let (back, action) = (cx.href(&format!("{path}{}", choice.query())), cx.href(&format!("{path}/wait")));
        let summary = texts.form_errors(i64::try_from(self.faults.len()).unwrap_or(i64::MAX));
        let alert = self.refusal.as_ref().map(|refusal| refusal.alert(cx, texts.waiting_alert(), &[]));
        let office = self.office.content.name.get(language).to_owned();
        let (from, until) = (self.typed.from.clone(), self.typed.until.clone());
        let rule = texts.waiting_rule(self.minutes);
        view! {
            <div class="stack column">
                <PageHead title=texts.waiting_join_title() kicker=self.matter.content.name.get(language).to_owned()
                    back_href=back back_label=texts.booking_time_title()>
                    <p class="lead">{texts.waiting_join_lead(office)}</p>
                </PageHead>
                <ErrorSummary title=summary items=self.faults.clone() />
                {alert}
                <form method="post" action=action class="stack" novalidate=true>
                    <input type="hidden" name="item" value=self.typed.item.clone() />
                    <Field id="from" name="from" kind="date" label=texts.waiting_from() value=from error=self.of("from") short=true />
                    <Field id="until" name="until" kind="date" label=texts.waiting_last() hint=texts.waiting_last_hint()
                        value=until error=self.of("until") short=true />
                    {self.persons(cx)}
                    {self.whom(cx)}
                    <Notice><p>{rule}</p></Notice>
                    <SubmitButton label=texts.waiting_join() full=true />
                </form>
            </div>
        }
        .into_any()
    }

    fn persons(&self, cx: &Cx) -> AnyView {
        let (texts, most) = (cx.texts, self.matter.content.terms.most_persons);
        if most == 1 && self.of("persons").is_empty() {
            return view! { <input type="hidden" name="persons" value="1" /> }.into_any();
        }
        let option = |count: u16| SelectOption {
            value: count.to_string(),
            label: texts.booking_persons_count(i64::from(count)),
            selected: self.typed.persons == count.to_string(),
        };
        let options = (1..=most).map(option).collect();
        let error = self.of("persons");
        view! { <Select id="persons" name="persons" label=texts.booking_persons() options=options error=error /> }
            .into_any()
    }

    /// For whom, where there is somebody besides oneself.
    fn whom(&self, cx: &Cx) -> Option<AnyView> {
        if self.options.is_empty() {
            return None;
        }
        let wanted = Acting::parse(&self.typed.acting).unwrap_or(Acting::Myself);
        let (cx, holder, options) = (cx.clone(), &self.holder, self.options.clone());
        let (name, level) = (holder.display_name.clone(), holder.level);
        Some(
            view! {
                <ActingChoice cx=cx name=name options=options power=Power::Book chosen=wanted level=level
                    needed=RealNameLevel::Registered />
            }
            .into_any(),
        )
    }
}
