use sha2::{Digest as _, Sha256};

/// Bytes kept of each hash. Of 2^40, so a password that is in no list meets one of the list by chance once in millions.
const KEPT: usize = 5;

/// The passwords that are guessed first, as sorted beginnings of their SHA-256; `app/identity/data/README.md` says where they come
/// from. Part of the program's file: a page of it is in memory only once a look-up touched it.
static HASHES: &[u8] = include_bytes!("../data/common_passwords.bin");

/// Whether a password is one of those that are guessed first, however it is capitalised.
pub(super) fn is_common(password: &str) -> bool {
    let digest = Sha256::digest(password.to_lowercase().as_bytes());
    let mut key = [0; KEPT];
    key.copy_from_slice(&digest[..KEPT]);
    HASHES.as_chunks::<KEPT>().0.binary_search(&key).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_types_is_common_and_a_sentence_is_not() {
        for text in [
            "password",
            "PassWord1",
            "12345678",
            "qwertyuiop",
            "1qaz2wsx3edc",
            "woaini1314",
            "a123456789",
            "19900101",
            "88888888",
            "iloveyou1",
            "5201314520",
            "zhangwei123",
            "sampson1",
            "bruckner",
        ] {
            assert!(is_common(text), "{text}");
        }
        for text in ["demonstration-only", "a long enough one", "锦江春色来天地", "tV9#kqLw02", "correct horse battery"]
        {
            assert!(!is_common(text), "{text}");
        }
    }

    #[test]
    fn the_list_is_sorted_whole_and_large() {
        let (hashes, rest) = HASHES.as_chunks::<KEPT>();
        assert!(rest.is_empty() && hashes.is_sorted_by(|a, b| a < b));
        assert!(hashes.len() >= 100_000 && HASHES.len() <= 1 << 20, "{}", hashes.len());
    }
}
