use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::{
    OpenId,
    model::{Client, Scope, Scopes},
    store::{
        clients,
        connections::{self, Connection},
    },
};
use foundation::{
    context::Cx,
    database::{Database, Fault, Work},
    error::AppError,
    ids::AccountId,
};
use identity::{
    ContactKind, FieldName, Holder, Profiles,
    realname::{Person, level_words, person_of},
};

/// How much of an address is shown to its owner.
const SHOWN_OF_ADDRESS: usize = 6;

/// What one scope passes on, to the person whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PassedOn {
    /// What it is, in plain words.
    pub(crate) what: String,
    /// The person's own value, masked; words where it is none.
    pub(crate) value: String,
}

/// What is known about somebody, as far as it is passed on.
#[derive(Debug, Default)]
struct Told {
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
    person: Option<Person>,
}

impl OpenId {
    /// What scopes pass on about somebody, in plain words, each value masked: it may be read over a shoulder.
    pub(crate) async fn passed_on(
        &self,
        cx: &Cx,
        client: &Client,
        scopes: &Scopes,
        holder: &Holder,
    ) -> Result<Vec<PassedOn>, AppError> {
        let told = self.known_of(scopes, holder).await?;
        Ok(scopes.iter().map(|scope| passed_on(cx, client, scope, holder, &told)).collect())
    }

    /// What is not passed on is not read.
    async fn known_of(&self, scopes: &Scopes, holder: &Holder) -> Result<Told, AppError> {
        let mut told = Told::default();
        if scopes.contain(Scope::Phone) || scopes.contain(Scope::Email) {
            for contact in self.identity.contacts(holder).await? {
                match contact.kind() {
                    ContactKind::Phone => told.phone = Some(contact.masked()),
                    ContactKind::Email => told.email = Some(contact.masked()),
                }
            }
        }
        if scopes.contain(Scope::Address) {
            let sheet = Profiles::new(self.identity.clone()).of(holder).await?;
            let address = sheet.profile.get(FieldName::Address);
            told.address = (!address.is_empty()).then(|| masked(address));
        }
        if scopes.contain(Scope::RealName) {
            told.person = person_of(self.database.reader(), &self.keyring, holder.account).await?;
        }
        Ok(told)
    }

    /// The applications somebody is connected with, the one used last first.
    pub(crate) async fn connections(&self, holder: &Holder) -> Result<Vec<Connection>, Fault> {
        connections::of(self.database.reader(), holder.account).await
    }

    /// An application by its name, in whatever state.
    pub(crate) async fn named(&self, client_id: &str) -> Result<Option<Client>, Fault> {
        Ok(clients::named(self.database.reader(), client_id).await?.map(|(client, _)| client))
    }
}

/// The applications somebody is connected with, as their holder takes them along.
pub fn gather(database: &Database, account: AccountId) -> Work<'_, Value, Fault> {
    let iso = |moment: DateTime<Utc>| moment.to_rfc3339_opts(SecondsFormat::Secs, true);
    Box::pin(async move {
        let connections = connections::of(database.reader(), account).await?;
        Ok(connections
            .into_iter()
            .map(|connection| {
                json!({
                    "client_id": connection.client.client_id,
                    "name": connection.client.definition.name.zh,
                    "scopes": connection.scopes.joined(),
                    "agreed_at": iso(connection.agreed_at),
                    "used_at": iso(connection.used_at),
                })
            })
            .collect())
    })
}

fn passed_on(cx: &Cx, client: &Client, scope: Scope, holder: &Holder, told: &Told) -> PassedOn {
    let texts = cx.texts;
    let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| texts.consent_value_none().to_owned());
    let value = match scope {
        Scope::Profile => holder.display_name.clone(),
        Scope::Phone => or_none(&told.phone),
        Scope::Email => or_none(&told.email),
        Scope::Address => or_none(&told.address),
        Scope::RealName => {
            let level = level_words(cx.language(), holder.level);
            match &told.person {
                None => level,
                Some(person) => [level, person.name.masked(), person.number.masked()].join(texts.list_separator()),
            }
        }
        // What has no value of the person's says what the application may do.
        _ => texts.by_key(&format!("{}-note", scope.key())).unwrap_or_default(),
    };
    let key = match scope {
        Scope::RealName if client.definition.full_real_name => "scope-realname-whole".to_owned(),
        scope => scope.key(),
    };
    PassedOn { what: texts.by_key(&key).unwrap_or_default(), value }
}

/// The beginning of an address.
fn masked(address: &str) -> String {
    let shown: String = address.chars().take(SHOWN_OF_ADDRESS).collect();
    format!("{shown}****")
}
