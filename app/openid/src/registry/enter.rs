use serde_json::{Value, json};

use super::{
    ApplicationAct, ClientId, Exemptions, RegistryError,
    acts::{Acting, Outcome, Told, keeps},
    rules,
};
use crate::{
    OpenId,
    model::{Client, ClientState, Definition},
    store::registrations,
};
use foundation::ids::ApplicationId;
use identity::{Authority, Permission, Token};

/// An application to be entered.
#[derive(Debug, Clone, PartialEq)]
pub struct NewApplication {
    /// What it calls itself.
    pub client_id: ClientId,
    /// Whose it is.
    pub department: String,
    /// What the department says of it.
    pub definition: Definition,
}

/// How an application comes into the register.
struct Entering {
    state: ClientState,
    secret_hash: Option<String>,
    acts: &'static [ApplicationAct],
}

impl OpenId {
    /// Asks for an application; the city reviews it. What the city alone decides is left at what is usual.
    pub async fn request_application(&self, authority: &Authority, new: NewApplication) -> Outcome<()> {
        if authority.where_may(Permission::KeepApplications).is_some_and(|departments| departments.is_empty()) {
            return Err(RegistryError::Unknown);
        }
        let definition = new.definition.with_exemptions(Exemptions::default());
        let entering = Entering { state: ClientState::Requested, secret_hash: None, acts: &[ApplicationAct::Request] };
        self.enter(authority, NewApplication { definition, ..new }, entering).await
    }

    /// Enters an application in a state, with its secret where it has one: for whoever has the machine's command line.
    pub async fn register_application(
        &self,
        authority: &Authority,
        new: NewApplication,
        state: ClientState,
        secret: Option<&Token>,
    ) -> Outcome<()> {
        if !authority.is_operator() {
            return Err(RegistryError::Forbidden);
        }
        let secret_hash = secret.filter(|_| new.definition.authentication.is_by_secret()).map(Token::hash);
        let acts: &[ApplicationAct] = if state == ClientState::Live {
            &[ApplicationAct::Register, ApplicationAct::GoLive]
        } else {
            &[ApplicationAct::Register]
        };
        self.enter(authority, new, Entering { state, secret_hash, acts }).await
    }

    async fn enter(&self, authority: &Authority, new: NewApplication, entering: Entering) -> Outcome<()> {
        if !keeps(authority, &new.department) {
            return Err(RegistryError::invalid("department", "account-no-department"));
        }
        let broken = rules::broken(&new.definition);
        if !broken.is_empty() {
            return Err(RegistryError::Invalid(broken));
        }
        let client = Client {
            id: ApplicationId::new(),
            client_id: new.client_id.to_string(),
            department: new.department,
            state: entering.state,
            definition: new.definition,
            service_account: None,
            revision: 1,
        };
        let given = (self, Acting { authority, now: self.clock.now() }, client, entering);
        let entered = self
            .database
            .write(&given, |transaction, (openid, acting, client, entering)| {
                Box::pin(async move {
                    let mut client = client.clone();
                    client.service_account = openid.service_account(transaction, acting.authority, &client).await?;
                    let by = acting.authority.who().name;
                    let hash = entering.secret_hash.as_deref();
                    registrations::add(transaction, &client, hash, &by, acting.now).await?;
                    let after = json!({ "state": client.state.code(), "definition": client.definition });
                    for act in entering.acts {
                        let told = Told { act: *act, note: "", before: Value::Null, after: after.clone() };
                        openid.write_down(transaction, acting, &client, told).await?;
                    }
                    Ok(())
                })
            })
            .await;
        match entered {
            Err(RegistryError::Database(foundation::database::Fault::Conflict(_))) => Err(RegistryError::Taken),
            entered => entered,
        }
    }
}
