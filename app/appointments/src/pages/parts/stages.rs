use foundation::text::Texts;
use leptos::prelude::*;

/// How far somebody is with booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Choosing where.
    Place,
    /// Choosing when.
    Time,
    /// Looking it over.
    Check,
    /// It is done.
    Ticket,
}

/// The four steps of booking on one line.
pub fn stages(texts: &'static Texts, now: Stage) -> AnyView {
    let all = [
        (Stage::Place, texts.booking_stage_place()),
        (Stage::Time, texts.booking_stage_time()),
        (Stage::Check, texts.booking_stage_check()),
        (Stage::Ticket, texts.booking_stage_ticket()),
    ];
    let number = all.iter().position(|(stage, _)| *stage == now).map_or(1, |index| index + 1);
    let steps = all
        .into_iter()
        .map(|(stage, label)| {
            let class = (stage < now).then_some("done");
            view! { <li class=class aria-current=(stage == now).then_some("step")>{label}</li> }
        })
        .collect_view();
    view! { <ol class="stages" aria-label=texts.booking_stages(number.to_string())>{steps}</ol> }.into_any()
}
