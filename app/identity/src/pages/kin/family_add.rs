use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::account_page,
    form::{Faults, Refusal, Sent, refusal},
    words::powers_field,
};
use crate::{
    Contact, Holder, InAccount,
    family::{Added, Family, NewDependant, Relation},
    powers::{Power, Powers},
    realname::{IdNumber, PersonName, RealName, RealNameLevel},
    registers::OnPaper,
};
use foundation::{
    context::{Client, Cx, in_language},
    error::AppError,
    page::Page,
    ui::{Card, ErrorSummary, Field, LinkButton, Notice, Select, SelectOption, SubmitButton},
};

/// `GET /me/family/add`: whom to help: somebody with an account, or somebody without.
pub async fn add_family_form(cx: Cx, InAccount(holder): InAccount) -> Response {
    draw(&cx, &holder, &Sent::default(), Faults::default()).into_response()
}

/// `POST /me/family/add`: asks a relative, or adds somebody without an account.
pub async fn add_family(
    cx: Cx,
    client: Client,
    InAccount(holder): InAccount,
    State(family): State<Family>,
    State(real_name): State<RealName>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let (relation, powers) =
        (Relation::parse(sent.one("relation")), Powers::chosen(sent.all("powers"), &Power::FAMILY));
    let mut faults = Faults::default();
    let outcome = match sent.one("act") {
        "invite" => {
            let contact = Contact::parse(sent.one("contact"));
            check(
                &cx,
                &mut faults,
                &[
                    ("contact", contact.is_none(), "kin-contact"),
                    ("relation", relation.is_none(), "kin-relation"),
                    ("powers", powers.is_none(), "kin-powers"),
                ],
            );
            match (contact, relation, powers) {
                (Some(contact), Some(relation), Some(powers)) => {
                    let base = format!("{}{}", cx.site.origin, in_language("/", cx.language()));
                    let asked = family.invite(&holder, &contact, relation, &powers, &client, (cx.language(), &base));
                    asked.await.map(|id| format!("/me/family/requests/{id}?done=family-done-asked"))
                }
                _ => return Ok(refused(&cx, &holder, &sent, faults)),
            }
        }
        "dependant" => {
            let name = PersonName::parse(sent.one("name"));
            let number = IdNumber::parse(sent.one("number"), real_name.today());
            if let Err(fault) = &name {
                faults.add(&cx, "name", fault.reason());
            }
            if let Err(fault) = &number {
                faults.add(&cx, "number", fault.reason());
            }
            check(
                &cx,
                &mut faults,
                &[("of", relation.is_none(), "kin-relation"), ("for", powers.is_none(), "kin-powers")],
            );
            match (name, number, relation, powers) {
                (Ok(name), Ok(number), Some(relation), Some(powers)) => {
                    let new = NewDependant { person: OnPaper { name, number }, relation, powers };
                    family.add_dependant(&holder, &new, &client).await.map(|added| match added {
                        Added::Bound(_) => "/me/family?done=family-done-bound".to_owned(),
                        Added::AtCounter(_) => "/me/family?done=family-done-at-counter".to_owned(),
                    })
                }
                _ => return Ok(refused(&cx, &holder, &sent, faults)),
            }
        }
        _ => return Err(AppError::invalid("act", "unknown-choice")),
    };
    match outcome {
        Ok(way) => Ok(Redirect::to(&cx.href(&way)).into_response()),
        Err(error) => {
            let field = if sent.one("act") == "invite" { "contact" } else { "number" };
            Ok(match refusal(&cx, error, field, "/me/family/add", "family") {
                Refusal::Faults(faults) => refused(&cx, &holder, &sent, faults),
                Refusal::Answer(answer) => answer,
            })
        }
    }
}

