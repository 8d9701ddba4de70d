use axum::extract::{Path, State};
use leptos::prelude::*;

use super::{
    board::shown,
    events_path,
    frame::{screen, script},
};
use crate::Hall;
use appointments::model::Slug;
use foundation::{context::Cx, error::AppError, page::Page};

/// How often the page is asked for again where no script keeps it fresh.
const SECONDS: u32 = 10;

/// `GET /hall/{office}/display`: who is called to which counter, for a screen on the wall.
pub async fn display(cx: Cx, State(hall): State<Hall>, Path(office): Path<String>) -> Result<Page, AppError> {
    let office = Slug::parse(&office).ok_or(AppError::NotFound)?;
    let board = hall.board(&office).await?;
    let name = board.office.content.name.get(cx.language()).to_owned();
    let (texts, drawn) = (cx.texts, cx.clone());
    let page = screen(&cx, name, texts.hall_display(), move || {
        let (cx, events) = (&drawn, drawn.href(&events_path(&office)));
        view! {
            <h1 class="vh">{texts.hall_display()}</h1>
            <div class="board" data-live="board" data-events=events data-here=cx.href(&cx.here())>{shown(cx, &board)}</div>
            <p class="board-foot">
                <button class="btn btn-quiet" type="button" data-sound hidden=true data-on=texts.board_sound_on()>
                    {texts.board_sound()}
                </button>
                <span class="meta" role="status" data-lost=texts.board_lost()></span>
            </p>
            <p class="vh" role="status" data-said></p>
            {script(cx)}
        }
        .into_any()
    });
    Ok(page.refreshed(SECONDS))
}
