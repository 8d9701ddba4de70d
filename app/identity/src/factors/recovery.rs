use super::super::error::IdentityError;
use foundation::{ids::AccountId, keyring::Keyring};

/// Codes given at once.
pub(crate) const HOW_MANY: usize = 10;
/// Letters and digits of a code; each has five bits, so a code has eighty.
const LENGTH: usize = 16;
/// Without those that are taken for one another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A code for the day everything else is lost. Shown once; works once.
pub(crate) struct RecoveryCode(String);

impl RecoveryCode {
    /// New ones, all different.
    pub(super) fn new_ones() -> Result<Vec<Self>, IdentityError> {
        (0..HOW_MANY)
            .map(|_| {
                let mut bytes = [0u8; LENGTH];
                getrandom::fill(&mut bytes).map_err(|_| IdentityError::Unhashed)?;
                Ok(Self(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()))
            })
            .collect()
    }

    /// Reads what somebody copied: capital letters, hyphens and spaces do not matter, nor does O for zero, I or L for one.
    pub(super) fn parse(typed: &str) -> Option<Self> {
        let code: String = typed
            .chars()
            .filter(|c| !matches!(c, ' ' | '-'))
            .map(|c| match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                c => c,
            })
            .collect();
        let well_formed = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
        well_formed.then_some(Self(code))
    }

    /// As it is shown: groups of four.
    pub(crate) fn text(&self) -> String {
        let groups = self.0.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok());
        groups.collect::<Vec<_>>().join("-")
    }

    /// What the database keeps.
    pub(super) fn hash(&self, keyring: &Keyring, account: AccountId) -> String {
        keyring.index("recovery code", &format!("{account} {}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_copied() {
        let codes = RecoveryCode::new_ones().unwrap();
        assert_eq!(codes.len(), HOW_MANY);
        for code in codes {
            let text = code.text();
            assert_eq!(text.len(), 19);
            for typed in
                [text.clone(), text.to_uppercase(), text.replace('-', " "), text.replace('1', "l").replace('0', "O")]
            {
                assert_eq!(RecoveryCode::parse(&typed).unwrap().0, code.0);
            }
        }
        for nonsense in ["", "0123", "0123-4567-89ab-cdeu", "０123-4567-89ab-cdef"] {
            assert!(RecoveryCode::parse(nonsense).is_none(), "{nonsense}");
        }
    }
}