fn check(cx: &Cx, faults: &mut Faults, rules: &[(&'static str, bool, &str)]) {
    for (field, broken, reason) in rules {
        if *broken {
            faults.add(cx, field, reason);
        }
    }
}

fn refused(cx: &Cx, holder: &Holder, sent: &Sent, faults: Faults) -> Response {
    draw(cx, holder, sent, faults).status(StatusCode::BAD_REQUEST).into_response()
}

/// The two forms. An ID number is never sent back.
fn draw(cx: &Cx, holder: &Holder, sent: &Sent, faults: Faults) -> Page {
    let texts = cx.texts;
    let (drawn, sent, verified) = (cx.clone(), sent.clone(), holder.level >= RealNameLevel::Verified);
    let title = faults.titled(cx, texts.family_add());
    account_page(cx, title, texts.family_add_lead(), move || {
        let cx = drawn;
        let (summary, items) = (faults.title(&cx), faults.items());
        let invite = invite_form(&cx, &sent, &faults);
        let dependant = if verified { dependant_form(&cx, &sent, &faults) } else { not_yet(&cx) };
        view! {
            <ErrorSummary title=summary items=items />
            <Card title=texts.family_add_account() id="with-account" note=texts.family_add_account_note()>{invite}</Card>
            <Card title=texts.family_add_dependant() id="without-account" note=texts.family_add_dependant_note()>{dependant}</Card>
        }
        .into_any()
    })
}

fn invite_form(cx: &Cx, sent: &Sent, faults: &Faults) -> AnyView {
    let texts = cx.texts;
    let mine = sent.one("act") == "invite";
    let value = if mine { sent.one("contact").to_owned() } else { String::new() };
    let (action, error) = (cx.href("/me/family/add"), faults.of("contact"));
    let relation = relation_field(cx, "relation", if mine { sent.one("relation") } else { "" }, faults.of("relation"));
    let powers = powers_field(cx, "powers", &Power::FAMILY, &chosen(sent, mine), faults.of("powers"));
    view! {
        <form method="post" action=action class="stack">
            <input type="hidden" name="act" value="invite" />
            <Field id="contact" name="contact" label=texts.kin_contact() hint=texts.kin_contact_hint() value=value error=error
                autocomplete="off" />
            {relation}
            {powers}
            <SubmitButton label=texts.family_invite() full=true />
        </form>
    }
    .into_any()
}

fn dependant_form(cx: &Cx, sent: &Sent, faults: &Faults) -> AnyView {
    let texts = cx.texts;
    let mine = sent.one("act") == "dependant";
    let name = if mine { sent.one("name").to_owned() } else { String::new() };
    let (action, name_error, number_error) = (cx.href("/me/family/add"), faults.of("name"), faults.of("number"));
    let relation = relation_field(cx, "of", if mine { sent.one("relation") } else { "child" }, faults.of("of"));
    let powers = powers_field(cx, "for", &Power::FAMILY, &chosen(sent, mine), faults.of("for"));
    view! {
        <form method="post" action=action class="stack" autocomplete="off">
            <input type="hidden" name="act" value="dependant" />
            <Field id="name" name="name" label=texts.kin_name() hint=texts.kin_name_hint() value=name error=name_error autocomplete="off" />
            <Field id="number" name="number" label=texts.kin_number() hint=texts.kin_number_hint() error=number_error autocomplete="off" />
            {relation}
            {powers}
            <SubmitButton label=texts.family_add_check() full=true />
        </form>
    }
    .into_any()
}

/// Whoever is not verified is told what to do first.
fn not_yet(cx: &Cx) -> AnyView {
    let (texts, way) = (cx.texts, cx.href("/me/real-name"));
    view! {
        <Notice><p>{texts.kin_level_needed()}</p></Notice>
        <LinkButton href=way label=texts.kin_level_go() full=true />
    }
    .into_any()
}

/// What was ticked; the first three, where nothing was sent yet: paying is asked for by those who need it.
fn chosen(sent: &Sent, mine: bool) -> Powers {
    if mine {
        Powers::chosen(sent.all("powers"), &Power::FAMILY).unwrap_or_default()
    } else {
        Powers::of([Power::Apply, Power::SeeCases, Power::Book])
    }
}

fn relation_field(cx: &Cx, id: &str, chosen: &str, error: String) -> AnyView {
    let texts = cx.texts;
    let nothing =
        SelectOption { value: String::new(), label: texts.kin_choose().to_owned(), selected: chosen.is_empty() };
    let options = std::iter::once(nothing)
        .chain(Relation::ALL.into_iter().map(|relation| SelectOption {
            value: relation.code().to_owned(),
            label: texts.by_key(&relation.key()).unwrap_or_default(),
            selected: relation.code() == chosen,
        }))
        .collect();
    view! { <Select id=id.to_owned() name="relation" label=texts.kin_relation() options=options error=error /> }
        .into_any()
}
