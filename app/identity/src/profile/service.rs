use chrono::NaiveDate;
use sea_orm::DbErr;

use super::{FieldName, model::Profile, store};
use crate::{
    ContactKind, DisplayName, Holder, Identity, IdentityError,
    realname::{RealNameError, person_of},
    store::{accounts, contacts},
};
use foundation::{audit, clock::city_day, database::Fault, text::Language};

/// What people told about themselves, for the forms of every room; clone it freely.
#[derive(Clone)]
pub struct Profiles {
    identity: Identity,
}

/// A profile as it is shown and changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What the person is called on pages.
    pub display_name: String,
    /// The language messages are written in, where the person said.
    pub language: Option<Language>,
    /// What they told; the day of birth is the real name's, where that is known.
    pub profile: Profile,
    /// The day of birth, where it is known from the real name: then it is not theirs to change.
    pub born: Option<NaiveDate>,
    /// Which state of it this is: whoever changes it says which they saw.
    pub revision: i64,
}

impl Profiles {
    /// Those of the accounts of a city.
    pub fn new(identity: Identity) -> Self {
        Self { identity }
    }

    /// The day it is in the city.
    pub fn today(&self) -> NaiveDate {
        city_day(self.identity.clock.now())
    }

    /// What a person told about themselves.
    pub async fn of(&self, holder: &Holder) -> Result<Sheet, IdentityError> {
        let Identity { database, keyring, .. } = &self.identity;
        let (values, revision) = store::of(database.reader(), keyring, holder.account).await?;
        let settings = accounts::settings(database.reader(), holder.account).await?.ok_or(IdentityError::Unknown)?;
        let value = |field: FieldName| values.get(field.code()).map_or("", String::as_str);
        let told = Profile::kept(value, self.today());
        let person = person_of(database.reader(), keyring, holder.account).await.map_err(unread)?;
        let born = person.map(|person| person.number.born());
        let profile = match born {
            Some(day) => told.born(day),
            None => told,
        };
        Ok(Sheet {
            display_name: settings.display_name,
            language: Language::parse(&settings.language),
            profile,
            born,
            revision,
        })
    }

    /// Keeps what a person tells. Where it was changed since `sheet.revision` was seen, nothing is kept and the later one is
    /// told: [`IdentityError::Stale`].
    pub async fn save(&self, holder: &Holder, display_name: &DisplayName, sheet: &Sheet) -> Result<(), IdentityError> {
        let given = (&self.identity, holder, display_name, sheet);
        self.identity
            .database
            .write(&given, |transaction, (identity, holder, display_name, sheet)| {
                Box::pin(async move {
                    let (account, now) = (holder.account, identity.clock.now());
                    accounts::hold(transaction, account).await?.ok_or(IdentityError::Unknown)?;
                    let kept =
                        store::save(transaction, &identity.keyring, account, sheet.revision, &sheet.profile, now);
                    if !kept.await? {
                        return Err(IdentityError::Stale);
                    }
                    let language = sheet.language.map(Language::tag);
                    accounts::set_name_and_language(transaction, account, display_name.as_str(), language).await?;
                    audit::append(transaction, &holder.did("account.profile"), now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// What is known about a person, for the forms of any room: only what is known is answered.
    pub async fn fields_for_forms(&self, holder: &Holder) -> Result<Vec<(FieldName, String)>, IdentityError> {
        let Sheet { display_name, profile, .. } = self.of(holder).await?;
        let mut fields = vec![(FieldName::DisplayName, display_name)];
        fields.extend(profile.pairs().map(|(field, value)| (field, value.to_owned())));
        for contact in contacts::of(self.identity.database.reader(), holder.account).await? {
            let field = match contact.kind() {
                ContactKind::Phone => FieldName::Phone,
                ContactKind::Email => FieldName::Email,
            };
            fields.push((field, contact.address().to_owned()));
        }
        Ok(fields)
    }
}

/// Reading who somebody is fails with the database, or where what is sealed cannot be opened.
pub(crate) fn unread(error: RealNameError) -> IdentityError {
    match error {
        RealNameError::Database(fault) => fault.into(),
        error => IdentityError::Database(Fault::Other(DbErr::Custom(error.to_string()))),
    }
}
