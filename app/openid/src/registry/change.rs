use super::{
    ApplicationAct, RegistryError,
    acts::{Acting, Outcome, Told, keeps},
    definition::differences,
    rules,
};
use crate::{
    OpenId,
    model::{Client, ClientState, Definition},
    store::reviews,
};
use identity::Authority;

/// What became of a changed description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It holds.
    Now,
    /// People use the application: it waits for another person's approval.
    Waits,
    /// It was asked for again after a refusal.
    Again,
    /// Nothing was changed.
    Same,
}

impl OpenId {
    /// Describes an application otherwise. What the city alone decides stays as it is, except by the command line. A change that
    /// waited is replaced.
    pub async fn change_application(
        &self,
        authority: &Authority,
        client_id: &str,
        revision: i32,
        definition: &Definition,
    ) -> Outcome<Saved> {
        let given = (self, Acting { authority, now: self.clock.now() }, client_id, revision, definition);
        self.database
            .write(&given, |transaction, (openid, acting, client_id, revision, definition)| {
                Box::pin(async move {
                    let (before, _) = openid.held(transaction, acting.authority, client_id, *revision).await?;
                    if !keeps(acting.authority, &before.department) {
                        return Err(RegistryError::Forbidden);
                    }
                    let is_operator = acting.authority.is_operator();
                    let definition = Definition::clone(definition);
                    let definition = if is_operator {
                        definition
                    } else {
                        definition.with_exemptions(before.definition.exemptions())
                    };
                    let broken = rules::broken(&definition);
                    if !broken.is_empty() {
                        return Err(RegistryError::Invalid(broken));
                    }
                    let saved = saved(&before, &definition, is_operator);
                    let had_change = reviews::change(transaction, before.id).await?.is_some();
                    if saved == Saved::Same && !had_change && before.state != ClientState::Refused {
                        return Ok(saved);
                    }
                    reviews::drop_change(transaction, before.id).await?;
                    let (was, is) = differences(&before.definition, &definition);
                    let (act, after) = match saved {
                        Saved::Waits => {
                            let by = acting.authority.who().name;
                            reviews::propose(transaction, before.id, &definition, &by, acting.now).await?;
                            (ApplicationAct::Propose, before.clone())
                        }
                        Saved::Again => {
                            let after = Client { definition, state: ClientState::Requested, ..before.clone() };
                            (ApplicationAct::Request, after)
                        }
                        Saved::Now => (ApplicationAct::Change, Client { definition, ..before.clone() }),
                        Saved::Same => (ApplicationAct::RefuseChange, before.clone()),
                    };
                    openid.store(transaction, acting, &before, after).await?;
                    let told = Told { act, note: "", before: was, after: is };
                    openid.write_down(transaction, acting, &before, told).await?;
                    Ok(saved)
                })
            })
            .await
    }
}

/// What becomes of a description: what people do not use yet is changed at once, as is what they do not meet.
fn saved(before: &Client, definition: &Definition, is_operator: bool) -> Saved {
    match before.state {
        ClientState::Refused => Saved::Again,
        _ if *definition == before.definition => Saved::Same,
        ClientState::Live | ClientState::Suspended
            if !is_operator && !definition.differs_inwardly_from(&before.definition) =>
        {
            Saved::Waits
        }
        _ => Saved::Now,
    }
}
