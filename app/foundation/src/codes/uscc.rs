use std::fmt;

/// 统一社会信用代码 (GB 32100-2015): 18 characters whose last one checks the others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnifiedSocialCreditCode(String);

/// Why a text is no 统一社会信用代码.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsccFault {
    /// Not 18 characters long.
    #[error("a unified social credit code has 18 characters")]
    Length,
    /// Holds a character outside the code's alphabet.
    #[error("a unified social credit code uses digits and capital letters without I, O, S, V and Z")]
    Alphabet,
    /// The check character does not fit the others.
    #[error("the check character does not fit; one of the 18 characters is wrong")]
    CheckDigit,
}

/// GB 32100-2015 table 3: the alphabet, in the order of the characters' values 0 to 30.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// GB 32100-2015 §5.3: the weight of each of the first 17 characters, 3^(i-1) mod 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

impl UnifiedSocialCreditCode {
    /// Reads a code, refusing what its own check character contradicts.
    pub fn parse(text: &str) -> Result<Self, UsccFault> {
        let code = Self::as_issued(text)?;
        if code.checks() { Ok(code) } else { Err(UsccFault::CheckDigit) }
    }

    /// Reads a code whose check character may be wrong: some were issued so before the standard was kept everywhere.
    pub fn as_issued(text: &str) -> Result<Self, UsccFault> {
        if text.chars().count() != 18 {
            return Err(UsccFault::Length);
        }
        if text.bytes().any(|byte| value_of(byte).is_none()) {
            return Err(UsccFault::Alphabet);
        }
        Ok(Self(text.to_owned()))
    }

    /// As people type it: small letters and spaces do not count.
    pub fn typed(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
    }

    /// Whether the check character fits the others.
    pub fn checks(&self) -> bool {
        let values: Vec<u32> = self.0.bytes().filter_map(value_of).collect();
        let sum: u32 = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
        // 31 stands for 0 (§5.3): hence the second modulus.
        values.last() == Some(&((31 - sum % 31) % 31))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn value_of(byte: u8) -> Option<u32> {
    ALPHABET.iter().position(|known| *known == byte).and_then(|value| u32::try_from(value).ok())
}

impl fmt::Display for UnifiedSocialCreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
