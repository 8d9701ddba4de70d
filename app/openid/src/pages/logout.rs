//! Signing out: asked, done, or not led anywhere.

use std::collections::HashMap;

use axum::http::StatusCode;
use leptos::prelude::*;

use crate::{logout::Unled, model::Client};
use foundation::{
    context::Cx,
    page::{Page, Tab},
    ui::{ButtonKind, Card, LinkButton, Notice, PageHead, SubmitButton, Tone},
};
use identity::Holder;

/// Asks whether to sign out.
pub(crate) fn asked(cx: &Cx, holder: &Holder, client: Option<&Client>, fields: HashMap<&'static str, String>) -> Page {
    let texts = cx.texts;
    let lead = match client {
        Some(client) => texts.logout_asked_by(client.definition.name.text(cx.language()).to_owned()),
        None => texts.logout_asked().to_owned(),
    };
    let who = texts.logout_who(holder.display_name.clone());
    let (action, stay) = (cx.href("/oauth/logout/confirm"), cx.href("/me"));
    page(cx, texts.logout_title(), move || {
        let mut fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        fields.sort_unstable();
        let fields = fields
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect_view();
        view! {
            <p class="lead">{lead}</p>
            <Card>
                <form method="post" action=action class="stack">
                    {fields}
                    <p>{who}</p>
                    <p class="meta">{texts.logout_everywhere()}</p>
                    <SubmitButton label=texts.logout_button() full=true />
                </form>
            </Card>
            <p><a href=stay>{texts.logout_stay()}</a></p>
        }
        .into_any()
    })
}

/// Says that somebody is signed out, and leads on where there is somewhere to lead to.
pub(crate) fn left(cx: &Cx, back: Option<&str>) -> Page {
    let texts = cx.texts;
    let home = cx.href("/");
    let back = back.map(str::to_owned);
    page(cx, texts.logout_done_title(), move || {
        let onward = match back {
            // Without scripts and without a form: no policy about forms stops it.
            Some(back) => {
                let refresh = format!("0; url={back}");
                view! {
                    <meta http-equiv="refresh" content=refresh />
                    <LinkButton href=back label=texts.logout_back() full=true />
                }
                .into_any()
            }
            None => {
                view! { <LinkButton href=home label=texts.logout_home() kind=ButtonKind::Quiet full=true /> }.into_any()
            }
        };
        view! {
            <p class="lead">{texts.logout_done()}</p>
            {onward}
        }
        .into_any()
    })
}

/// Says why nobody is led back: an address that nobody registered is never led to.
pub(crate) fn unled(cx: &Cx, why: Unled) -> Page {
    let texts = cx.texts;
    let reason = match why {
        Unled::Client => texts.logout_unled_client(),
        Unled::Hint => texts.logout_unled_hint(),
        Unled::Address => texts.logout_unled_address(),
        Unled::Parameter => texts.logout_unled_parameter(),
    };
    let home = cx.href("/");
    page(cx, texts.logout_unled_title(), move || {
        view! {
            <Notice tone=Tone::Warn><p>{reason}</p></Notice>
            <p>{texts.logout_unled_what()}</p>
            <LinkButton href=home label=texts.logout_home() kind=ButtonKind::Quiet full=true />
        }
        .into_any()
    })
    .status(StatusCode::BAD_REQUEST)
}

fn page(cx: &Cx, title: &'static str, body: impl FnOnce() -> AnyView + Send + 'static) -> Page {
    Page::new(cx, title, move || {
        view! {
            <div class="stack column">
                <PageHead title=title />
                {body()}
            </div>
        }
        .into_any()
    })
    .tab(Tab::Me)
    .unlisted()
    .uncached()
}
