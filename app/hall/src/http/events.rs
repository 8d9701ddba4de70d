use std::{convert::Infallible, time::Duration};

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use serde_json::json;

use crate::{
    Hall,
    model::Board,
    pages::{say, shown_board},
};
use appointments::model::Slug;
use foundation::{context::Cx, error::AppError, page::part};

/// How often something is sent where nothing happens, so that nobody between takes the line for dead.
const ALIVE: Duration = Duration::from_secs(15);
/// How long a browser waits before it comes back.
const RETRY: Duration = Duration::from_secs(2);

/// `GET /hall/{office}/events`: what a hall's display shows, whenever it changes. Each event is the whole of it, so whoever comes
/// back has missed nothing, whatever they saw last.
pub async fn events(cx: Cx, State(hall): State<Hall>, Path(office): Path<String>) -> Result<Response, AppError> {
    let office = Slug::parse(&office).ok_or(AppError::NotFound)?;
    let subscription = hall.watch(&office).await?;
    let boards = stream::unfold((subscription, cx), |(mut subscription, cx)| async move {
        let board = subscription.next().await?;
        Some((Ok::<_, Infallible>(event(&cx, &board)), (subscription, cx)))
    });
    let mut response = Sse::new(boards).keep_alive(KeepAlive::new().interval(ALIVE)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that gathers what it passes on would keep calls back.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

fn event(cx: &Cx, board: &Board) -> Event {
    let calls: Vec<_> = board
        .calls
        .iter()
        .map(|call| {
            let (key, say) = say(cx, call);
            json!({ "key": key, "number": call.number, "counter": call.counter, "say": say })
        })
        .collect();
    let data = json!({ "revision": board.revision, "html": part(cx, || shown_board(cx, board)), "calls": calls });
    Event::default().event("board").id(board.revision.to_string()).retry(RETRY).data(data.to_string())
}
