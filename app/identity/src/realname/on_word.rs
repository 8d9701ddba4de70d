use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    super::{error::IdentityError, store::accounts, upstream::Assertion},
    IdNumber, PersonName, RealNameLevel,
    built_in::index,
    service::kept,
    store::real_names::{self, Step},
};
use foundation::{
    audit::{self, Entry, Who},
    database::Work,
    ids::AccountId,
    keyring::Keyring,
};

/// Raises an account on another provider's word, in the transaction in which the provider was believed: never above 三级, which a
/// register gives too, for 四级 is a clerk of this city with the paper in hand; never where somebody else is verified with the
/// number; and never over what was checked here.
pub fn raise_on_word<'c>(
    transaction: &'c DatabaseTransaction,
    keyring: &'c Keyring,
    account: AccountId,
    assertion: &'c Assertion,
    now: DateTime<Utc>,
) -> Work<'c, (), IdentityError> {
    Box::pin(async move {
        let to = assertion.level().min(RealNameLevel::Verified);
        let name = assertion.name.as_deref().and_then(|name| PersonName::parse(name).ok());
        let number = assertion.id_number.as_deref();
        let number = number.and_then(|number| IdNumber::parse(number, now.date_naive()).ok());
        let (Some(name), Some(number)) = (name, number) else { return Ok(()) };
        let held = accounts::hold(transaction, account).await?.ok_or(IdentityError::Unknown)?;
        let before = real_names::of(transaction, account).await?.map_or(RealNameLevel::Registered, |known| known.level);
        if to <= before {
            return Ok(());
        }
        let others = real_names::by_number(transaction, &index(keyring, &number), 1).await?;
        let taken = others.iter().any(|other| other.level >= RealNameLevel::Verified && other.account != account);
        if taken && to >= RealNameLevel::Verified {
            return Ok(());
        }
        real_names::put(transaction, &kept(keyring, account, &name, &number, to, now)).await?;
        let step = Step { account, from: before, to, how: "provider", by: &held.name, paper: None };
        real_names::note(transaction, &step, now).await?;
        let who = Who { account: Some(account), name: held.name.clone(), origin: "provider".to_owned() };
        let entry = Entry::new(who, "real_name.provider", "account", held.name)
            .before(json!({ "level": before.number() }))
            .after(json!({ "level": to.number() }));
        audit::append(transaction, &entry, now).await?;
        Ok(())
    })
}
