use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::account_page,
    form::{Done, Faults, Refusal, Sent, done_notice, refusal},
    words::{deeds, machine, powers_field, powers_words, when},
};
use crate::{
    Contact, Holder, InAccount,
    kin_error::KinError,
    legal::{AgentView, CompanyDetail, InvitationView, LegalPersons},
    powers::{Power, Powers},
};
use foundation::{
    codes::UnifiedSocialCreditCode,
    context::{Client, Cx, in_language},
    error::AppError,
    ids::{AccountId, CompanyInvitationId},
    page::Page,
    ui::{
        ButtonKind, Card, Details, ErrorSummary, Field, Moment, Notice, SubmitButton, SummaryList, SummaryRow, Timeline,
    },
};

/// What was done may be told after each of these.
const DONE: [&str; 6] = [
    "company-done-opened",
    "company-done-invited",
    "company-done-uninvited",
    "company-done-powers",
    "company-done-ended",
    "company-done-agent",
];

/// `GET /me/companies/{uscc}`: a company, who acts for it, and what happened.
pub async fn company(
    cx: Cx,
    InAccount(holder): InAccount,
    State(legal): State<LegalPersons>,
    Path(uscc): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    let uscc = UnifiedSocialCreditCode::as_issued(&uscc).map_err(|_| AppError::NotFound)?;
    let detail = legal.company(&holder, &uscc).await?;
    let notice = done_notice(&cx, &done, &DONE);
    Ok(draw(&cx, &holder, detail, &Sent::default(), Faults::default(), notice).into_response())
}

/// `POST /me/companies/{uscc}`: asks somebody to act for it, gives, changes and takes powers, or leaves.
pub async fn change_company(
    cx: Cx,
    client: Client,
    InAccount(holder): InAccount,
    State(legal): State<LegalPersons>,
    Path(uscc): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let uscc = UnifiedSocialCreditCode::as_issued(&uscc).map_err(|_| AppError::NotFound)?;
    let here = format!("/me/companies/{uscc}");
    let agent = AccountId::parse(sent.one("agent"));
    let powers = Powers::chosen(sent.all("powers"), &Power::COMPANY);
    let mut faults = Faults::default();
    let outcome: Result<&str, KinError> = match sent.one("act") {
        "invite" => {
            let contact = Contact::parse(sent.one("contact"));
            if contact.is_none() {
                faults.add(&cx, "contact", "kin-contact");
            }
            if powers.is_none() {
                faults.add(&cx, "powers", "kin-powers");
            }
            match (contact, powers) {
                (Some(contact), Some(powers)) => {
                    let base = format!("{}{}", cx.site.origin, in_language("/", cx.language()));
                    let asked = legal.invite(&holder, &uscc, &contact, &powers, &client, (cx.language(), &base));
                    asked.await.map(|_| "company-done-invited")
                }
                _ => return again(&cx, &holder, &legal, &uscc, &sent, faults).await,
            }
        }
        "uninvite" => {
            let id = CompanyInvitationId::parse(sent.one("invitation")).ok_or(AppError::NotFound)?;
            legal.uninvite(&holder, &uscc, id).await.map(|()| "company-done-uninvited")
        }
        "powers" => {
            let Some(powers) = powers else {
                faults.add(&cx, "agents", "kin-powers-none");
                return again(&cx, &holder, &legal, &uscc, &sent, faults).await;
            };
            let agent = agent.ok_or(AppError::NotFound)?;
            legal.set_powers(&holder, &uscc, agent, &powers).await.map(|()| "company-done-powers")
        }
        "end" => {
            let agent = agent.ok_or(AppError::NotFound)?;
            legal.end_agent(&holder, &uscc, agent).await.map(|()| "company-done-ended")
        }
        "leave" => {
            legal.end_agent(&holder, &uscc, holder.account).await?;
            return Ok(Redirect::to(&cx.href("/me/companies?done=company-done-left")).into_response());
        }
        _ => return Err(AppError::invalid("act", "unknown-choice")),
    };
    match outcome {
        Ok(done) => Ok(Redirect::to(&cx.href(&format!("{here}?done={done}"))).into_response()),
        Err(error) => {
            let field = if sent.one("act") == "invite" { "contact" } else { "agents" };
            match refusal(&cx, error, field, &here, "company") {
                Refusal::Answer(answer) => Ok(answer),
                Refusal::Faults(faults) => again(&cx, &holder, &legal, &uscc, &sent, faults).await,
            }
        }
    }
}

async fn again(
    cx: &Cx,
    holder: &Holder,
    legal: &LegalPersons,
    uscc: &UnifiedSocialCreditCode,
    sent: &Sent,
    faults: Faults,
) -> Result<Response, AppError> {
    let detail = legal.company(holder, uscc).await?;
    Ok(draw(cx, holder, detail, sent, faults, None).status(StatusCode::BAD_REQUEST).into_response())
}

