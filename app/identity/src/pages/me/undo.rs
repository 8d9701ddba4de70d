use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;

use super::parts::day;
use crate::{Contact, Identity, IdentityError, Objection, Token};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    page::{Page, Tab},
    ui::{ButtonKind, Card, LinkButton, Notice, PageHead, SubmitButton, Tone},
};

/// `GET /contacts/undo/{token}`: what whoever has the old address can put back. Looking changes nothing: programs that read
/// messages for people follow links.
pub async fn ask_undo(cx: Cx, State(identity): State<Identity>, Path(token): Path<String>) -> Result<Page, AppError> {
    let parsed = Token::parse(&token).ok_or(AppError::NotFound)?;
    let objection = identity.objection(&parsed).await?;
    Ok(draw(&cx, &objection, &token, false))
}

/// `POST /contacts/undo/{token}`: puts it back.
pub async fn undo(
    cx: Cx,
    client: Client,
    State(identity): State<Identity>,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    let parsed = Token::parse(&token).ok_or(AppError::NotFound)?;
    let objection = identity.objection(&parsed).await?;
    match identity.object(&parsed, &client).await {
        Ok(_) => Ok(Redirect::to(&cx.href("/contacts/undone")).into_response()),
        Err(IdentityError::Taken) => {
            Ok(draw(&cx, &objection, &token, true).status(StatusCode::CONFLICT).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /contacts/undone`: what to do now.
pub async fn undone(cx: Cx) -> Page {
    let texts = cx.texts;
    let sign_in = cx.href("/sign-in");
    Page::new(&cx, texts.undone_title(), move || {
        view! {
            <div class="stack column">
                <PageHead title=texts.undone_title()><p class="lead">{texts.undone_text()}</p></PageHead>
                <LinkButton href=sign_in label=texts.undone_sign_in() full=true />
            </div>
        }
        .into_any()
    })
    .tab(Tab::Me)
    .unlisted()
}

fn draw(cx: &Cx, objection: &Objection, token: &str, refused: bool) -> Page {
    let texts = cx.texts;
    let old = objection.old.masked();
    let what = match objection.new.as_ref().map(Contact::masked) {
        Some(new) => texts.undo_replaced(new, old.clone()),
        None => texts.undo_removed(old.clone()),
    };
    let until = texts.undo_until(day(cx, objection.ends_at));
    let action = cx.href(&format!("/contacts/undo/{token}"));
    Page::new(cx, texts.undo_title(), move || {
        let refused = refused.then(|| {
            let words = texts.undo_taken(old.clone());
            view! { <div role="alert"><Notice tone=Tone::Warn><p>{words}</p></Notice></div> }
        });
        view! {
            <div class="stack column">
                <PageHead title=texts.undo_title()><p class="lead">{what}</p></PageHead>
                {refused}
                <Card>
                    <form method="post" action=action class="stack">
                        <p>{texts.undo_what(old)}</p>
                        <p class="meta">{until}</p>
                        <SubmitButton label=texts.undo_button() kind=ButtonKind::Danger full=true />
                    </form>
                </Card>
                <p class="meta">{texts.undo_ignore()}</p>
            </div>
        }
        .into_any()
    })
    .tab(Tab::None)
    .unlisted()
    .uncached()
}
