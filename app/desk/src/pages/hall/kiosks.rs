use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        super::{
            Place,
            city_time::{local, when},
            desk_page,
        },
        forms::{done_notice, refused, row_button},
        me::Done,
    },
    at_desk, crumbs, named, path_of,
};
use ::hall::{Hall, HallError, KioskCode, pages::kiosk_path};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    ids::KioskId,
    page::Page,
    ui::{Card, DataColumn, DataRow, DataTable, DeskHead, ErrorSummary, Field, Notice, Pill, SubmitButton, Tone},
};
use identity::InSession;

/// What is done with devices.
#[derive(Debug, Default, Deserialize)]
pub struct Acted {
    #[serde(default)]
    act: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    kiosk: String,
}

/// `GET /desk/hall/{office}/kiosks`: the devices that give numbers.
pub async fn kiosks(
    cx: Cx,
    session: InSession,
    State(hall): State<Hall>,
    State(catalogue): State<Catalogue>,
    Path(office): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    let told = Told { done, ..Told::default() };
    Ok(load(&cx, &session, (&hall, &catalogue), &office, told).await?.into_response())
}

/// `POST /desk/hall/{office}/kiosks`: lets one more device give numbers, or takes one out of use.
pub async fn change_kiosks(
    cx: Cx,
    session: InSession,
    State(hall): State<Hall>,
    State(catalogue): State<Catalogue>,
    Path(office): Path<String>,
    Form(acted): Form<Acted>,
) -> Result<Response, AppError> {
    let (code, desk) = (named(&office)?, at_desk(&session, &catalogue));
    match acted.act.as_str() {
        "open" => match hall.open_kiosk(&desk, &code, &acted.name).await {
            // The code is shown once, so it stands in this answer and at no address.
            Ok(shown) => {
                let told = Told { code: Some(shown), ..Told::default() };
                Ok(load(&cx, &session, (&hall, &catalogue), &office, told).await?.into_response())
            }
            Err(HallError::Invalid { field, reason }) => {
                let errors = vec![FieldError::new(field, reason)];
                let told = Told { errors, typed: acted.name, ..Told::default() };
                let page = load(&cx, &session, (&hall, &catalogue), &office, told).await?;
                Ok(page.status(StatusCode::BAD_REQUEST).into_response())
            }
            Err(error) => Err(error.into()),
        },
        "close" => {
            let kiosk = KioskId::parse(&acted.kiosk).ok_or(AppError::NotFound)?;
            hall.close_kiosk(&desk, &code, kiosk).await?;
            Ok(Redirect::to(&cx.href(&path_of(&code, "/kiosks?done=hall-done-kiosk"))).into_response())
        }
        _ => {
            // Whoever may not be here is told nothing of the form.
            hall.office_at(&desk, &code).await?;
            Err(AppError::invalid("act", "unknown-choice"))
        }
    }
}

#[derive(Default)]
struct Told {
    done: String,
    code: Option<KioskCode>,
    errors: Vec<FieldError>,
    typed: String,
}

async fn load(
    cx: &Cx,
    session: &InSession,
    (hall, catalogue): (&Hall, &Catalogue),
    office: &str,
    told: Told,
) -> Result<Page, AppError> {
    let (office, open) = hall.kiosks(&at_desk(session, catalogue), &named(office)?).await?;
    let (texts, drawn) = (cx.texts, cx.clone());
    let notice = done_notice(cx, &told.done, &["hall-done-kiosk"]);
    Ok(desk_page(cx, &session.actor, Place::Hall, texts.hall_kiosks(), move || {
        let cx = &drawn;
        let name = office.content.name.get(cx.language()).to_owned();
        let wrong = refused(cx, &told.errors);
        let (summary, items, error) = (wrong.title(cx), wrong.items(), wrong.of("name"));
        let action = cx.href(&path_of(&office.code, "/kiosks"));
        let code = told.code.map(|code| {
            let address = format!("{}{}", cx.site.origin, cx.href(&kiosk_path(&office.code)));
            let until = local(code.until).format("%H:%M").to_string();
            view! {
                <div role="status">
                    <Notice tone=Tone::Ok>
                        <p class="hall-code">{texts.hall_kiosk_code_shown(code.spoken)}</p>
                        <p>{texts.hall_kiosk_code_where(address, until)}</p>
                    </Notice>
                </div>
            }
        });
        let rows: Vec<DataRow> = open
            .into_iter()
            .map(|open| {
                let (label, tone) = if open.is_joined {
                    (texts.hall_kiosk_joined(), Tone::Ok)
                } else {
                    (texts.hall_kiosk_waits(), Tone::Plain)
                };
                let since = texts.hall_kiosk_since(when(cx, open.opened_at));
                let (action, id, called) = (action.clone(), open.kiosk.id.to_string(), open.name.clone());
                DataRow::new(open.name).cell(view! { <Pill label=label tone=tone /> }).cell(since).cell(view! {
                    <form method="post" action=action>
                        <input type="hidden" name="act" value="close" />
                        <input type="hidden" name="kiosk" value=id />
                        {row_button(texts.hall_kiosk_close(), called)}
                    </form>
                })
            })
            .collect();
        let list = if rows.is_empty() {
            view! { <Card><p>{texts.hall_kiosks_none()}</p></Card> }.into_any()
        } else {
            let columns =
                [texts.hall_kiosk_name(), texts.hall_visit_state(), texts.hall_visit_time(), texts.office_act()]
                    .map(DataColumn::text)
                    .to_vec();
            view! { <DataTable caption=texts.hall_kiosks() columns=columns rows=rows /> }.into_any()
        };
        let typed = told.typed;
        view! {
            <DeskHead title=texts.hall_kiosks() crumbs=crumbs(cx, Some((&office.code, name))) crumbs_label=texts.breadcrumbs()
                meta=texts.hall_kiosks_lead() />
            {notice}
            {code}
            <ErrorSummary title=summary items=items />
            <Card title=texts.hall_kiosk_new() id="new">
                <form method="post" action=action class="stack desk-form">
                    <input type="hidden" name="act" value="open" />
                    <Field id="name" name="name" label=texts.hall_kiosk_name() hint=texts.hall_kiosk_name_hint() value=typed
                        error=error autocomplete="off" />
                    <SubmitButton label=texts.hall_kiosk_get() />
                </form>
            </Card>
            {list}
        }
        .into_any()
    }))
}
