//! Acts on the items that were picked in the list: first what would become of each, then the act.

mod given;
mod preview;

use axum::{
    Form,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};

use self::{
    given::{Act, Given},
    preview::Preview,
};
use super::{super::Place, items::list_path, refused::Refused};
use crate::desk_page;
use catalogue::{
    Catalogue,
    publishing::{Foreseen, Publishing, PublishingError},
};
use foundation::{context::Cx, error::AppError, page::Page};
use identity::{Actor, SignedIn};

/// `POST /desk/items/bulk`: what an act would do to each item that was picked.
pub async fn preview_bulk(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Page, AppError> {
    let given = Given::read(&pairs)?;
    if given.codes.is_empty() {
        return Ok(nothing_picked(&cx, &actor, given));
    }
    let (foreseen, refused) = foresee(&publishing, &actor, &given).await?;
    Ok(preview_page(&cx, &actor, &catalogue, given, foreseen, refused))
}

/// `POST /desk/items/bulk/confirm`: does it, to all of them or to none.
pub async fn confirm_bulk(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let given = Given::read(&pairs)?;
    let outcome = match (given.act, given.edit()) {
        (Act::Withdraw, _) => publishing.withdraw_many(&actor, &given.codes, &given.reason).await,
        (_, Some(edit)) => publishing.edit_many(&actor, &given.codes, &edit).await,
        (_, None) => Err(PublishingError::Invalid { field: given.act.field(), reason: "required" }),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&cx.href(&list_path(&given.back))).into_response()),
        Err(error) => {
            let refused = Refused::by(error)?;
            let (foreseen, _) = foresee(&publishing, &actor, &given).await?;
            Ok(preview_page(&cx, &actor, &catalogue, given, foreseen, refused).into_response())
        }
    }
}

/// What would become of each; nothing yet where it is not said what to change.
async fn foresee(publishing: &Publishing, actor: &Actor, given: &Given) -> Result<(Vec<Foreseen>, Refused), AppError> {
    let foreseen = match (given.act, given.edit()) {
        (Act::Withdraw, _) => publishing.foresee_withdrawal(actor, &given.codes).await,
        (_, Some(edit)) => publishing.foresee_edit(actor, &given.codes, &edit).await,
        (_, None) => Ok(Vec::new()),
    };
    match foreseen {
        Ok(foreseen) => Ok((foreseen, Refused::default())),
        Err(error) => Ok((Vec::new(), Refused::by(error)?)),
    }
}

fn nothing_picked(cx: &Cx, actor: &Actor, given: Given) -> Page {
    let refused = Refused::field("items", "nothing-picked");
    let (drawn, told) = (cx.clone(), refused.clone());
    let page =
        desk_page(cx, actor, Place::Items, given.act.title(cx.texts), move || preview::nothing(&drawn, &given, &told));
    refused.on(page)
}

fn preview_page(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    given: Given,
    foreseen: Vec<Foreseen>,
    refused: Refused,
) -> Page {
    let (drawn, who, catalogue, told) = (cx.clone(), actor.clone(), catalogue.clone(), refused.clone());
    let page = desk_page(cx, actor, Place::Items, given.act.title(cx.texts), move || {
        Preview { cx: &drawn, actor: &who, catalogue: &catalogue, given: &given, foreseen: &foreseen, refused: &told }
            .draw()
    });
    refused.on(page)
}
