use std::time::Duration;

use catalogue::{Bilingual, Catalogue};
use foundation::text::Texts;

use super::{Appointments, booking::Outcome, telling::News};
use crate::{
    model::{Appointment, State},
    store::{
        appointments,
        reminders::{self, Due},
    },
};

/// How often reminders that are due are looked for.
const EVERY: Duration = Duration::from_secs(10);
/// Reminders taken at a look.
const SOME: u64 = 100;
/// Things to bring that a reminder names; the item's page has the others.
const NAMED: usize = 3;

impl Appointments {
    /// With the items that say what to bring.
    #[must_use]
    pub fn bringing(self, catalogue: Catalogue) -> Self {
        Self { catalogue: Some(catalogue), ..self }
    }

    /// Tells what is due before visits; how many were told. One that fails does not keep the others.
    pub async fn remind(&self) -> Outcome<usize> {
        let due = reminders::due(self.database.reader(), self.clock.now(), SOME).await?;
        let mut told = 0;
        for due in due {
            match self.remind_of(&due).await {
                Ok(done) => told += usize::from(done),
                Err(error) => tracing::warn!(visit = %due.visit, %error, "a reminder was not told"),
            }
        }
        Ok(told)
    }

    /// Takes one reminder and tells it in the same transaction: of several processes one does, and once.
    async fn remind_of(&self, due: &Due) -> Outcome<bool> {
        let visit = appointments::by_id(self.database.reader(), due.visit).await?;
        let to_bring = match &visit {
            Some(visit) => self.to_bring(visit).await,
            None => None,
        };
        let given = (self, due, to_bring, self.clock.now());
        self.database
            .write(&given, |transaction, (booking, due, to_bring, now)| {
                Box::pin(async move {
                    if !reminders::take(transaction, due).await? {
                        return Ok(false);
                    }
                    // Seen again now: whoever calls the visit off waits for the reminder's row, or took it.
                    let Some(visit) = appointments::by_id(transaction, due.visit).await? else { return Ok(false) };
                    if visit.state != State::Confirmed || !due.reminder.is_of_use(visit.starts_at, *now) {
                        return Ok(false);
                    }
                    booking.tell(transaction, &visit, News::Soon(due.reminder, to_bring.as_ref()), *now).await?;
                    Ok(true)
                })
            })
            .await
    }

    /// What to bring to a visit, in short; none where no item says it. That the catalogue cannot be read does not keep anybody
    /// from being reminded.
    async fn to_bring(&self, visit: &Appointment) -> Option<ToBring> {
        let (catalogue, code) = (self.catalogue.as_ref()?, visit.item.clone()?);
        let items = catalogue.items_by_code(std::slice::from_ref(&code)).await.ok()?;
        let materials = &items.first()?.item.materials;
        let names = materials.iter().take(NAMED).map(|material| material.name.clone()).collect();
        (!materials.is_empty()).then_some(ToBring { names, more: materials.len() > NAMED })
    }

    /// Reminds, in every process, for as long as it lives.
    pub(super) async fn keep_reminding(&self) {
        loop {
            match self.remind().await {
                Ok(told) if told as u64 == SOME => {}
                Ok(_) => tokio::time::sleep(EVERY).await,
                Err(error) => {
                    tracing::warn!(%error, "reminders were not told");
                    tokio::time::sleep(EVERY).await;
                }
            }
        }
    }
}

/// What to bring: the first few things, and whether there is more.
#[derive(Debug, Clone)]
pub(super) struct ToBring {
    names: Vec<Bilingual>,
    more: bool,
}

impl ToBring {
    /// As it is said in a message.
    pub(super) fn in_words(&self, texts: &Texts) -> String {
        let language = texts.language();
        let between = if language.is_first() { "、" } else { ", " };
        let names = self.names.iter().map(|name| name.get(language)).collect::<Vec<_>>().join(between);
        if self.more { texts.visit_bring_more(names) } else { texts.visit_bring(names) }
    }
}
