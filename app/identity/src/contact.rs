use data_encoding::HEXLOWER;
use email_address::EmailAddress;
use sha2::{Digest as _, Sha256};

/// The country calling code of the city (ITU-T E.164).
const HOME: &str = "+86";

/// What kind of address a person is reached at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ContactKind {
    /// A phone that takes short messages.
    Phone,
    /// A mailbox.
    Email,
}

impl ContactKind {
    /// The name as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Phone, Self::Email].into_iter().find(|kind| kind.code() == text)
    }
}

/// Where a person is reached: a phone number (E.164) or a mail address (RFC 5321), each in the one form by which it is found
/// again. Printed masked.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Contact {
    kind: ContactKind,
    address: String,
}

impl Contact {
    /// Reads what somebody typed: a mobile number of the mainland with or without `+86`, a number of another country with its
    /// `+`, or a mail address. Spaces and hyphens in numbers do not count; neither do capital letters.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.contains('@') { Self::email(text) } else { Self::phone(text) }
    }

    fn phone(text: &str) -> Option<Self> {
        let number: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}' | '(' | ')')).collect();
        let number = number.strip_prefix("00").map_or(number.clone(), |rest| format!("+{rest}"));
        let number = if number.starts_with('+') {
            number
        } else if number.len() == 13 && number.starts_with("861") {
            format!("+{number}")
        } else {
            format!("{HOME}{number}")
        };
        let digits = number.strip_prefix('+')?;
        let all_digits = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        let well_formed = match number.strip_prefix(HOME) {
            // 工业和信息化部: mobile numbers of the mainland are 1, then 3 to 9, then nine digits.
            Some(own) => own.len() == 11 && own.starts_with('1') && matches!(own.as_bytes()[1], b'3'..=b'9'),
            None => (8..=15).contains(&digits.len()),
        };
        (all_digits && well_formed).then_some(Self { kind: ContactKind::Phone, address: number })
    }

    fn email(text: &str) -> Option<Self> {
        let address = text.to_lowercase();
        let plain = address.len() <= 254 && !address.chars().any(|c| c.is_control() || c.is_whitespace() || c == '"');
        let domain = address.rsplit_once('@')?.1;
        let known_form = EmailAddress::is_valid(&address) && domain.contains('.') && !domain.starts_with('[');
        (plain && known_form).then_some(Self { kind: ContactKind::Email, address })
    }

    /// An address as it was stored.
    pub(super) fn stored(kind: ContactKind, address: String) -> Self {
        Self { kind, address }
    }

    /// What kind of address it is.
    pub fn kind(&self) -> ContactKind {
        self.kind
    }

    /// The address, whole.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What of the address its owner might put into a password, and others would guess.
    pub(super) fn words(&self) -> Vec<String> {
        match self.kind {
            ContactKind::Phone => vec![self.address.trim_start_matches(HOME).to_owned()],
            ContactKind::Email => {
                let local = self.address.rsplit_once('@').map_or("", |(local, _)| local);
                vec![local.to_owned()]
            }
        }
    }

    /// What tries on the address are counted under: hashed, so that the table of tries lists nobody.
    pub(super) fn counted_as(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.address.as_bytes()))
    }

    /// The address as it may be shown: `138****6021`, `zh***@example.cn`.
    pub fn masked(&self) -> String {
        match self.kind {
            ContactKind::Phone => {
                let number = self.address.strip_prefix(HOME).unwrap_or(&self.address);
                let (head, tail) = (number.len().min(3), number.len().saturating_sub(4).max(3));
                format!("{}****{}", &number[..head], &number[tail..])
            }
            ContactKind::Email => {
                let (local, domain) = self.address.rsplit_once('@').unwrap_or((&self.address, ""));
                format!("{}***@{domain}", local.chars().take(2).collect::<String>())
            }
        }
    }
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_form_however_it_is_typed() {
        for text in
            ["13812346021", "+8613812346021", "138 1234 6021", "008613812346021", "8613812346021", "138-1234-6021"]
        {
            assert_eq!(Contact::parse(text).unwrap().address(), "+8613812346021", "{text}");
        }
        assert_eq!(Contact::parse("+1 (415) 555-0100").unwrap().address(), "+14155550100");
        assert_eq!(Contact::parse(" Zhang.San@Example.CN ").unwrap().address(), "zhang.san@example.cn");
    }

    #[test]
    fn what_reaches_nobody_is_no_address() {
        for text in [
            "",
            "1",
            "12812346021",
            "1381234602",
            "138123460211",
            "+86 028 1234 5678",
            "a@b",
            "a b@c.cn",
            "@c.cn",
            "x@[1.2.3.4]",
            "+0123456789",
            "１３８12346021",
            "\"x\"@c.cn",
        ] {
            assert!(Contact::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn an_address_is_shown_in_part() {
        assert_eq!(Contact::parse("13812346021").unwrap().masked(), "138****6021");
        assert_eq!(Contact::parse("zhang@example.cn").unwrap().masked(), "zh***@example.cn");
        assert_eq!(format!("{:?}", Contact::parse("+14155550100").unwrap()), "+14****0100");
    }
}
