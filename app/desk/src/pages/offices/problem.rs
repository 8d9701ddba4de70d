use leptos::prelude::*;

use foundation::{
    context::Cx,
    error::FieldError,
    ui::{Notice, Tone},
};

/// Why a form was not accepted.
#[derive(Debug, Clone, Default)]
pub(super) struct Before {
    /// Fields to mend.
    pub(super) errors: Vec<FieldError>,
    /// Somebody else changed it since it was seen; what was typed stands in the form.
    pub(super) changed: bool,
}

impl Before {
    pub(super) fn wrong(errors: Vec<FieldError>) -> Self {
        Self { errors, changed: false }
    }

    pub(super) fn changed() -> Self {
        Self { errors: Vec::new(), changed: true }
    }

    /// Says on top of the form that it is not about what stands there by now.
    pub(super) fn view(&self, cx: &Cx) -> Option<AnyView> {
        let text = cx.texts.office_problem_changed();
        self.changed.then(|| warning(text).into_any())
    }
}

/// What stands on top of a page where something was not done.
pub(super) fn warning(text: &'static str) -> AnyView {
    view! { <div role="alert"><Notice tone=Tone::Danger><p>{text}</p></Notice></div> }.into_any()
}
