use std::sync::Arc;

use sea_orm::ConnectionTrait;

use super::{register, store::companies};
use crate::{
    Identity,
    acting::{Acting, ActingOption},
    kin_error::KinError,
    powers::{Power, Powers},
    registers::{LegalPersonRegister, RegisterSettings},
};
use foundation::{codes::UnifiedSocialCreditCode, database::Fault, ids::AccountId};

/// Companies and who acts for them; clone it freely.
#[derive(Clone)]
pub struct LegalPersons {
    pub(super) identity: Identity,
    pub(super) register: Arc<dyn LegalPersonRegister>,
}

impl LegalPersons {
    /// Over the accounts, asking the register of the settings.
    pub fn new(identity: Identity, settings: &RegisterSettings) -> Self {
        let register = register::open(settings, &identity.database, &identity.keyring);
        Self { identity, register }
    }
}

/// What somebody may do for a company, held until the transaction ends; none where nothing binds them.
pub(crate) async fn powers_in(
    connection: &impl ConnectionTrait,
    account: AccountId,
    uscc: &UnifiedSocialCreditCode,
) -> Result<Option<Powers>, Fault> {
    let Some(company) = companies::hold_shared(connection, uscc).await? else { return Ok(None) };
    if company.representative == account {
        return Ok(Some(Powers::of(Power::COMPANY)));
    }
    companies::agent_powers(connection, uscc, account).await
}

/// The same as it stands, for pages.
pub(super) async fn powers_seen(
    connection: &impl ConnectionTrait,
    account: AccountId,
    uscc: &UnifiedSocialCreditCode,
) -> Result<Option<Powers>, Fault> {
    let Some(company) = companies::by_code(connection, uscc).await? else { return Ok(None) };
    if company.representative == account {
        return Ok(Some(Powers::of(Power::COMPANY)));
    }
    companies::agent_powers(connection, uscc, account).await
}

/// The companies somebody may act for.
pub(crate) async fn options(identity: &Identity, account: AccountId) -> Result<Vec<ActingOption>, KinError> {
    let option = |company: companies::Company, powers| ActingOption {
        acting: Acting::Company(company.uscc),
        name: company.name,
        powers,
    };
    let (represented, agent_of) = of(identity, account).await?;
    let own = represented.into_iter().map(|company| option(company, Powers::of(Power::COMPANY)));
    let others = agent_of.into_iter().map(|(company, powers)| option(company, powers));
    Ok(own.chain(others).collect())
}

/// The companies somebody represents, and those they are an agent of.
pub(super) async fn of(
    identity: &Identity,
    account: AccountId,
) -> Result<(Vec<companies::Company>, Vec<(companies::Company, Powers)>), Fault> {
    let reader = identity.database.reader();
    let represented = companies::represented_by(reader, account).await?;
    let agent_of = companies::agent_of(reader, account).await?;
    let found = companies::some(reader, agent_of.iter().map(|(code, _)| code.clone()).collect()).await?;
    let with = |(code, powers): (String, Powers)| {
        let company = found.iter().find(|company| company.uscc.as_str() == code)?;
        Some((company.clone(), powers))
    };
    Ok((represented, agent_of.into_iter().filter_map(with).collect()))
}
