use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    super::{Actor, Contact, Permission, residents::NUMBER_PREFIX, service::tell, store::contacts, throttle::LOOK_UP},
    built_in::index,
    error::RealNameError,
    id_number::IdNumber,
    level::RealNameLevel,
    paper::Paper,
    person_name::PersonName,
    service::{Outcome, Person, RealName, kept, opened, told},
    store::real_names::{self, Resident, Step},
};
use foundation::{audit, context::Client, ids::AccountId, text::Language};

/// A resident's account as a counter sees it: name and number only masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResidentAccount {
    /// The account's number, `r-…`.
    pub name: String,
    /// How surely the city knows who its holder is.
    pub level: RealNameLevel,
    /// The name, masked; none where nothing was said yet.
    pub masked_name: Option<String>,
    /// The ID number, masked.
    pub masked_number: Option<String>,
    /// The paper a clerk saw.
    pub paper: Option<Paper>,
    /// Since when it is as it is.
    pub changed_at: Option<DateTime<Utc>>,
}

/// By what a clerk looks an account up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookedUp {
    /// The address it signs in with.
    Contact(Contact),
    /// The whole ID number.
    Number(IdNumber),
}

/// Whoever may see people in person: works cases, wherever.
fn check(actor: &Actor) -> Outcome<()> {
    if actor.scope(Permission::WorkCases).is_empty() { Err(RealNameError::Unknown) } else { Ok(()) }
}

impl RealName {
    /// The number of the account of somebody who stands at the counter. Each look-up is counted and written down, whether or not
    /// it found somebody.
    pub async fn look_up(&self, actor: &Actor, client: &Client, by: &LookedUp) -> Outcome<Option<String>> {
        check(actor)?;
        self.identity.begin_try(LOOK_UP, &actor.name, &client.network()).await?;
        let reader = self.identity.database.reader();
        let found: Vec<AccountId> = match by {
            LookedUp::Contact(contact) => contacts::owner(reader, contact).await?.into_iter().collect(),
            LookedUp::Number(number) => self.by_number(number).await?,
        };
        let several = found.len() > 1;
        let found = match found.as_slice() {
            [account] => real_names::resident(reader, Resident::Of(*account), false).await?,
            _ => None,
        };
        let found = found.map(|found| found.name).filter(|name| name.starts_with(NUMBER_PREFIX));
        let way = if matches!(by, LookedUp::Contact(_)) { "address" } else { "id number" };
        let entry = actor
            .did("resident.look_up", "account", found.clone().unwrap_or_default())
            .after(json!({ "by": way, "found": found.is_some() }));
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(&(entry, now), |transaction, (entry, now)| {
                Box::pin(async move {
                    audit::append(transaction, entry, *now).await?;
                    Ok::<_, RealNameError>(())
                })
            })
            .await?;
        if several { Err(RealNameError::Several) } else { Ok(found) }
    }

    /// The verified account of a number; where there is none, those that name it.
    async fn by_number(&self, number: &IdNumber) -> Outcome<Vec<AccountId>> {
        let id_index = index(&self.identity.keyring, number);
        let found = real_names::by_number(self.identity.database.reader(), &id_index, 2).await?;
        // The verified one comes first.
        let verified = found.first().is_some_and(|first| first.level >= RealNameLevel::Verified);
        let most = if verified { 1 } else { found.len() };
        Ok(found.into_iter().take(most).map(|kept| kept.account).collect())
    }

    /// A resident's account, for whoever works at a counter.
    pub async fn resident(&self, actor: &Actor, name: &str) -> Outcome<ResidentAccount> {
        check(actor)?;
        let reader = self.identity.database.reader();
        let name = account_number(name).ok_or(RealNameError::Unknown)?;
        let found = real_names::resident(reader, Resident::Named(name), false).await?.ok_or(RealNameError::Unknown)?;
        let known = real_names::of(reader, found.id).await?;
        let known: Option<Person> = known.map(|kept| opened(&self.identity.keyring, &kept)).transpose()?;
        Ok(ResidentAccount {
            name: found.name,
            level: known.as_ref().map_or(RealNameLevel::Registered, |person| person.level),
            masked_name: known.as_ref().map(|person| person.name.masked()),
            masked_number: known.as_ref().map(|person| person.number.masked()),
            paper: known.as_ref().and_then(|person| person.paper),
            changed_at: known.map(|person| person.changed_at),
        })
    }

    /// 四级: a clerk saw the person with the paper, and typed what it says. What it says counts for more than what was said
    /// before, but an account that is verified stays the same person's.
    pub async fn seen_in_person(
        &self,
        actor: &Actor,
        name: &str,
        person: (&PersonName, &IdNumber),
        paper: Paper,
    ) -> Outcome<()> {
        check(actor)?;
        if paper.until.is_some_and(|until| until < self.today()) {
            return Err(RealNameError::Expired);
        }
        let name = account_number(name).ok_or(RealNameError::Unknown)?;
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(
                &(self, actor, name, person, paper, now),
                |transaction, (real_name, actor, name, person, paper, now)| {
                    Box::pin(async move {
                        let found = real_names::resident(transaction, Resident::Named(name), true).await?;
                        let found = found.ok_or(RealNameError::Unknown)?;
                        if found.id == actor.account {
                            return Err(RealNameError::Own);
                        }
                        let keyring = &real_name.identity.keyring;
                        let (to, (person_name, number)) = (RealNameLevel::SeenInPerson, *person);
                        let mut seen = kept(keyring, found.id, person_name, number, to, *now);
                        seen.paper = Some(*paper);
                        let before = real_names::of(transaction, found.id).await?;
                        let from = before.as_ref().map_or(RealNameLevel::Registered, |before| before.level);
                        let another = |before: &real_names::Kept| {
                            before.level >= RealNameLevel::Verified && before.id_index != seen.id_index
                        };
                        if before.as_ref().is_some_and(another) {
                            return Err(RealNameError::AnotherPerson);
                        }
                        real_names::put(transaction, &seen).await?;
                        let by = actor.name.as_str();
                        let step = Step { account: found.id, from, to, how: "counter", by, paper: Some(*paper) };
                        real_names::note(transaction, &step, *now).await?;
                        let entry = actor
                            .did("real_name.seen", "account", found.name)
                            .before(json!({ "level": from.number() }))
                            .after(json!({ "level": to.number(), "paper": paper.kind.code(), "until": paper.until }));
                        audit::append(transaction, &entry, *now).await?;
                        let language = Language::parse(&found.language).unwrap_or(Language::FIRST);
                        tell(transaction, keyring, &told(found.id, language, to), *now).await?;
                        Ok(())
                    })
                },
            )
            .await
    }
}

/// An account number of a resident, if it could be one.
fn account_number(name: &str) -> Option<&str> {
    let rest = name.strip_prefix(NUMBER_PREFIX)?;
    let well_formed = rest.len() <= 40 && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    well_formed.then_some(name)
}
