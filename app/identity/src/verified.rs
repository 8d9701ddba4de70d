use super::{
    Identity,
    holder::Holder,
    kin_error::KinError,
    realname::{Person, RealNameLevel, person_of},
};

/// Who a holder was verified to be (level 3 and above); [`KinError::Level`] where nobody verified it.
pub(super) async fn verified_person(identity: &Identity, holder: &Holder) -> Result<Person, KinError> {
    let person = person_of(identity.database.reader(), &identity.keyring, holder.account).await;
    // What cannot be opened verifies nobody.
    let person = person.ok().flatten().filter(|person| person.level >= RealNameLevel::Verified);
    person.ok_or(KinError::Level)
}
