use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::{
    OAuthError, OpenId,
    model::{Claim, Client, Scope, Scopes},
};
use foundation::ids::AccountId;
use identity::{
    Facts, Wanted,
    realname::{Person, Sex},
};

/// What scopes pass on (OpenID Connect Core 1.0 §5.4), without what is said of the person's proof.
pub(super) fn of_scopes(scopes: &Scopes) -> impl Iterator<Item = Claim> + '_ {
    Claim::ALL.into_iter().filter(|claim| claim.scope() != Scope::OpenId && scopes.contain(claim.scope()))
}

impl OpenId {
    /// What is told about somebody, of what was asked for; none where the account ended. What is not known is left out.
    pub(super) async fn told(
        &self,
        client: &Client,
        account: AccountId,
        asked: BTreeSet<Claim>,
    ) -> Result<Option<Map<String, Value>>, OAuthError> {
        let any = |scope: Scope| asked.iter().any(|claim| claim.scope() == scope);
        if Scope::ALL.into_iter().filter(|scope| *scope != Scope::OpenId).all(|scope| !any(scope)) {
            return Ok(Some(Map::new()));
        }
        let wanted = Wanted {
            contacts: any(Scope::Phone) || any(Scope::Email),
            profile: any(Scope::Profile) || any(Scope::Address),
            person: any(Scope::RealName),
        };
        let facts = self.identity.facts(account, wanted).await?;
        Ok(facts.map(|facts| written(&facts, &asked, client.definition.full_real_name)))
    }
}

/// Facts as claims. `whole`: name and ID number are not masked, which the city approved.
fn written(facts: &Facts, asked: &BTreeSet<Claim>, whole: bool) -> Map<String, Value> {
    let value = |claim: &Claim| {
        match claim {
        Claim::Subject | Claim::AuthTime | Claim::Acr | Claim::Amr => None,
        Claim::Name => Some(facts.display_name.as_str().into()),
        Claim::Locale => facts.language.map(|language| language.tag().into()),
        Claim::UpdatedAt => facts.changed_at.map(|at| at.timestamp().into()),
        Claim::PhoneNumber => facts.phone.as_deref().map(Value::from),
        Claim::PhoneNumberVerified => facts.phone.as_ref().map(|_| true.into()),
        Claim::Email => facts.email.as_deref().map(Value::from),
        Claim::EmailVerified => facts.email.as_ref().map(|_| true.into()),
        Claim::Address => facts.address.as_ref().map(|(address, district)| {
            json!({ "formatted": address, "street_address": address, "country": "CN", "district_code": district })
        }),
        Claim::RealNameLevel => Some(facts.level.number().into()),
        Claim::RealName | Claim::IdNumber | Claim::Birthdate | Claim::Gender => {
            facts.person.as_ref().and_then(|person| of_person(person, *claim, whole))
        }
    }
    };
    asked.iter().filter_map(|claim| Some((claim.name().to_owned(), value(claim)?))).collect()
}

fn of_person(person: &Person, claim: Claim, whole: bool) -> Option<Value> {
    let (name, number) = (&person.name, &person.number);
    match claim {
        Claim::RealName if whole => Some(name.as_str().into()),
        Claim::RealName => Some(name.masked().into()),
        Claim::IdNumber if whole => Some(number.as_str().into()),
        Claim::IdNumber => Some(number.masked().into()),
        // Both stand in the number, in the part that is masked.
        Claim::Birthdate if whole => Some(number.born().to_string().into()),
        Claim::Gender if whole => Some(if number.sex() == Sex::Female { "female" } else { "male" }.into()),
        _ => None,
    }
}