fn draw(cx: &Cx, holder: &Holder, detail: CompanyDetail, sent: &Sent, faults: Faults, notice: Option<AnyView>) -> Page {
    let texts = cx.texts;
    let (drawn, sent, me) = (cx.clone(), sent.clone(), holder.display_name.clone());
    let title = faults.titled(cx, &detail.company.name);
    account_page(cx, title, "", move || {
        let cx = drawn;
        let (summary, items) = (faults.title(&cx), faults.items());
        let company = &detail.company;
        let role = if company.represented { texts.company_representative() } else { texts.company_agent() };
        let rows = vec![
            SummaryRow::new(texts.uscc(), company.uscc.to_string()),
            SummaryRow::new(texts.company_representative(), detail.representative.clone()),
            SummaryRow::new(texts.company_you_are(me), role),
            SummaryRow::new(texts.powers(), powers_words(&cx, &company.powers)),
        ];
        let action = cx.href(&format!("/me/companies/{}", company.uscc));
        let old = (!company.uscc.checks()).then(|| view! { <Notice><p>{texts.uscc_old_note()}</p></Notice> });
        let managing =
            company.powers.hold(Power::ManageAgents).then(|| managing(&cx, &detail, &sent, &faults, &action));
        let done = deeds(&cx, &detail.deeds);
        let leave = (!company.represented).then(|| {
            view! {
                <Card title=texts.company_leave() id="leave" note=texts.company_leave_note()>
                    <form method="post" action=action>
                        <SubmitButton label=texts.company_leave_now() name="act" value="leave" kind=ButtonKind::Danger full=true />
                    </form>
                </Card>
            }
        });
        view! {
            {notice}
            <ErrorSummary title=summary items=items />
            {old}
            <Card><SummaryList items=rows /></Card>
            {managing}
            <Card title=texts.company_deeds() id="deeds">{done}</Card>
            {leave}
        }
        .into_any()
    })
}

/// What whoever manages agents sees and does.
fn managing(cx: &Cx, detail: &CompanyDetail, sent: &Sent, faults: &Faults, action: &str) -> AnyView {
    let texts = cx.texts;
    let offered: Vec<Power> = detail.company.powers.iter().collect();
    let agents = detail.agents.iter().map(|agent| agent_view(cx, agent, &offered, action)).collect_view();
    let nobody = detail.agents.is_empty().then(|| view! { <p>{texts.company_agents_none()}</p> });
    let waiting = detail.invitations.iter().map(|invitation| invitation_view(cx, invitation, action)).collect_view();
    let inviting = sent.one("act") == "invite";
    let contact = if inviting { sent.one("contact").to_owned() } else { String::new() };
    let chosen = if inviting {
        Powers::chosen(sent.all("powers"), &Power::COMPANY).unwrap_or_default()
    } else {
        Powers::of([Power::Apply, Power::SeeCases])
    };
    let field = powers_field(cx, "powers", &offered, &chosen, faults.of("powers"));
    let (error, invite) = (faults.of("contact"), action.to_owned());
    let items: Vec<Moment> = detail
        .events
        .iter()
        .map(|event| {
            let what = texts.by_key(&format!("company-event-{}", event.act.code())).unwrap_or_default();
            let who = if event.about.is_empty() || event.about == event.by {
                event.by.clone()
            } else {
                texts.company_event_who(event.about.clone(), event.by.clone())
            };
            let powers: Option<String> =
                (event.powers.iter().next().is_some()).then(|| powers_words(cx, &event.powers));
            Moment::new(what, when(cx, event.at)).moment(machine(event.at)).who(who).text(powers.unwrap_or_default())
        })
        .collect();
    view! {
        <Card title=texts.company_agents() id="agents" note=texts.company_agents_note()>
            {nobody}
            <ul class="stack">{agents}{waiting}</ul>
        </Card>
        <Card title=texts.company_invite() id="invite" note=texts.company_invite_note()>
            <form method="post" action=invite class="stack">
                <input type="hidden" name="act" value="invite" />
                <Field id="contact" name="contact" label=texts.kin_contact() hint=texts.kin_contact_hint() value=contact
                    error=error autocomplete="off" />
                {field}
                <SubmitButton label=texts.company_invite_send() full=true />
            </form>
        </Card>
        <Card title=texts.company_log() id="log"><Timeline items=items /></Card>
    }
    .into_any()
}

fn agent_view(cx: &Cx, agent: &AgentView, offered: &[Power], action: &str) -> AnyView {
    let texts = cx.texts;
    let (name, words) = (agent.name.clone(), powers_words(cx, &agent.powers));
    let since = texts.company_since(when(cx, agent.since));
    let change = agent.changeable.then(|| {
        let id = agent.account.to_string();
        let field = powers_field(cx, &format!("powers-{id}"), offered, &agent.powers, String::new());
        let (powers, end) = (action.to_owned(), action.to_owned());
        let (own, other) = (id.clone(), id);
        let (summary, save) =
            (texts.company_agent_change(agent.name.clone()), texts.company_agent_save(agent.name.clone()));
        let stop = texts.company_agent_end(agent.name.clone());
        view! {
            <Details summary=summary>
                <form method="post" action=powers class="stack">
                    <input type="hidden" name="act" value="powers" />
                    <input type="hidden" name="agent" value=own />
                    {field}
                    <SubmitButton label=save full=true />
                </form>
                <form method="post" action=end class="stack">
                    <input type="hidden" name="agent" value=other />
                    <SubmitButton label=stop name="act" value="end" kind=ButtonKind::Danger full=true />
                </form>
            </Details>
        }
    });
    view! {
        <li class="stack">
            <p><strong>{name}</strong><br /><span class="meta">{words}" · "{since}</span></p>
            {change}
        </li>
    }
    .into_any()
}

fn invitation_view(cx: &Cx, invitation: &InvitationView, action: &str) -> AnyView {
    let texts = cx.texts;
    let (masked, words) = (invitation.masked.clone(), powers_words(cx, &invitation.powers));
    let until = texts.family_until(when(cx, invitation.ends_at));
    let (id, label) = (invitation.id.to_string(), texts.company_uninvite(invitation.masked.clone()));
    let action = action.to_owned();
    view! {
        <li class="stack">
            <p><strong>{masked}</strong><br /><span class="meta">{words}" · "{until}</span></p>
            <form method="post" action=action>
                <input type="hidden" name="invitation" value=id />
                <SubmitButton label=label name="act" value="uninvite" kind=ButtonKind::Quiet full=true />
            </form>
        </li>
    }
    .into_any()
}
