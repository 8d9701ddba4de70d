//! A device that keeps a key, for tests: what a phone does when it is asked for a passkey.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const MAY_BE_BACKED_UP: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const HOLDS_KEY: u8 = 0x40;

/// One key of one account, and how the device behaves.
pub(super) struct Device {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    user: Vec<u8>,
    pub(super) counter: u32,
    pub(super) origin: String,
    pub(super) rp_id: String,
    pub(super) verifies_user: bool,
    pub(super) backs_up: bool,
}

impl Device {
    pub(super) fn new() -> Self {
        let mut id = vec![0; 32];
        getrandom::fill(&mut id).unwrap();
        Self {
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
            id,
            user: Vec::new(),
            counter: 0,
            origin: "https://city.example".to_owned(),
            rp_id: "city.example".to_owned(),
            verifies_user: true,
            backs_up: false,
        }
    }

    /// Makes the key for what the site asks (`navigator.credentials.create`).
    pub(super) fn make(&mut self, options: &Value) -> RegisterPublicKeyCredential {
        self.user = decoded(&options["user"]["id"]);
        let client_data = self.client_data("webauthn.create", options);
        let mut data = self.head(HOLDS_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        // {"fmt": "none", "attStmt": {}, "authData": data} in CBOR (RFC 8949).
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let answer = json!({
            "id": encoded(&self.id),
            "rawId": encoded(&self.id),
            "type": "public-key",
            "response": { "clientDataJSON": encoded(&client_data), "attestationObject": encoded(&object) },
        });
        serde_json::from_value(answer).unwrap()
    }

    /// Signs what the site asks (`navigator.credentials.get`).
    pub(super) fn show(&mut self, options: &Value) -> PublicKeyCredential {
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", options);
        let data = self.head(0);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client_data));
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let answer = json!({
            "id": encoded(&self.id),
            "rawId": encoded(&self.id),
            "type": "public-key",
            "response": {
                "clientDataJSON": encoded(&client_data),
                "authenticatorData": encoded(&data),
                "signature": encoded(signature.as_ref()),
                "userHandle": encoded(&self.user),
            },
        });
        serde_json::from_value(answer).unwrap()
    }

    /// Says that its key is another account's.
    pub(super) fn claim(&mut self, user: uuid::Uuid) {
        self.user = user.as_bytes().to_vec();
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let data =
            json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false });
        data.to_string().into_bytes()
    }

    fn head(&self, more: u8) -> Vec<u8> {
        let verified = if self.verifies_user { VERIFIED } else { 0 };
        let backed_up = if self.backs_up { MAY_BE_BACKED_UP | BACKED_UP } else { 0 };
        let mut head = Sha256::digest(self.rp_id.as_bytes()).to_vec();
        head.push(PRESENT | verified | backed_up | more);
        head.extend(self.counter.to_be_bytes());
        head
    }

    /// The public key as COSE has it (RFC 9053 §7.1.1): P-256, ES256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(&point[1..33]);
        key.extend([0x22, 0x58, 0x20]);
        key.extend(&point[33..65]);
        key
    }
}

fn encoded(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn decoded(value: &Value) -> Vec<u8> {
    BASE64URL_NOPAD.decode(value.as_str().unwrap().as_bytes()).unwrap()
}
