use appointments::model::{Code, Office, Slug};
use chrono::{DateTime, TimeDelta, Utc};
use foundation::{audit, database::Fault, ids::KioskId};
use identity::Token;
use serde_json::json;

use super::{AtDesk, Hall, Outcome};
use crate::{error::HallError, model::KioskName, store::kiosks};

/// How long a code to join by is valid.
const CODE_LASTS: TimeDelta = TimeDelta::minutes(10);
/// The most numbers and codes a device may ask for in a minute: more than a queue of people can press.
const MOST_A_MINUTE: i32 = 20;

/// A device that gives numbers in a hall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kiosk {
    /// The row.
    pub id: KioskId,
    /// Where it stands.
    pub office: Slug,
}

/// A device that is in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenKiosk {
    /// The device.
    pub kiosk: Kiosk,
    /// What colleagues call it.
    pub name: String,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// Whether a device joined by the code.
    pub is_joined: bool,
}

/// What is typed on a device so that it gives numbers; shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskCode {
    /// The code, in two groups.
    pub spoken: String,
    /// Until when it is valid.
    pub until: DateTime<Utc>,
}

impl Hall {
    /// Lets one more device give numbers: whoever types the code there within ten minutes makes it that device.
    pub async fn open_kiosk(&self, desk: &AtDesk, office: &Slug, name: &str) -> Outcome<KioskCode> {
        let office = self.office_at(desk, office).await?;
        let name = KioskName::parse(name).ok_or(HallError::invalid("name", "hall-kiosk-name"))?;
        let kiosk = Kiosk { id: KioskId::new(), office: office.code.clone() };
        let (code, now) = (new_code()?, self.now());
        let until = now + CODE_LASTS;
        let given = (desk, &office, kiosk, name, self.code_hash(&code), until, now);
        self.database
            .write(&given, |transaction, (desk, office, kiosk, name, hash, until, now)| {
                Box::pin(async move {
                    kiosks::add(transaction, (kiosk, name.as_str()), (hash.clone(), *until), *now).await?;
                    let after = json!({ "kiosk": kiosk.id.to_string(), "name": name.as_str() });
                    audit::append(transaction, &desk.did("hall.kiosk_open", office, after), *now).await?;
                    Outcome::Ok(())
                })
            })
            .await?;
        Ok(KioskCode { spoken: code.spoken(), until })
    }

    /// Takes a device out of use, at once.
    pub async fn close_kiosk(&self, desk: &AtDesk, office: &Slug, id: KioskId) -> Outcome<()> {
        let office = self.office_at(desk, office).await?;
        let given = (desk, &office, id, self.now());
        self.database
            .write(&given, |transaction, (desk, office, id, now)| {
                Box::pin(async move {
                    // What is closed already is what was asked for.
                    if kiosks::close(transaction, &office.code, *id, *now).await? {
                        let after = json!({ "kiosk": id.to_string() });
                        audit::append(transaction, &desk.did("hall.kiosk_close", office, after), *now).await?;
                    }
                    Outcome::Ok(())
                })
            })
            .await
    }

    /// The devices of a hall, the newest first.
    pub async fn kiosks(&self, desk: &AtDesk, office: &Slug) -> Outcome<(Office, Vec<OpenKiosk>)> {
        let office = self.office_at(desk, office).await?;
        let open = kiosks::open(self.database.reader(), &office.code).await?;
        Ok((office, open))
    }

    /// Makes the asking device the one a code is for; answers the token it shows from now on.
    pub async fn join_kiosk(&self, office: &Slug, code: &str) -> Outcome<Token> {
        let code = Code::parse(code).ok_or(HallError::invalid("code", "hall-kiosk-code"))?;
        let token = Token::new().map_err(|_| Fault::Unavailable("no randomness".to_owned()))?;
        let given = (office, self.code_hash(&code), token.hash(), self.now());
        let joined = self
            .database
            .write(&given, |transaction, (office, code, token, now)| {
                Box::pin(async move { Outcome::Ok(kiosks::join(transaction, office, (code, token), *now).await?) })
            })
            .await?;
        joined.map(|_| token).ok_or(HallError::invalid("code", "hall-kiosk-code"))
    }

    /// The device of a token, where it gives numbers in this office.
    pub async fn kiosk_of(&self, office: &Slug, token: &Token) -> Outcome<Option<Kiosk>> {
        let found = kiosks::by_token(self.database.reader(), &token.hash()).await?;
        Ok(found.map(|open| open.kiosk).filter(|kiosk| kiosk.office == *office))
    }

    /// Counts what a device asks for; refuses more than people could press.
    pub(crate) async fn count_use(&self, kiosk: &Kiosk) -> Outcome<()> {
        let given = (kiosk.id, self.now().timestamp().div_euclid(60));
        let within = self
            .database
            .write(&given, |transaction, (id, minute)| {
                Box::pin(async move { Outcome::Ok(kiosks::count(transaction, *id, *minute, MOST_A_MINUTE).await?) })
            })
            .await?;
        if within { Ok(()) } else { Err(HallError::TooMany) }
    }

    fn code_hash(&self, code: &Code) -> String {
        self.keyring.index("hall kiosk code", code.as_str())
    }
}

fn new_code() -> Outcome<Code> {
    let mut random = [0_u8; 24];
    getrandom::fill(&mut random).map_err(|_| Fault::Unavailable("no randomness".to_owned()))?;
    Code::of(random).ok_or_else(|| Fault::Unavailable("no randomness".to_owned()).into())
}
