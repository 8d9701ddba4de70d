use super::{
    OpenId,
    model::{Client, SubjectType},
};
use foundation::ids::AccountId;

impl OpenId {
    /// By what number an application knows an account (OpenID Connect Core 1.0 §8): its sector's own, so that two departments
    /// cannot lay their numbers side by side, or the same everywhere where the city asks for that.
    ///
    /// A keyed hash: nobody who has the number finds the account without the city's key, and no table has to keep it.
    pub(crate) fn subject(&self, client: &Client, account: AccountId) -> String {
        let account = account.to_string();
        match client.definition.subject {
            SubjectType::Public => self.keyring.index("sub", &account),
            // An application without a host is a sector of its own.
            SubjectType::Pairwise => {
                let sector = client.definition.sector().unwrap_or_else(|| client.client_id.clone());
                self.keyring.index(&format!("sub {sector}"), &account)
            }
        }
    }
}
