use super::{
    ApplicationAct, RegistryError,
    acts::{Acting, Outcome, Told, keeps},
    definition::differences,
    rules,
};
use crate::{
    OpenId,
    model::{Client, ClientState, Definition, Logo},
    store::{logos, reviews},
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

/// What of an application is to be otherwise.
#[derive(Clone, Copy)]
enum Change<'a> {
    /// Everything but its logo.
    Words(&'a Definition),
    /// Its logo; none to take it away.
    Logo(Option<&'a Logo>),
}

impl Change<'_> {
    /// The description as it is to be, by the one that is there or waits.
    fn of(self, newest: &Definition) -> Definition {
        match self {
            Self::Words(definition) => Definition { logo: newest.logo.clone(), ..definition.clone() },
            Self::Logo(logo) => Definition { logo: logo.map(|logo| logo.hash().clone()), ..newest.clone() },
        }
    }
}

impl OpenId {
    /// Describes an application otherwise. What the city alone decides stays as it is, except by the command line. A change that
    /// waited is replaced; a logo that waited goes on waiting.
    pub async fn change_application(
        &self,
        authority: &Authority,
        client_id: &str,
        revision: i32,
        definition: &Definition,
    ) -> Outcome<Saved> {
        self.make_otherwise(authority, client_id, revision, Change::Words(definition)).await
    }

    /// Gives an application another logo, or takes it away; a change that waited waits with it.
    pub async fn change_logo(
        &self,
        authority: &Authority,
        client_id: &str,
        revision: i32,
        logo: Option<&Logo>,
    ) -> Outcome<Saved> {
        self.make_otherwise(authority, client_id, revision, Change::Logo(logo)).await
    }

    async fn make_otherwise(
        &self,
        authority: &Authority,
        client_id: &str,
        revision: i32,
        change: Change<'_>,
    ) -> Outcome<Saved> {
        let given = (self, Acting { authority, now: self.clock.now() }, client_id, revision, change);
        self.database
            .write(&given, |transaction, (openid, acting, client_id, revision, change)| {
                Box::pin(async move {
                    let (before, _) = openid.held(transaction, acting.authority, client_id, *revision).await?;
                    if !keeps(acting.authority, &before.department) {
                        return Err(RegistryError::Forbidden);
                    }
                    let is_operator = acting.authority.is_operator();
                    let waiting = reviews::change(transaction, before.id).await?;
                    let newest = waiting.as_ref().filter(|_| !is_operator).map(|waiting| &waiting.definition);
                    let definition = change.of(newest.unwrap_or(&before.definition));
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
                    if saved == Saved::Same && waiting.is_none() && before.state != ClientState::Refused {
                        return Ok(saved);
                    }
                    reviews::drop_change(transaction, before.id).await?;
                    if let Change::Logo(Some(logo)) = change {
                        logos::keep(transaction, before.id, logo).await?;
                    }
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
