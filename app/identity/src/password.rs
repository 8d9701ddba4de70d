use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use super::{common_passwords::is_common, residents::NUMBER_PREFIX};

/// Longer ones only cost time.
const MAX_CHARACTERS: usize = 128;

/// The hash of a password nobody has, of the usual cost.
pub(super) const DECOY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/// Hashes made at once: each takes 19 MB, and more at once than there are cores only take longer.
static PLACES: Semaphore = Semaphore::const_new(4);

/// How long a password must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRule {
    /// People who work at the desks: 12 characters, beside a second factor.
    Staff,
    /// Residents: 8 characters, the least NIST SP 800-63B-4 §3.1.1.2 allows, because longer ones are written on paper; tries
    /// are throttled, what is guessed first is refused, and passkeys are offered before passwords.
    Resident,
}

impl PasswordRule {
    /// The rule for the account of a name.
    pub(super) fn of(name: &str) -> Self {
        if name.starts_with(NUMBER_PREFIX) { Self::Resident } else { Self::Staff }
    }

    /// The least number of characters.
    pub fn minimum(self) -> usize {
        match self {
            Self::Staff => 12,
            Self::Resident => 8,
        }
    }
}

/// A password somebody chose: long enough, none that is guessed first, and never printed.
///
/// Nothing is asked of its composition (NIST SP 800-63B-4 §3.1.1.2). It is brought to Normalization Form C first, as the same
/// section advises: one keyboard sends `é` as one character, another as two.
pub struct Password(String);

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Too short.
    #[error("a password has at least {} characters; a sentence is a good one", .0.minimum())]
    TooShort(PasswordRule),
    /// Too long.
    #[error("a password has at most 128 characters")]
    TooLong,
    /// One of those that are guessed first.
    #[error("this password is one of those that are guessed first")]
    Common,
    /// The person's own name or address is in it.
    #[error("the password holds the person's own name or address")]
    Personal,
}

impl PasswordFault {
    /// The reason by which a field is refused (`error-field-…`).
    pub fn reason(self) -> &'static str {
        match self {
            Self::TooShort(PasswordRule::Staff) => "password-short",
            Self::TooShort(PasswordRule::Resident) => "password-short-resident",
            Self::TooLong => "password-long",
            Self::Common => "password-common",
            Self::Personal => "password-personal",
        }
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// Takes a password of staff.
    pub fn parse(text: &str) -> Result<Self, PasswordFault> {
        Self::by(PasswordRule::Staff, text, &[])
    }

    /// Takes a password by a rule, for a person whose names and addresses are these.
    pub fn by(rule: PasswordRule, text: &str, own: &[String]) -> Result<Self, PasswordFault> {
        let text = normalised(text);
        match text.chars().count() {
            length if length < rule.minimum() => Err(PasswordFault::TooShort(rule)),
            length if length > MAX_CHARACTERS => Err(PasswordFault::TooLong),
            _ if is_common(&text) => Err(PasswordFault::Common),
            _ if own.iter().any(|word| tells_of(&text, word)) => Err(PasswordFault::Personal),
            _ => Ok(Self(text)),
        }
    }

    /// Takes what somebody typed to sign in: if it is too short it matches nothing, and takes as long to find out.
    pub(super) fn as_typed(text: &str) -> Self {
        Self(normalised(text))
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

/// Normalization Form C of as much as counts, so that a megabyte of accents costs nothing.
fn normalised(text: &str) -> String {
    text.chars().take(4 * MAX_CHARACTERS).nfc().take(MAX_CHARACTERS + 1).collect()
}

/// Whether a password holds a word about its owner that says enough to be guessed: two characters of Chinese, four of others.
fn tells_of(password: &str, word: &str) -> bool {
    let word = normalised(word.trim()).to_lowercase();
    let least = if word.is_ascii() { 4 } else { 2 };
    word.chars().count() >= least && password.to_lowercase().contains(&word)
}

/// The machine had no memory or randomness for a hash.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed")]
pub(super) struct PasswordUnhashed;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only_however_its_accents_are_typed() {
        let hash = Password::parse("correct horse café").unwrap().hash().await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(Password::as_typed("correct horse cafe\u{301}").matches(hash.clone()).await);
        assert!(!Password::as_typed("correct horse cafe").matches(hash.clone()).await);
        assert!(!Password::as_typed("correct horse café").matches("nonsense".to_owned()).await);
    }

    #[test]
    fn a_password_is_counted_in_characters_and_never_printed() {
        let resident = |text: &str| Password::by(PasswordRule::Resident, text, &[]);
        assert!(Password::parse("一二三四五六七八九十十一").is_ok());
        assert_eq!(Password::parse("eleven char").unwrap_err(), PasswordFault::TooShort(PasswordRule::Staff));
        assert!(resident("春眠不觉晓二零").is_err() && resident("春眠不觉晓处处闻").is_ok());
        assert_eq!(resident(&"长".repeat(129)).unwrap_err(), PasswordFault::TooLong);
        assert!(resident(&"长".repeat(128)).is_ok() && resident(&"\u{301}".repeat(100_000)).is_err());
        assert!(!format!("{:?}", Password::parse("correct horse battery").unwrap()).contains("horse"));
    }

    #[test]
    fn what_is_guessed_first_or_tells_of_its_owner_is_refused_and_nothing_else_is_asked() {
        let own = ["13812346021", "zhang.san", "王小蓉", "Li"].map(str::to_owned);
        let resident = |text: &str| Password::by(PasswordRule::Resident, text, &own);
        for text in ["PASSWORD1", "12345678", "woaini1314"] {
            assert_eq!(resident(text).unwrap_err(), PasswordFault::Common, "{text}");
        }
        for text in ["my13812346021!", "Zhang.San.77", "王小蓉爱成都的春天"] {
            assert_eq!(resident(text).unwrap_err(), PasswordFault::Personal, "{text}");
        }
        for text in ["aaaa bbbb cccc!", "lovely like a lily", "🐼🐼🐼吃竹子去啦"] {
            assert!(resident(text).is_ok(), "{text}");
        }
    }
}
