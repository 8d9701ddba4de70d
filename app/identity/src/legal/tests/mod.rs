mod companies;
mod never;

use super::{CompanyName, LegalPersons, Opened, add_demo_companies};
use crate::{
    Holder, Identity,
    acting::Acting,
    kin_error::KinError,
    powers::{Power, Powers},
    registers::RegisterSettings,
};
use foundation::{codes::UnifiedSocialCreditCode, context::Client, ids::CompanyInvitationId, text::Language};

fn legal(identity: &Identity) -> LegalPersons {
    LegalPersons::new(identity.clone(), &RegisterSettings::BuiltIn)
}

fn code(n: usize) -> UnifiedSocialCreditCode {
    UnifiedSocialCreditCode::parse(super::DEMO_COMPANIES[n].0).unwrap()
}

fn name(n: usize) -> CompanyName {
    CompanyName::parse(super::DEMO_COMPANIES[n].1).unwrap()
}

/// The `n`th company of the demonstration, opened by whoever represents it.
async fn opened(identity: &Identity, holder: &Holder, n: usize) -> UnifiedSocialCreditCode {
    add_demo_companies(identity).await.unwrap();
    let outcome = legal(identity).open(holder, &code(n), &name(n), false, &Client::default()).await.unwrap();
    assert_eq!(outcome, Opened::Company(code(n)));
    code(n)
}

async fn invite(
    identity: &Identity,
    by: &Holder,
    uscc: &UnifiedSocialCreditCode,
    whom: usize,
    powers: &Powers,
) -> Result<CompanyInvitationId, KinError> {
    let contact = crate::kin_tests::contact(whom);
    let base = (Language::FIRST, "https://city.example/zh");
    legal(identity).invite(by, uscc, &contact, powers, &Client::default(), base).await
}

async fn may(identity: &Identity, holder: &Holder, uscc: &UnifiedSocialCreditCode, power: Power) -> bool {
    let acting = Acting::Company(uscc.clone());
    let outcome = identity
        .database
        .write(&(identity, holder, &acting), |transaction, (identity, holder, acting)| {
            Box::pin(async move { identity.may_act(transaction, holder, acting, power).await })
        })
        .await;
    match outcome {
        Ok(_) => true,
        Err(KinError::Unknown) => false,
        Err(error) => panic!("{error}"),
    }
}
