use leptos::prelude::*;

use foundation::{
    context::Cx,
    ui::{Notice, Tone},
};
use openid::registry::RegistryError;

/// Why an act was not done, where no field is to blame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// Somebody else changed the application meanwhile.
    Changed,
    /// It stands where this cannot be done.
    State,
    /// Who wrote it does not approve it.
    Own,
}

impl Problem {
    /// Sorts out what is told on the page it was asked from.
    pub(super) fn of(error: &RegistryError) -> Option<Self> {
        match error {
            RegistryError::Changed => Some(Self::Changed),
            RegistryError::State => Some(Self::State),
            RegistryError::Own => Some(Self::Own),
            _ => None,
        }
    }

    /// What stands on top of the page.
    pub(super) fn view(self, cx: &Cx) -> AnyView {
        let text = match self {
            Self::Changed => cx.texts.application_problem_changed(),
            Self::State => cx.texts.application_problem_state(),
            Self::Own => cx.texts.application_problem_own(),
        };
        view! { <div role="alert"><Notice tone=Tone::Danger><p>{text}</p></Notice></div> }.into_any()
    }
}
