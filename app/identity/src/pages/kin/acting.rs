use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

use super::{super::account_page, words::powers_words};
use crate::{
    Identity, InAccount,
    acting::{Acting, ActingOption},
    powers::Power,
    realname::{RealNameLevel, level_words},
};
use foundation::{
    context::Cx,
    error::AppError,
    ui::{ButtonKind, Card, ChoiceOption, Choices, EmptyState, IconName, LinkButton, Notice, Row, Rows, Tone},
};

/// For whom something is done: oneself, the relatives and the companies one may do it for. Stands in a form of its own room, whose
/// service asks again ([`Identity::may_act`]): what is chosen here is a wish.
#[component]
pub fn ActingChoice(
    /// Who asks, and how.
    cx: Cx,
    /// What the asker is called.
    name: String,
    /// Everybody the asker may act for; those without the power are not offered.
    options: Vec<ActingOption>,
    /// What is to be done.
    power: Power,
    /// Who is chosen.
    chosen: Acting,
    /// How surely the city knows who the asker is.
    level: RealNameLevel,
    /// How surely it has to.
    needed: RealNameLevel,
    /// What is wrong.
    #[prop(optional, into)]
    error: String,
) -> AnyView {
    let texts = cx.texts;
    if level < needed {
        let needed = level_words(cx.language(), needed);
        let way = cx.href("/me/real-name");
        return view! {
            <Notice><p>{texts.acting_level_needed(needed)}</p></Notice>
            <LinkButton href=way label=texts.kin_level_go() full=true />
        }
        .into_any();
    }
    let option = |acting: &Acting, label: String, note: String| ChoiceOption {
        value: acting.value(),
        label,
        note,
        checked: *acting == chosen,
    };
    let mut choices = vec![option(&Acting::Myself, texts.acting_myself().to_owned(), name)];
    choices.extend(options.iter().filter(|offered| offered.powers.hold(power)).map(|offered| {
        let note =
            if matches!(offered.acting, Acting::Company(_)) { texts.acting_company() } else { texts.acting_relative() };
        option(&offered.acting, offered.name.clone(), note.to_owned())
    }));
    view! { <Choices id="acting" name="acting" legend=texts.acting_question() options=choices error=error /> }
        .into_any()
}

/// `GET /me/acting`: for whom one may act, and what one may do.
pub async fn acting(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
) -> Result<Response, AppError> {
    let options = identity.acting_options(&holder).await?;
    let (texts, drawn) = (cx.texts, cx.clone());
    let page = account_page(&cx, texts.acting_title(), texts.acting_lead(), move || {
        let cx = drawn;
        let none = options.is_empty();
        let rows: Vec<Row> = options.iter().map(|option| row(&cx, option)).collect();
        let list = if none {
            view! { <EmptyState icon=IconName::Family title=texts.acting_nobody() /> }.into_any()
        } else {
            view! { <Rows items=rows /> }.into_any()
        };
        let (family, companies) = (cx.href("/me/family"), cx.href("/me/companies"));
        let (name, level) = (holder.display_name.clone(), holder.level);
        // How each thing that is done will ask, shown for the most common one.
        let choice = (!none).then(|| {
            view! {
                <Card title=texts.acting_example() id="example" note=texts.acting_example_note()>
                    <form class="stack">
                        <ActingChoice cx=cx name=name options=options power=Power::Apply chosen=Acting::Myself level=level
                            needed=RealNameLevel::Registered />
                    </form>
                </Card>
            }
        });
        view! {
            <Card title=texts.acting_for_whom() id="for-whom">{list}</Card>
            {choice}
            <LinkButton href=family label=texts.family() kind=ButtonKind::Quiet full=true />
            <LinkButton href=companies label=texts.companies() kind=ButtonKind::Quiet full=true />
        }
        .into_any()
    });
    Ok(page.into_response())
}

fn row(cx: &Cx, option: &ActingOption) -> Row {
    let texts = cx.texts;
    let (href, kind) = match &option.acting {
        Acting::Company(code) => (cx.href(&format!("/me/companies/{code}")), texts.acting_company()),
        _ => (cx.href("/me/family"), texts.acting_relative()),
    };
    Row::new(href, option.name.clone()).meta(powers_words(cx, &option.powers)).pill(kind, Tone::Plain)
}
