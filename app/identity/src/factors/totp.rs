use chrono::{DateTime, Utc};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use fast_qr::{QRBuilder, convert::svg::SvgBuilder};
use totp_rs::{Algorithm, Builder, Totp};

use super::super::Token;
use foundation::{ids::AccountId, keyring::Keyring};

/// Bytes of a secret: as many as the hash has (RFC 4226 §4, R6).
const LENGTH: usize = 20;
/// Seconds a code is shown for.
const STEP: u64 = 30;

/// The secret an authenticator app shares with the city. SHA-1, six digits and thirty seconds (RFC 6238): what every app knows,
/// and several take whatever they are told.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret([u8; LENGTH]);

impl Secret {
    /// The secret offered in a session: the same each time the page is loaded, another one once the session has another token,
    /// and kept nowhere until a code of it was seen (RFC 4226 §7.5).
    pub(crate) fn offered(keyring: &Keyring, account: AccountId, shown: &Token) -> Self {
        let hash = keyring.index("authenticator secret", &format!("{account} {}", shown.as_str()));
        let bytes = HEXLOWER.decode(hash.as_bytes()).unwrap_or_default();
        let mut secret = [0; LENGTH];
        secret.copy_from_slice(&bytes[..LENGTH]);
        Self(secret)
    }

    /// A secret as it was sealed.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn totp(&self, name: &str, issuer: &str) -> Totp {
        // A colon would end the name (Key Uri Format).
        let plain = |text: &str| text.replace(':', " ");
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(STEP)
            .with_secret(self.0.to_vec())
            .with_account_name(plain(name))
            .with_issuer(Some(plain(issuer)))
            .build_noncompliant()
    }

    /// The step whose code this is, one before and one after the moment included: clocks of phones go wrong.
    pub(super) fn step_of(&self, typed: &str, now: DateTime<Utc>) -> Option<i64> {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let step = self.totp("", "").check(&digits, u64::try_from(now.timestamp()).ok()?)?;
        i64::try_from(step).ok()
    }

    /// The code of a moment.
    #[cfg(test)]
    pub(super) fn code_at(&self, now: DateTime<Utc>) -> String {
        self.totp("", "").generate(u64::try_from(now.timestamp()).unwrap_or_default()).to_string()
    }

    /// As an app takes it by hand: base32 in groups of four.
    pub(crate) fn text(&self) -> String {
        let text = BASE32_NOPAD.encode(&self.0);
        text.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect::<Vec<_>>().join(" ")
    }

    /// As an app takes it by camera: a QR code, as SVG. Black on white, whatever the page's colours are.
    pub(crate) fn picture(&self, name: &str, issuer: &str) -> String {
        let url = self.totp(name, issuer).to_url().unwrap_or_default();
        QRBuilder::new(url).build().map(|code| SvgBuilder::default().to_str(&code)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of its eight digits.
        let secret = Secret(*b"12345678901234567890");
        for (time, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            assert_eq!(secret.code_at(at(time)), code);
            assert_eq!(secret.step_of(code, at(time)), Some(time / 30));
            assert_eq!(secret.step_of(&format!(" {} {}", &code[..3], &code[3..]), at(time + 30)), Some(time / 30));
            assert_eq!(secret.step_of(code, at(time + 60)), None);
        }
        assert_eq!(secret.step_of("", at(59)), None);
        assert_eq!(secret.step_of("28708", at(59)), None);
    }

    #[test]
    fn an_app_takes_the_secret_by_camera_and_by_hand() {
        let secret = Secret(*b"12345678901234567890");
        assert_eq!(secret.text(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(secret.picture("r-abc:x", "一通").starts_with("<svg"));
    }

    #[test]
    fn what_is_offered_is_one_session_s_own() {
        let (ours, account) = (Keyring::new(&[1; 32]), AccountId::new());
        let (one, two) = (Token::new().unwrap(), Token::new().unwrap());
        assert!(Secret::offered(&ours, account, &one) == Secret::offered(&ours, account, &one));
        assert!(Secret::offered(&ours, account, &one) != Secret::offered(&ours, account, &two));
        assert!(Secret::offered(&ours, account, &one) != Secret::offered(&ours, AccountId::new(), &one));
    }
}
