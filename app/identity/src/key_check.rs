use super::{Identity, store::key_check};
use foundation::database::Fault;

const PLACE: &str = "keyring check";
const TEXT: &[u8] = b"yitong";

/// Why the configured key is not used with this database.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// What is sealed in the database was sealed with another key.
    #[error(
        "the secret key ([identity] key or key_file) is not the one this database was sealed with: put the right one back; \
         without it ID numbers and other secrets cannot be read"
    )]
    Another,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] Fault),
}

impl Identity {
    /// Proves that the configured key opens what this database holds. The first time seals something to prove it by.
    pub async fn check_key(&self) -> Result<(), KeyFault> {
        if self.examine_key().await? {
            return Ok(());
        }
        key_check::keep(self.database.writer(), self.keyring.seal(PLACE, TEXT)).await?;
        // Of several processes that begin at once, with whatever keys, one was first.
        let sealed = key_check::kept(self.database.writer()).await?;
        sealed.is_some_and(|sealed| self.opens(&sealed)).then_some(()).ok_or(KeyFault::Another)
    }

    /// As [`Identity::check_key`], and changes nothing: tells whether there was something to prove it by.
    pub async fn examine_key(&self) -> Result<bool, KeyFault> {
        match key_check::kept(self.database.reader()).await? {
            Some(sealed) if self.opens(&sealed) => Ok(true),
            Some(_) => Err(KeyFault::Another),
            None => Ok(false),
        }
    }

    fn opens(&self, sealed: &[u8]) -> bool {
        self.keyring.open(PLACE, sealed).is_ok_and(|text| text == TEXT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use foundation::{clock::Clock, database::testing, keyring::Keyring};

    #[tokio::test]
    async fn a_key_that_opens_nothing_here_is_found_out() {
        for engine in testing::engines() {
            let test = testing::fresh(engine).await;
            let with = |secret| Identity::new(test.database.clone(), Clock::Real, Keyring::new(&[secret; 32]));
            assert!(!with(1).examine_key().await.unwrap());
            let (one, other) = tokio::join!(async { with(1).check_key().await }, async { with(2).check_key().await });
            assert_eq!([&one, &other].iter().filter(|outcome| outcome.is_ok()).count(), 1, "{one:?} {other:?}");
            let (right, wrong) = if one.is_ok() { (1, 2) } else { (2, 1) };
            assert!(with(right).check_key().await.is_ok() && with(right).examine_key().await.unwrap());
            assert!(matches!(with(wrong).check_key().await, Err(KeyFault::Another)));
            assert!(matches!(with(wrong).examine_key().await, Err(KeyFault::Another)));
        }
    }
}
