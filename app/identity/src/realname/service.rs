use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{
    super::{
        Identity,
        service::tell,
        store::accounts,
        throttle::{self, REGISTER, REGISTER_NUMBER},
    },
    built_in::index,
    error::RealNameError,
    id_number::IdNumber,
    level::RealNameLevel,
    paper::Paper,
    person_name::PersonName,
    register::{self, IdentityRegister},
    store::real_names::{self, Kept, Step},
};
use crate::{Holder, registers::RegisterSettings};
use foundation::{audit, clock::city_day, context::Client, ids::AccountId, keyring::Keyring, text::Language};
use notifications::{Channel, Message};

pub(super) type Outcome<T> = Result<T, RealNameError>;

/// Steps a page shows.
const SHOWN_STEPS: u64 = 10;
/// 实名认证: from what somebody says to what a clerk saw; clone it freely.
#[derive(Clone)]
pub struct RealName {
    pub(super) identity: Identity,
    pub(super) register: Arc<dyn IdentityRegister>,
}

/// Who an account's holder is: whole. For rooms that compare, never for pages and logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What the person is called.
    pub name: PersonName,
    /// The ID number.
    pub number: IdNumber,
    /// How surely this is known.
    pub level: RealNameLevel,
    /// The paper a clerk saw.
    pub paper: Option<Paper>,
    /// Since when.
    pub changed_at: DateTime<Utc>,
}

/// A step an account took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rise {
    /// When.
    pub at: DateTime<Utc>,
    /// To which level.
    pub to: RealNameLevel,
    /// How: `declared`, `register`, `counter`.
    pub how: String,
}

fn name_place(account: AccountId) -> String {
    format!("name of account {account}")
}

fn number_place(account: AccountId) -> String {
    format!("id_number of account {account}")
}

/// Seals who somebody says or is shown to be.
pub(super) fn kept(
    keyring: &Keyring,
    account: AccountId,
    name: &PersonName,
    number: &IdNumber,
    level: RealNameLevel,
    now: DateTime<Utc>,
) -> Kept {
    Kept {
        account,
        level,
        name: keyring.seal(&name_place(account), name.as_str().as_bytes()),
        id_number: keyring.seal(&number_place(account), number.as_str().as_bytes()),
        id_index: index(keyring, number),
        changed_at: now,
        paper: None,
    }
}

/// Opens what was sealed.
pub(super) fn opened(keyring: &Keyring, kept: &Kept) -> Outcome<Person> {
    let open = |place: &str, sealed: &[u8]| keyring.open_text(place, sealed).map_err(|_| RealNameError::Unreadable);
    let name = PersonName::parse(&open(&name_place(kept.account), &kept.name)?);
    // It was checked against the day it was typed.
    let number = IdNumber::parse(&open(&number_place(kept.account), &kept.id_number)?, NaiveDate::MAX);
    let (Ok(name), Ok(number)) = (name, number) else { return Err(RealNameError::Unreadable) };
    Ok(Person { name, number, level: kept.level, paper: kept.paper, changed_at: kept.changed_at })
}

/// Who an account's holder is, in somebody else's transaction.
pub async fn person_of(
    connection: &impl ConnectionTrait,
    keyring: &Keyring,
    account: AccountId,
) -> Outcome<Option<Person>> {
    real_names::of(connection, account).await?.map(|kept| opened(keyring, &kept)).transpose()
}

/// The account that is verified with a number.
pub async fn verified_account(
    connection: &impl ConnectionTrait,
    keyring: &Keyring,
    number: &IdNumber,
) -> Outcome<Option<AccountId>> {
    let found = real_names::by_number(connection, &index(keyring, number), 1).await?;
    Ok(found.into_iter().find(|kept| kept.level >= RealNameLevel::Verified).map(|kept| kept.account))
}

/// Forgets who an account's holder is, in the transaction that closes the account. The steps stay: they name nobody.
pub async fn forget(connection: &impl ConnectionTrait, account: AccountId) -> Outcome<()> {
    Ok(real_names::forget(connection, account).await?)
}

impl RealName {
    /// Over the accounts, asking the register of the settings.
    pub fn new(identity: Identity, settings: &RegisterSettings) -> Self {
        let register = register::open(settings, &identity.database, &identity.keyring);
        Self { identity, register }
    }

    /// The register that is asked.
    pub fn register(&self) -> &dyn IdentityRegister {
        &*self.register
    }

    /// The day it is in the city.
    pub fn today(&self) -> NaiveDate {
        city_day(self.identity.clock.now())
    }

    /// Who the city knows somebody to be; none where nothing was said yet.
    pub async fn person(&self, holder: &Holder) -> Outcome<Option<Person>> {
        person_of(self.identity.database.reader(), &self.identity.keyring, holder.account).await
    }

    /// How somebody's level came to be, the latest first.
    pub async fn rises(&self, holder: &Holder) -> Outcome<Vec<Rise>> {
        let steps = real_names::steps(self.identity.database.reader(), holder.account, SHOWN_STEPS).await?;
        Ok(steps.into_iter().map(|(at, to, how)| Rise { at, to, how }).collect())
    }

