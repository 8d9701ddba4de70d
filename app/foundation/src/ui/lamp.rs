//! Deadlines and checks: shape, words and colour.

use leptos::prelude::*;

use super::{Icon, IconName};

/// What a lamp shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LampState {
    /// Disc with a tick: on time.
    Ok,
    /// Triangle: soon due.
    Warn,
    /// Octagon: overdue.
    Danger,
    /// Square: the clock stands still.
    Pause,
    /// Dashed ring: not begun.
    Idle,
}

/// A lamp; the text always says the number and the unit.
#[component]
pub fn Lamp(
    /// Which shape and colour.
    state: LampState,
    /// For example 还剩 2 个工作日.
    #[prop(into)]
    label: String,
) -> AnyView {
    let (class, icon) = match state {
        LampState::Ok => ("lamp lamp-ok", IconName::LampOk),
        LampState::Warn => ("lamp lamp-warn", IconName::LampWarn),
        LampState::Danger => ("lamp lamp-danger", IconName::LampDanger),
        LampState::Pause => ("lamp lamp-pause", IconName::LampPause),
        LampState::Idle => ("lamp lamp-idle", IconName::LampIdle),
    };
    view! {
        <span class=class>
            <Icon name=icon />
            {label}
        </span>
    }
    .into_any()
}
