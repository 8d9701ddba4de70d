use aws_lc_rs::{
    encoding::AsDer as _,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use data_encoding::BASE64;
use jsonwebtoken::{
    EncodingKey,
    jwk::{Jwk, PublicKeyUse, ThumbprintHash},
};

use crate::model::SigningAlgorithm;
use foundation::{database::Fault, keyring::Unopened};

/// Why there is no key to sign or verify with.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// It was not sealed with this city's key.
    #[error("a signing key cannot be opened: {0}")]
    Sealed(#[from] Unopened),
    /// It could not be made.
    #[error("a signing key could not be made")]
    Unmade,
    /// What is stored is none.
    #[error("a stored signing key cannot be read: {0}")]
    Unread(#[from] jsonwebtoken::errors::Error),
    /// The database.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A private key as PKCS #8 (RFC 5208), and its public half.
pub(crate) struct Pair {
    pub(crate) pkcs8: Vec<u8>,
    pub(crate) public: Jwk,
    pub(crate) kid: String,
}

impl Pair {
    /// A new one. RSA takes a tenth of a second and more: not on a thread that answers.
    pub(crate) fn generate(algorithm: SigningAlgorithm) -> Result<Self, KeyFault> {
        let pkcs8 = match algorithm {
            SigningAlgorithm::Es256 => {
                EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
                    .map_err(|_| KeyFault::Unmade)?
                    .as_ref()
                    .to_vec()
            }
            SigningAlgorithm::Rs256 => aws_lc_rs::rsa::KeyPair::generate(KeySize::Rsa2048)
                .and_then(|pair| pair.as_der())
                .map_err(|_| KeyFault::Unmade)?
                .as_ref()
                .to_vec(),
        };
        let mut public = Jwk::from_encoding_key(&encoding_key(algorithm, &pkcs8)?, algorithm.of_library())?;
        // RFC 7638: the name of a key is its thumbprint.
        let kid = public.thumbprint(ThumbprintHash::SHA256)?;
        public.common.key_id = Some(kid.clone());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { pkcs8, public, kid })
    }
}

/// What the library signs with.
pub(crate) fn encoding_key(algorithm: SigningAlgorithm, pkcs8: &[u8]) -> Result<EncodingKey, KeyFault> {
    Ok(match algorithm {
        SigningAlgorithm::Es256 => EncodingKey::from_ec_der(pkcs8),
        // The library takes PKCS #1 as bytes, and PKCS #8 as PEM only.
        SigningAlgorithm::Rs256 => {
            let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", BASE64.encode(pkcs8));
            EncodingKey::from_rsa_pem(pem.as_bytes())?
        }
    })
}