    /// 二级: keeps what somebody says. It is in nobody's way: others may say the same.
    pub async fn declare(&self, holder: &Holder, name: &PersonName, number: &IdNumber) -> Outcome<()> {
        let now = self.identity.clock.now();
        let kept = kept(&self.identity.keyring, holder.account, name, number, RealNameLevel::Declared, now);
        self.identity
            .database
            .write(&(holder, kept, now), |transaction, (holder, kept, now)| {
                Box::pin(async move {
                    accounts::hold(transaction, holder.account).await?.ok_or(RealNameError::Unknown)?;
                    let before = real_names::of(transaction, holder.account).await?;
                    let from = before.map_or(RealNameLevel::Registered, |before| before.level);
                    if from >= RealNameLevel::Verified {
                        return Err(RealNameError::Settled);
                    }
                    real_names::put(transaction, kept).await?;
                    rise(transaction, holder, from, kept.level, "declared", *now).await?;
                    let entry = holder
                        .did("real_name.declare")
                        .before(json!({ "level": from.number() }))
                        .after(json!({ "level": kept.level.number() }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// 三级: asks the register whether what was said is so. Tries are few, so that nobody finds people out by asking; a try the
    /// register did not answer is none.
    pub async fn verify(&self, holder: &Holder, client: &Client, language: Language) -> Outcome<()> {
        let now = self.identity.clock.now();
        if !holder.is_fresh(now) {
            return Err(RealNameError::NotFresh);
        }
        let (database, keyring) = (&self.identity.database, &self.identity.keyring);
        let said = real_names::of(database.reader(), holder.account).await?.ok_or(RealNameError::NothingDeclared)?;
        if said.level >= RealNameLevel::Verified {
            return Err(RealNameError::Settled);
        }
        let Person { name, number, .. } = opened(keyring, &said)?;
        let network = client.network();
        let by_account = self.identity.begin_try(REGISTER, &holder.account.to_string(), &network).await?;
        let by_number = self.identity.begin_try(REGISTER_NUMBER, &said.id_index, &network).await?;
        let answer = self.register.matches(&name, &number).await;
        let given = (self, holder, &said, answer.is_ok_and(|matches| matches), [by_account, by_number], language, now);
        if answer.is_err() {
            database
                .write(&given, |transaction, (.., tries, _, _)| {
                    Box::pin(async move {
                        for counted in tries {
                            throttle::forget(transaction, counted).await?;
                        }
                        Ok::<_, RealNameError>(())
                    })
                })
                .await?;
            return Err(RealNameError::Unavailable);
        }
        let outcome = database
            .write(&given, |transaction, (real_name, holder, said, matches, tries, language, now)| {
                Box::pin(async move {
                    if !matches {
                        return Err(RealNameError::NoMatch);
                    }
                    accounts::hold(transaction, holder.account).await?.ok_or(RealNameError::Unknown)?;
                    let to = RealNameLevel::Verified;
                    if !real_names::raise(transaction, said, to, *now).await? {
                        // Something else was said meanwhile, which nobody checked.
                        return Err(RealNameError::NothingDeclared);
                    }
                    rise(transaction, holder, said.level, to, "register", *now).await?;
                    for counted in tries {
                        throttle::forget(transaction, counted).await?;
                    }
                    let entry = holder
                        .did("real_name.verify")
                        .before(json!({ "level": said.level.number() }))
                        .after(json!({ "level": to.number() }));
                    audit::append(transaction, &entry, *now).await?;
                    let keyring = &real_name.identity.keyring;
                    tell(transaction, keyring, &told(holder.account, *language, to), *now).await?;
                    Ok(())
                })
            })
            .await;
        if let Err(RealNameError::NoMatch | RealNameError::Taken) = outcome {
            let why = if matches!(outcome, Err(RealNameError::Taken)) { "taken" } else { "no match" };
            database
                .write(&(holder, why, now), |transaction, (holder, why, now)| {
                    Box::pin(async move {
                        let entry = holder.did("real_name.refused").after(json!({ "reason": why }));
                        audit::append(transaction, &entry, *now).await?;
                        Ok::<_, RealNameError>(())
                    })
                })
                .await?;
        }
        outcome
    }
}

async fn rise(
    transaction: &impl ConnectionTrait,
    holder: &Holder,
    from: RealNameLevel,
    to: RealNameLevel,
    how: &'static str,
    now: DateTime<Utc>,
) -> Outcome<()> {
    let step = Step { account: holder.account, from, to, how, by: &holder.name, paper: None };
    Ok(real_names::note(transaction, &step, now).await?)
}

/// What the account's inbox says of a new level.
pub(super) fn told(account: AccountId, language: Language, to: RealNameLevel) -> Message {
    let texts = language.texts();
    let level = level_words(language, to);
    Message {
        account: Some(account),
        channel: Channel::Inbox,
        reason: "real-name",
        language,
        subject: texts.realname_message_subject(level),
        body: texts.realname_message_body().to_owned(),
        secret: false,
    }
}

/// A level by number and name: 三级 实名.
pub fn level_words(language: Language, level: RealNameLevel) -> String {
    let texts = language.texts();
    let name = texts.by_key(level.key()).unwrap_or_default();
    let number = texts.by_key(&level.number_key()).unwrap_or_default();
    texts.realname_level(name, number)
}
