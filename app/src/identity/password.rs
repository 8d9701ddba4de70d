use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// NIST SP 800-63B §3.1.1.2: at least 15 characters where the password stands alone; 12 here, beside throttling.
const MIN_CHARACTERS: usize = 12;
/// Longer ones only cost time.
const MAX_CHARACTERS: usize = 128;

/// The hash of a password nobody has, of the usual cost.
pub(super) const DECOY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/// Hashes made at once: each takes 19 MB, and more at once than there are cores only take longer.
static PLACES: Semaphore = Semaphore::const_new(4);

/// A password somebody chose: long enough, and never printed.
pub struct Password(String);

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Too short.
    #[error("a password has at least 12 characters; a sentence is a good one")]
    TooShort,
    /// Too long.
    #[error("a password has at most 128 characters")]
    TooLong,
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// Takes a password.
    pub fn parse(text: &str) -> Result<Self, PasswordFault> {
        match text.chars().count() {
            ..MIN_CHARACTERS => Err(PasswordFault::TooShort),
            length if length > MAX_CHARACTERS => Err(PasswordFault::TooLong),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// Takes what somebody typed to sign in: if it is too short it matches nothing, and takes as long to find out.
    pub(super) fn as_typed(text: &str) -> Self {
        Self(text.chars().take(MAX_CHARACTERS + 1).collect())
    }

    /// Hashes it with Argon2id (RFC 9106) and a salt of its own: tens of milliseconds and megabytes on purpose, so off the
    /// threads that answer people.
    pub(super) async fn hash(self) -> Result<String, PasswordUnhashed> {
        let _place = PLACES.acquire().await;
        tokio::task::spawn_blocking(move || {
            Argon2::default()
                .hash_password(self.0.as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|_| PasswordUnhashed)
        })
        .await
        .map_err(|_| PasswordUnhashed)?
    }

    /// Whether it is the password of a hash; compares in constant time.
    pub(super) async fn matches(self, hash: String) -> bool {
        let _place = PLACES.acquire().await;
        tokio::task::spawn_blocking(move || {
            PasswordHash::new(&hash)
                .is_ok_and(|hash| Argon2::default().verify_password(self.0.as_bytes(), &hash).is_ok())
        })
        .await
        .unwrap_or(false)
    }
}

/// The machine had no memory or randomness for a hash.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed")]
pub(super) struct PasswordUnhashed;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let hash = Password::parse("correct horse battery").unwrap().hash().await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(Password::parse("correct horse battery").unwrap().matches(hash.clone()).await);
        assert!(!Password::parse("correct horse batterie").unwrap().matches(hash.clone()).await);
        assert!(!Password::parse("correct horse battery").unwrap().matches("nonsense".to_owned()).await);
    }

    #[test]
    fn a_password_is_counted_in_characters_and_never_printed() {
        assert!(Password::parse("一二三四五六七八九十十一").is_ok());
        assert_eq!(Password::parse("short").unwrap_err(), PasswordFault::TooShort);
        assert_eq!(Password::parse(&"x".repeat(129)).unwrap_err(), PasswordFault::TooLong);
        assert!(!format!("{:?}", Password::parse("correct horse battery").unwrap()).contains("horse"));
    }
}
