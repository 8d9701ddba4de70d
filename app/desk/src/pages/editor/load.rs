//! What the pages of the editor show.

use std::collections::BTreeMap;

use catalogue::{
    Catalogue,
    model::ItemCode,
    publishing::{Draft, FieldChange, Presence, Publishing, PublishingError, Report, Section, Sheet, Words, compare},
};
use foundation::{context::Cx, error::AppError};
use identity::Actor;

/// A draft with everything that is shown beside it.
pub(super) struct Shown {
    pub(super) draft: Draft,
    pub(super) report: Report,
    /// What residents have, by its version, and what differs from it; none where they have nothing yet.
    pub(super) live: Option<(i32, Vec<FieldChange>)>,
    /// Who else has the editor open.
    pub(super) others: Vec<Presence>,
    pub(super) words: Words,
}

impl Shown {
    /// Opens the draft, beginning one where there is none, and says that this person is here.
    pub(super) async fn load(
        cx: &Cx,
        actor: &Actor,
        catalogue: &Catalogue,
        publishing: &Publishing,
        code: &ItemCode,
    ) -> Result<Self, AppError> {
        let draft = publishing.open(actor, code).await?;
        let others = match publishing.attend(actor, code).await {
            Ok(others) => others,
            // Thrown away by somebody between the two.
            Err(PublishingError::NotFound) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let report = publishing.look_over(catalogue, &draft.sheet).await?;
        let words = Words::with(cx.texts, &catalogue.snapshot());
        let live = match publishing.record(actor, code).await?.version {
            None => None,
            Some(number) => {
                let version = publishing.version(code, number).await?;
                Some((number, compare(&Sheet::of(&version.item), &draft.sheet, &words)))
            }
        };
        Ok(Self { draft, report, live, others, words })
    }
}

/// What a form of the editor shows beside what is stored.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Which section.
    pub(super) section: Section,
    /// A list that shows an empty row at its end.
    pub(super) blank: String,
    /// What was typed and not saved.
    pub(super) typed: Option<Sheet>,
    /// Why it was not, by place.
    pub(super) refused: BTreeMap<String, String>,
    /// Why nothing was done at all, in a sentence.
    pub(super) notice: String,
    /// What was typed to hand the text in.
    pub(super) submission: Submission,
}

impl Asked {
    /// A section, as it is stored.
    pub(super) fn section(section: Section) -> Self {
        Self {
            section,
            blank: String::new(),
            typed: None,
            refused: BTreeMap::new(),
            notice: String::new(),
            submission: Submission::default(),
        }
    }
}

/// What is sent to hand a text in.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct Submission {
    pub(super) revision: String,
    pub(super) note: String,
    pub(super) publish_at: String,
    pub(super) expire_at: String,
}
