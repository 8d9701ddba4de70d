use std::fmt;

use subtle::ConstantTimeEq as _;

use super::{
    id_number::IdNumber,
    person_name::PersonName,
    population::DemoPerson,
    register::{Household, HouseholdRole, IdentityRegister},
    store::register::{self, Entered},
};
use crate::registers::{Answering, RegisterSilent};
use foundation::{
    database::{Database, Fault},
    keyring::Keyring,
};

/// By which the keyed hash of an ID number is made, wherever one is looked for.
const INDEX: &str = "id_number";

/// The keyed hash of an ID number.
pub(super) fn index(keyring: &Keyring, number: &IdNumber) -> String {
    keyring.index(INDEX, number.as_str())
}

fn place(id_index: &str) -> String {
    format!("name of person {id_index}")
}

/// The register in this database: for demonstrations, and for towns that keep their own. Of numbers it holds keyed hashes.
#[derive(Clone)]
pub(super) struct BuiltInRegister {
    database: Database,
    keyring: Keyring,
}

impl fmt::Debug for BuiltInRegister {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BuiltInRegister")
    }
}

impl BuiltInRegister {
    pub(super) fn new(database: Database, keyring: Keyring) -> Self {
        Self { database, keyring }
    }

    /// Enters people who are not there yet.
    pub(super) async fn enter(&self, people: &[DemoPerson]) -> Result<(), Fault> {
        let entered = people
            .iter()
            .map(|person| {
                let id_index = index(&self.keyring, &person.number);
                let name = self.keyring.seal(&place(&id_index), person.name.as_str().as_bytes());
                Entered { id_index, name, household: person.household.clone(), role: person.role.code() }
            })
            .collect();
        register::enter(self.database.writer(), entered).await
    }

    async fn person(&self, number: &IdNumber) -> Result<Option<(String, Household)>, RegisterSilent> {
        let id_index = index(&self.keyring, number);
        let unavailable = |fault: Fault| {
            tracing::warn!(%fault, "the built-in register cannot be read");
            RegisterSilent
        };
        let found = register::person(self.database.reader(), &id_index).await.map_err(unavailable)?;
        let Some((name, household, role)) = found else { return Ok(None) };
        let name = self.keyring.open_text(&place(&id_index), &name).map_err(|unopened| {
            tracing::error!(%unopened, "a person of the built-in register cannot be read");
            RegisterSilent
        })?;
        // The column's CHECK admits no other role.
        let role = HouseholdRole::parse(&role).unwrap_or(HouseholdRole::Other);
        Ok(Some((name, Household { number: household, role })))
    }
}

impl IdentityRegister for BuiltInRegister {
    fn matches<'a>(&'a self, name: &'a PersonName, number: &'a IdNumber) -> Answering<'a, bool> {
        Box::pin(async move {
            let person = self.person(number).await?;
            Ok(person.is_some_and(|(known, _)| known.as_bytes().ct_eq(name.as_str().as_bytes()).into()))
        })
    }

    fn household_of<'a>(&'a self, number: &'a IdNumber) -> Answering<'a, Option<Household>> {
        Box::pin(async move { Ok(self.person(number).await?.map(|(_, household)| household)) })
    }
}
