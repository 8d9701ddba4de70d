//! Why a place could not be had, in words with what to do about it.

use foundation::{context::Cx, error::AppError, ui};
use leptos::prelude::*;

use super::times::TIME;
use crate::{BookingError, FreeTime, Limit, Rules};

/// What is said above a form that was not taken.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// What is wrong.
    pub text: String,
    /// The field it is about; none where no field mends it.
    pub field: Option<&'static str>,
    /// A way out: words and path.
    pub way: Option<(&'static str, &'static str)>,
    /// Whether somebody else was faster, so that other times are proposed.
    pub lost: bool,
}

impl Refusal {
    /// Of what a service answered; errors that no words on this form mend come back. `when` is the time that was wanted.
    pub fn of(cx: &Cx, error: BookingError, rules: Rules, when: String) -> Result<Self, AppError> {
        let texts = cx.texts;
        let own = Some((texts.booking_limit_go(), "/me/appointments"));
        let said = |text: String, way| Self { text, field: None, way, lost: false };
        Ok(match error {
            BookingError::SlotTaken => Self { lost: true, ..said(texts.booking_slot_taken(when), None) },
            BookingError::HoldExpired => said(texts.booking_hold_expired().to_owned(), None),
            BookingError::LimitReached(Limit::OnceADay) => said(texts.booking_limit_once().to_owned(), own),
            BookingError::LimitReached(Limit::Open) => said(texts.booking_limit_open(i64::from(rules.most_open)), own),
            BookingError::TooLate => said(texts.booking_too_late().to_owned(), None),
            BookingError::Paused => {
                let missed = i64::try_from(rules.missed).unwrap_or(i64::MAX);
                said(texts.booking_paused(rules.pause.num_days(), missed), None)
            }
            BookingError::State => said(texts.booking_state().to_owned(), own),
            error => return Err(error.into()),
        })
    }

    /// That no time was chosen.
    pub fn no_time(cx: &Cx) -> Self {
        let text = cx.texts.error_field_booking_time().to_owned();
        Self { text, field: Some(TIME), way: None, lost: false }
    }

    /// The alert above the form; after a lost race with the next times that are free, each a link.
    pub fn alert(&self, cx: &Cx, title: &'static str, free: &[(FreeTime, String, String)]) -> AnyView {
        if let Some(field) = self.field {
            let items = vec![ui::FieldError { field: field.to_owned(), text: self.text.clone() }];
            return view! { <ui::ErrorSummary title=cx.texts.form_errors(1) items=items /> }.into_any();
        }
        let way = self.way.map(|(label, path)| view! { <p><a href=cx.href(path)>{label}</a></p> });
        let next = (self.lost && !free.is_empty()).then(|| {
            let links = free
                .iter()
                .map(|(_, label, href)| view! { <li><a class="chip" href=href.clone()>{label.clone()}</a></li> });
            let links = links.collect_view();
            view! { <p>{cx.texts.booking_slot_taken_next()}</p><ul class="chips">{links}</ul> }
        });
        view! {
            <div class="errors" role="alert" tabindex="-1" id="errors">
                <h2><ui::Icon name=ui::IconName::LampDanger />{title}</h2>
                <p>{self.text.clone()}</p>
                {way}
                {next}
            </div>
        }
        .into_any()
    }

    /// The page's title with what is wrong in front, so that it is heard first.
    pub fn before(refusal: Option<&Self>, title: &str) -> String {
        refusal.map_or_else(|| title.to_owned(), |refusal| format!("{} · {title}", refusal.text))
    }
}
