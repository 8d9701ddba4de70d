use super::{
    RegistryError,
    acts::{Outcome, decides, keeps},
};
use crate::{
    OpenId,
    model::LogoHash,
    store::{clients, logos},
};
use foundation::database::Fault;
use identity::Authority;

impl OpenId {
    /// The PNG by which residents know an application that is in use; none where that is not its logo today.
    pub async fn logo(&self, client_id: &str, hash: &LogoHash) -> Result<Option<Vec<u8>>, Fault> {
        let Some(client) = self.served(Some(client_id)).await? else { return Ok(None) };
        if client.definition.logo.as_ref() != Some(hash) {
            return Ok(None);
        }
        logos::png(self.database.reader(), client.id, hash).await
    }

    /// The PNG of a logo that is or waits to be an application's, for those who keep it or decide about it.
    pub async fn application_logo(&self, authority: &Authority, client_id: &str, hash: &LogoHash) -> Outcome<Vec<u8>> {
        let reader = self.database.reader();
        let (client, _) = clients::named(reader, client_id).await?.ok_or(RegistryError::Unknown)?;
        if !keeps(authority, &client.department) && !decides(authority, &client.department) {
            return Err(RegistryError::Unknown);
        }
        logos::png(reader, client.id, hash).await?.ok_or(RegistryError::Unknown)
    }
}
