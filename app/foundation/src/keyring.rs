//! The city's secret key, and what is done with it: sealing what must not be read at rest, and hashing what must be found
//! again without being kept.

use std::{fmt, sync::Arc};

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, RandomizedNonceKey},
    hkdf::{HKDF_SHA256, KeyType, Salt},
    hmac,
};
use data_encoding::{BASE64, HEXLOWER};

/// The length of a key and of everything derived from it, in bytes.
const LENGTH: usize = 32;
/// Stands before everything sealed, so that another way of sealing can follow.
const SEALED_WITH: u8 = 1;

/// Seals and opens (AES-256-GCM), and makes keyed hashes (HMAC-SHA-256), with keys derived from one secret (HKDF, RFC 5869).
/// Clone it freely.
#[derive(Clone)]
pub struct Keyring(Arc<Keys>);

struct Keys {
    sealing: RandomizedNonceKey,
    indexing: hmac::Key,
}

/// What was to be opened was sealed with another key, for another place, or is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealed with another key, for another place, or damaged")]
pub struct Unopened;

/// The key is not 32 bytes in base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is 32 bytes in base64 (RFC 4648 §4); `yitong key` prints a new one")]
pub struct BadKey;

struct Derived;

impl KeyType for Derived {
    fn len(&self) -> usize {
        LENGTH
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(…)")
    }
}

impl Keyring {
    /// Derives the keys of a secret.
    #[expect(clippy::missing_panics_doc, reason = "a key of 32 bytes is always one")]
    pub fn new(secret: &[u8; LENGTH]) -> Self {
        let secret = Salt::new(HKDF_SHA256, b"yitong keyring").extract(secret);
        let derive = |purpose: &[u8]| {
            let mut key = [0u8; LENGTH];
            let info = [purpose];
            // Fails for keys longer than 255 hashes only.
            let filled = secret.expand(&info, Derived).and_then(|derived| derived.fill(&mut key));
            debug_assert!(filled.is_ok());
            key
        };
        let sealing =
            RandomizedNonceKey::new(&AES_256_GCM, &derive(b"seal")).expect("a key of 32 bytes is one of AES-256");
        Self(Arc::new(Keys { sealing, indexing: hmac::Key::new(hmac::HMAC_SHA256, &derive(b"index")) }))
    }

    /// Reads a secret as it is configured.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let bytes = BASE64.decode(text.trim().as_bytes()).map_err(|_| BadKey)?;
        let secret: [u8; LENGTH] = bytes.try_into().map_err(|_| BadKey)?;
        Ok(Self::new(&secret))
    }

    /// A new secret, as it is configured.
    pub fn generate() -> Result<String, getrandom::Error> {
        let mut secret = [0u8; LENGTH];
        getrandom::fill(&mut secret)?;
        Ok(BASE64.encode(&secret))
    }

    /// Seals a text for one place (`id_number of <account>`): elsewhere it cannot be opened.
    #[expect(clippy::missing_panics_doc, reason = "fails for texts of gigabytes only")]
    pub fn seal(&self, place: &str, text: &[u8]) -> Vec<u8> {
        let mut sealed = text.to_vec();
        let nonce = self.0.sealing.seal_in_place_append_tag(Aad::from(place.as_bytes()), &mut sealed);
        // Fails for texts of gigabytes only.
        let nonce = nonce.expect("what is sealed is short");
        [&[SEALED_WITH], nonce.as_ref().as_slice(), &sealed].concat()
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Unopened> {
        let Some((&SEALED_WITH, rest)) = sealed.split_first() else { return Err(Unopened) };
        let (nonce, text) = rest.split_at_checked(aws_lc_rs::aead::NONCE_LEN).ok_or(Unopened)?;
        let nonce = aws_lc_rs::aead::Nonce::try_assume_unique_for_key(nonce).map_err(|_| Unopened)?;
        let mut text = text.to_vec();
        let opened = self.0.sealing.open_in_place(nonce, Aad::from(place.as_bytes()), &mut text);
        Ok(opened.map_err(|_| Unopened)?.to_vec())
    }

    /// As [`Keyring::open`], where the text is one.
    pub fn open_text(&self, place: &str, sealed: &[u8]) -> Result<String, Unopened> {
        String::from_utf8(self.open(place, sealed)?).map_err(|_| Unopened)
    }

    /// The keyed hash by which a value of a kind (`id_number`) is found again: 64 hexadecimal digits.
    pub fn index(&self, kind: &str, value: &str) -> String {
        let mut context = hmac::Context::with_key(&self.0.indexing);
        context.update(kind.as_bytes());
        context.update(&[0]);
        context.update(value.as_bytes());
        HEXLOWER.encode(context.sign().as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_at_its_place_with_its_key_and_never_twice_alike() {
        let (ours, others) = (Keyring::new(&[1; 32]), Keyring::new(&[2; 32]));
        let sealed = ours.seal("here", "11010519491231002X".as_bytes());
        assert_eq!(ours.open_text("here", &sealed).unwrap(), "11010519491231002X");
        assert_ne!(sealed, ours.seal("here", "11010519491231002X".as_bytes()));
        assert_eq!(ours.open("there", &sealed), Err(Unopened));
        assert_eq!(others.open("here", &sealed), Err(Unopened));
        for length in 0..sealed.len() {
            assert_eq!(ours.open("here", &sealed[..length]), Err(Unopened));
        }
    }

    #[test]
    fn a_keyed_hash_is_found_again_by_its_kind_and_key_only() {
        let (ours, others) = (Keyring::new(&[1; 32]), Keyring::new(&[2; 32]));
        assert_eq!(ours.index("id", "x"), ours.index("id", "x"));
        assert_ne!(ours.index("id", "x"), ours.index("phone", "x"));
        assert_ne!(ours.index("id", "x"), others.index("id", "x"));
    }

    #[test]
    fn a_key_reads_as_it_is_printed() {
        let key = Keyring::generate().unwrap();
        let sealed = Keyring::parse(&key).unwrap().seal("p", b"t");
        assert_eq!(Keyring::parse(&format!("{key}\n")).unwrap().open("p", &sealed).unwrap(), b"t");
        assert!(Keyring::parse("short").is_err());
    }
}
