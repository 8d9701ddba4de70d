use leptos::prelude::*;

use crate::model::{Board, Call, Estimate, TicketState};
use foundation::context::Cx;

/// What the display shows: who is called to which counter, and how long the lines are.
pub(crate) fn shown(cx: &Cx, board: &Board) -> AnyView {
    let texts = cx.texts;
    let calls = board
        .calls
        .iter()
        .map(|call| {
            let is_new = call.state == TicketState::Called;
            view! {
                <li class=if is_new { "call new" } else { "call" }>
                    <strong>{call.number.clone()}</strong>
                    <span>{texts.board_counter(call.counter.clone())}</span>
                </li>
            }
        })
        .collect_view();
    let calls = if board.calls.is_empty() {
        view! { <p class="calls-none">{texts.board_none()}</p> }.into_any()
    } else {
        view! { <ol class="calls">{calls}</ol> }.into_any()
    };
    let lines = board
        .lines
        .iter()
        .map(|line| {
            let name = line.group.name.get(cx.language()).to_owned();
            let waiting = texts.board_waiting(board.line_of(line.group.id).count());
            let how_long = newcomer(cx, board.estimate_for_newcomer(line.group.id));
            view! { <li><strong>{name}</strong><span>{waiting}</span><span class="meta">{how_long}</span></li> }
        })
        .collect_view();
    view! {
        <section class="board-calls" aria-labelledby="called">
            <h2 id="called">{texts.board_called()}</h2>
            {calls}
        </section>
        <ul class="board-lines">{lines}</ul>
    }
    .into_any()
}

fn newcomer(cx: &Cx, estimate: Option<Estimate>) -> String {
    match estimate {
        None => cx.texts.board_closed().to_owned(),
        Some(Estimate { from: 0, to }) => cx.texts.board_new_soon(to),
        Some(Estimate { from, to }) => cx.texts.board_new(from, to),
    }
}

/// A call as it is said, and what makes it another one than those said before.
pub(crate) fn say(cx: &Cx, call: &Call) -> (String, String) {
    let key = format!("{}-{}", call.number, call.called_at.timestamp_micros());
    // Digits are read out one by one.
    let spoken = call.number.chars().map(String::from).collect::<Vec<_>>().join(" ");
    (key, cx.texts.board_say(call.counter.clone(), spoken))
}
