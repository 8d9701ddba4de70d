use axum::extract::{Path, Query, State};
use chrono::{DateTime, Utc};
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
};
use identity::{Holder, Identity, acting::ActingOption, powers::Power};

use super::{
    choose_view::draw,
    parts::{
        asked::{Asked, Choice, slug},
        refusal::Refusal,
        schedule::Schedule,
        visitor::Looking,
        words,
    },
};
use crate::{
    Appointments,
    model::{Matter, Office},
};

/// All the page shows.
pub(super) struct Chosen {
    pub(super) matter: Matter,
    pub(super) office: Office,
    pub(super) choice: Choice,
    pub(super) persons: u16,
    pub(super) schedule: Schedule,
    /// Who is signed in, with whom they may book for.
    pub(super) holder: Option<(Holder, Vec<ActingOption>)>,
    pub(super) refusal: Option<Refusal>,
}

impl Chosen {
    /// The path of the page, without its language.
    pub(super) fn path(matter: &Matter, office: &Office) -> String {
        format!("/book/{}/{}", matter.code, office.code)
    }

    /// The time that is chosen, where it can be had.
    pub(super) fn time(&self) -> Option<DateTime<Utc>> {
        let is_free =
            |time: &DateTime<Utc>| self.schedule.times.iter().any(|free| free.starts_at == *time && free.free > 0);
        self.choice.time.filter(is_free)
    }

    /// Loads what is free and for whom it can be booked.
    pub(super) async fn load(
        booking: &Appointments,
        identity: &Identity,
        (matter, office): (Matter, Office),
        choice: Choice,
        holder: Option<Holder>,
    ) -> Result<Self, AppError> {
        if !office.is_open {
            return Err(AppError::NotFound);
        }
        let persons = choice.persons.unwrap_or(1).clamp(1, matter.content.terms.most_persons);
        let schedule = Schedule::load(booking, &office.code, &matter, &choice, persons).await?;
        let holder = match holder {
            Some(holder) => {
                let mut options = identity.acting_options(&holder).await?;
                options.retain(|option| option.powers.hold(Power::Book));
                Some((holder, options))
            }
            None => None,
        };
        Ok(Self { matter, office, choice, persons, schedule, holder, refusal: None })
    }

    /// The page.
    pub(super) fn page(self, cx: &Cx) -> Page {
        let title = Refusal::before(self.refusal.as_ref(), cx.texts.booking_time_title());
        let drawn = cx.clone();
        let page = Page::new(cx, title, move || draw(&drawn, &self));
        page.tab(Tab::Services).task().unlisted().uncached()
    }
}

/// The matter and the office that a path names.
pub(super) async fn named(
    booking: &Appointments,
    (matter, office): (&str, &str),
) -> Result<(Matter, Office), AppError> {
    Ok((booking.matter(&slug(matter)?).await?, booking.office(&slug(office)?).await?))
}

/// `GET /book/{matter}/{office}`: on which day, at what time, for whom.
pub async fn choose(
    cx: Cx,
    looking: Looking,
    State(booking): State<Appointments>,
    State(identity): State<Identity>,
    Path((matter, office)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Page, AppError> {
    let named = named(&booking, (&matter, &office)).await?;
    let holder = looking.holder().cloned();
    let mut chosen = Chosen::load(&booking, &identity, named, asked.choice(), holder).await?;
    // Whoever was away to sign in may come back too late.
    if let (Some(wanted), None) = (chosen.choice.time, chosen.time()) {
        let text = cx.texts.booking_slot_taken(words::day_and_time(cx.texts, wanted));
        chosen.refusal = Some(Refusal { text, field: None, way: None, lost: true });
    }
    Ok(chosen.page(&cx))
}
