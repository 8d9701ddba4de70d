use std::{fmt, sync::Arc};

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use foundation::{ids::AppointmentId, keyring::Keyring};
use subtle::ConstantTimeEq as _;

use super::{Appointments, booking::Outcome, changing::changes_until};
use crate::{
    error::BookingError,
    model::{Appointment, Code, Matter, Office, State},
    store::{appointments, supply},
};

/// What a keyed hash is made for.
const PURPOSE: &str = "link to a visit";
/// Bytes of a row's key.
const KEY: usize = 16;
/// Bytes of the hash that stand in a link.
const PROOF: usize = 16;

/// Makes and reads the links that stand in messages: whoever has one may see, move and cancel that one visit. Nothing is kept of
/// them; they are proven by the city's key.
#[derive(Clone)]
pub struct Links {
    keyring: Keyring,
    origin: Arc<str>,
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Links(…)")
    }
}

impl Links {
    /// Links that lead to this site: scheme and host.
    pub fn new(keyring: Keyring, origin: &str) -> Self {
        Self { keyring, origin: origin.into() }
    }

    /// The secret of a visit's link.
    pub(crate) fn token(&self, visit: AppointmentId) -> String {
        let bytes = [visit.uuid().as_bytes().as_slice(), &self.proof(visit)].concat();
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Which visit a secret is of.
    fn read(&self, token: &str) -> Option<AppointmentId> {
        let bytes = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
        let (key, proof) = bytes.split_first_chunk::<KEY>()?;
        let visit = AppointmentId::from_uuid(uuid::Uuid::from_bytes(*key));
        bool::from(self.proof(visit).as_slice().ct_eq(proof)).then_some(visit)
    }

    fn proof(&self, visit: AppointmentId) -> [u8; PROOF] {
        let hash = self.keyring.index(PURPOSE, &visit.to_string());
        let mut proof = [0; PROOF];
        // 64 hexadecimal digits: two make a byte, so half of the hash.
        for (byte, digits) in proof.iter_mut().zip(hash.as_bytes().chunks(2)) {
            let digit =
                |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0);
            *byte = digits.iter().fold(0, |byte, one| byte << 4 | digit(*one));
        }
        proof
    }

    /// An address of this site.
    pub(crate) fn to(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

/// What a link shows: what is needed to come, and nothing of who comes.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedVisit {
    /// What it is called at the office.
    pub code: Code,
    /// Where.
    pub office: Office,
    /// What for.
    pub matter: Matter,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// How many people come.
    pub persons: u16,
    /// Whether it was called off.
    pub is_cancelled: bool,
    /// Until when it may be moved or called off.
    pub changes_until: DateTime<Utc>,
    /// Whether that is still so.
    pub may_change: bool,
    /// What it is before it is moved.
    pub sequence: i32,
}

impl Appointments {
    /// With links to visits in what is told of them.
    #[must_use]
    pub fn linking(self, links: Links) -> Self {
        Self { links: Some(links), ..self }
    }

    /// What a link leads to, until the visit is over.
    pub async fn linked(&self, token: &str) -> Outcome<LinkedVisit> {
        let visit = self.by_link(token).await?;
        let reader = self.database.reader();
        let office = supply::office(reader, &visit.office).await?.ok_or(BookingError::Unknown)?;
        let matter = supply::matter(reader, &visit.matter).await?.ok_or(BookingError::Unknown)?;
        let changes_until = changes_until(&visit, &matter);
        Ok(LinkedVisit {
            may_change: visit.state == State::Confirmed && self.clock.now() < changes_until,
            changes_until,
            is_cancelled: visit.state == State::Cancelled,
            code: visit.code,
            office,
            matter,
            starts_at: visit.starts_at,
            persons: visit.persons,
            sequence: visit.sequence,
        })
    }

    /// Calls off the visit a link leads to.
    pub async fn cancel_linked(&self, token: &str) -> Outcome<()> {
        let visit = self.by_link(token).await?;
        self.give_back(visit.account, visit.id, &[State::Confirmed]).await.map(drop)
    }

    /// Puts the visit a link leads to at another time.
    pub async fn move_linked(&self, token: &str, sequence: i32, starts_at: DateTime<Utc>) -> Outcome<()> {
        let visit = self.by_link(token).await?;
        self.move_of(visit.account, visit.id, sequence, starts_at).await.map(drop)
    }

    /// The visit of a link, for as long as the link holds.
    async fn by_link(&self, token: &str) -> Outcome<Appointment> {
        let id = self.links.as_ref().and_then(|links| links.read(token)).ok_or(BookingError::Unknown)?;
        let visit = appointments::by_id(self.database.reader(), id).await?.ok_or(BookingError::Unknown)?;
        let holds = matches!(visit.state, State::Confirmed | State::Cancelled) && self.clock.now() < visit.ends_at;
        if holds { Ok(visit) } else { Err(BookingError::Unknown) }
    }

    /// The address of a visit for whoever is told of it; none where this process makes no links.
    pub(super) fn link_to(&self, visit: AppointmentId) -> Option<String> {
        let links = self.links.as_ref()?;
        Some(links.to(&format!("/visits/{}", links.token(visit))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_by_the_city_s_key_and_whole() {
        let (links, others) = (Links::new(Keyring::new(&[1; 32]), ""), Links::new(Keyring::new(&[2; 32]), ""));
        let visit = AppointmentId::new();
        let token = links.token(visit);
        assert_eq!(token.len(), 43);
        assert_eq!(links.read(&token), Some(visit));
        assert_eq!(others.read(&token), None);
        assert_ne!(token, links.token(AppointmentId::new()));
        for at in 0..token.len() {
            let mut broken = token.clone().into_bytes();
            broken[at] = if broken[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(links.read(std::str::from_utf8(&broken).unwrap()), None, "{at}");
            assert_eq!(links.read(&token[..at]), None, "{at}");
        }
        for bad in ["", "x", "..", "中文", &"A".repeat(43), &"A".repeat(5_000)] {
            assert_eq!(links.read(bad), None, "{bad}");
        }
        assert_eq!(format!("{links:?}"), "Links(…)");
    }
}
