//! A process as one line.

use leptos::prelude::*;

use super::{Icon, IconName, filled};

/// Where the person stands at a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepState {
    /// Not begun, or a description only.
    #[default]
    Plain,
    /// Behind the person.
    Done,
    /// Here.
    Now,
}

/// One step.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// What is done.
    pub title: String,
    /// Who does it and how long it takes, or nothing.
    pub note: String,
    /// Where the person stands.
    pub state: StepState,
}

/// Numbered steps on one line.
#[component]
pub fn Steps(
    /// The steps in order.
    items: Vec<Step>,
) -> AnyView {
    let steps = items
        .into_iter()
        .enumerate()
        .map(|(index, step)| {
            let class = match step.state {
                StepState::Plain => None,
                StepState::Done => Some("done"),
                StepState::Now => Some("now"),
            };
            let mark = if step.state == StepState::Done {
                view! { <Icon name=IconName::Check /> }.into_any()
            } else {
                (index + 1).into_any()
            };
            view! {
                <li class=class aria-current=(step.state == StepState::Now).then_some("step")>
                    <span class="mark" aria-hidden="true">{mark}</span>
                    <p class="step-title">{step.title}</p>
                    {filled(step.note).map(|note| view! { <p class="meta">{note}</p> })}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="steps">{steps}</ol> }.into_any()
}
