use foundation::ids::StayId;

use super::Hall;

/// The length of a token: 128 bits as hexadecimal digits.
const LENGTH: usize = 32;

impl Hall {
    /// What the address of a stay's page ends with. It follows from the stay and the city's key, so that the page can be led to
    /// again, and the database does not hold it.
    pub(crate) fn token_of(&self, stay: StayId) -> String {
        let mut token = self.keyring.index("hall stay", &stay.to_string());
        token.truncate(LENGTH);
        token
    }

    /// What the database holds of a token; none where a text cannot be one.
    pub(crate) fn hash_of(&self, token: &str) -> Option<String> {
        let well_formed = token.len() == LENGTH && token.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        well_formed.then(|| self.keyring.index("hall token", token))
    }
}
