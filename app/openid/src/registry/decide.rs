use sea_orm::DatabaseTransaction;
use serde_json::{Value, json};

use super::{
    ApplicationAct, Checked, Decision, RegistryError, Review,
    acts::{Acting, Outcome, Told, decides, keeps},
    definition::differences,
    rules,
};
use crate::{
    OpenId,
    model::{Client, ClientState},
    store::reviews,
};
use identity::Authority;

/// What a decision leads to.
struct Decided {
    act: ApplicationAct,
    after: Client,
    checked: Option<Checked>,
}

impl OpenId {
    /// Decides about an application as it was seen at a revision.
    pub async fn decide_application(
        &self,
        authority: &Authority,
        client_id: &str,
        revision: i32,
        decision: &Decision,
    ) -> Outcome<()> {
        let given = (self, Acting { authority, now: self.clock.now() }, client_id, revision, decision);
        self.database
            .write(&given, |transaction, (openid, acting, client_id, revision, decision)| {
                Box::pin(async move {
                    let (before, _) = openid.held(transaction, acting.authority, client_id, *revision).await?;
                    let takes_back =
                        matches!(decision, Decision::RefuseChange(_)) && keeps(acting.authority, &before.department);
                    if !takes_back && !decides(acting.authority, &before.department) {
                        return Err(RegistryError::Forbidden);
                    }
                    let decided = openid.decided(transaction, acting.authority, &before, decision).await?;
                    let broken = rules::broken(&decided.after.definition);
                    if !broken.is_empty() {
                        return Err(RegistryError::Invalid(broken));
                    }
                    if matches!(decision, Decision::AcceptChange(_) | Decision::RefuseChange(_)) {
                        reviews::drop_change(transaction, before.id).await?;
                    }
                    let told = told(&before, &decided, decision);
                    openid.store(transaction, acting, &before, decided.after).await?;
                    openid.write_down(transaction, acting, &before, told).await
                })
            })
            .await
    }

    async fn decided(
        &self,
        transaction: &DatabaseTransaction,
        authority: &Authority,
        before: &Client,
        decision: &Decision,
    ) -> Outcome<Decided> {
        use ClientState::{Live, Refused, Requested, Suspended, Test};
        let to = |act, state| Decided { act, after: Client { state, ..before.clone() }, checked: None };
        let decided = match (decision, before.state) {
            (Decision::Try(checked), Requested) if checked.is_of(Review::Try) => {
                self.is_by_another(transaction, authority, before).await?;
                Decided { checked: Some(*checked), ..to(ApplicationAct::Approve, Test) }
            }
            (Decision::GoLive(checked), Test) if checked.is_of(Review::GoLive) => {
                self.is_by_another(transaction, authority, before).await?;
                Decided { checked: Some(*checked), ..to(ApplicationAct::GoLive, Live) }
            }
            (Decision::Refuse(_), Requested) => to(ApplicationAct::Refuse, Refused),
            (Decision::Suspend(_), Test | Live) => to(ApplicationAct::Suspend, Suspended),
            (Decision::Resume, Suspended) => {
                let was_live = reviews::has_happened(transaction, before.id, ApplicationAct::GoLive).await?;
                to(ApplicationAct::Resume, if was_live { Live } else { Test })
            }
            (Decision::AcceptChange(checked), Live | Suspended) if checked.is_of(Review::Change) => {
                let change = reviews::change(transaction, before.id).await?.ok_or(RegistryError::State)?;
                if !authority.is_operator() && change.by == authority.who().name {
                    return Err(RegistryError::Own);
                }
                let definition = change.definition.with_exemptions(before.definition.exemptions());
                let after = Client { definition, ..before.clone() };
                Decided { act: ApplicationAct::AcceptChange, after, checked: Some(*checked) }
            }
            (Decision::RefuseChange(_), Live | Suspended) => {
                reviews::change(transaction, before.id).await?.ok_or(RegistryError::State)?;
                to(ApplicationAct::RefuseChange, before.state)
            }
            (Decision::Exempt(exemptions), state) if state != Refused => {
                let definition = before.definition.clone().with_exemptions(*exemptions);
                let after = Client { definition, ..before.clone() };
                Decided { act: ApplicationAct::Exempt, after, checked: None }
            }
            _ => return Err(RegistryError::State),
        };
        Ok(decided)
    }

    /// Refuses that somebody approves what they wrote themselves since the last decision.
    async fn is_by_another(
        &self,
        transaction: &DatabaseTransaction,
        authority: &Authority,
        client: &Client,
    ) -> Outcome<()> {
        let name = authority.who().name;
        let events = reviews::events(transaction, client.id).await?;
        let mut since = events.iter().take_while(|event| !event.act.is_decision());
        let is_own = !authority.is_operator() && since.any(|event| event.act.is_writing() && event.by == name);
        if is_own { Err(RegistryError::Own) } else { Ok(()) }
    }
}

fn told<'a>(before: &Client, decided: &Decided, decision: &'a Decision) -> Told<'a> {
    let note = match decision {
        Decision::Refuse(reason) | Decision::Suspend(reason) | Decision::RefuseChange(reason) => reason.as_str(),
        _ => "",
    };
    let (mut was, mut is) = differences(&before.definition, &decided.after.definition);
    let put = |value: &mut Value, key: &str, content: Value| {
        if let Value::Object(map) = value {
            map.insert(key.to_owned(), content);
        }
    };
    if before.state != decided.after.state {
        put(&mut was, "state", json!(before.state.code()));
        put(&mut is, "state", json!(decided.after.state.code()));
    }
    if let Some(checked) = decided.checked {
        put(&mut is, "checked", json!(checked.checks()));
    }
    if !note.is_empty() {
        put(&mut is, "reason", json!(note));
    }
    Told { act: decided.act, note, before: was, after: is }
}
