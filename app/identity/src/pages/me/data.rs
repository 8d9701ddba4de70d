use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;

use super::super::{StepUp, account_page};
use crate::{Identity, IdentityError, InAccount};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    page::Page,
    ui::{ButtonKind, Card, IconName, LinkButton},
};

/// `GET /me/data`: what can be taken along, and the way out.
pub async fn data(cx: Cx, InAccount(_): InAccount) -> Page {
    let texts = cx.texts;
    let (download, close) = (cx.href("/me/data.json"), cx.href("/me/close"));
    account_page(&cx, texts.me_data(), texts.data_lead(), move || {
        view! {
            <Card title=texts.data_download_title() id="download">
                <div class="stack">
                    <p>{texts.data_download_text()}</p>
                    <p class="meta">{texts.data_download_care()}</p>
                    <LinkButton href=download label=texts.data_download() icon=IconName::Download full=true />
                </div>
            </Card>
            <Card title=texts.data_close_title() id="close">
                <div class="stack">
                    <p>{texts.data_close_text()}</p>
                    <LinkButton href=close label=texts.data_close() kind=ButtonKind::Quiet full=true />
                </div>
            </Card>
        }
        .into_any()
    })
}

/// `GET /me/data.json`: everything the city holds about the person from this product.
pub async fn data_json(
    cx: Cx,
    client: Client,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
) -> Result<Response, AppError> {
    match identity.own_data(&holder, &client).await {
        Ok(document) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
                (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"yitong-account.json\"")),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            Ok((headers, document).into_response())
        }
        Err(IdentityError::NotFresh) => Ok(StepUp::on("/me/data", "export").lead(&cx)),
        Err(error) => Err(error.into()),
    }
}
