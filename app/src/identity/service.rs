use super::{
    model::{Role, StaffAccount, StaffName},
    password::{Password, PasswordUnhashed},
    store::{self, NewAccount},
};
use crate::{
    clock::Clock,
    database::{Database, Fault, TransientFault},
    ids::AccountId,
};

/// The accounts of the people who work at the desks.
#[derive(Clone)]
pub struct Staff {
    database: Database,
    clock: Clock,
}

/// Why an act on an account was not done.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// The name is taken, or the department is not there.
    #[error("not added: the name is taken, or there is no such department")]
    Conflict,
    /// The role stands in a department and none was given, or the other way round.
    #[error("the roles city_admin and auditor are of no department; every other role needs one")]
    Department,
    /// There is no such account.
    #[error("there is no account of that name")]
    Unknown,
    /// The password could not be hashed.
    #[error("the password could not be hashed: not enough memory or randomness")]
    Unhashed,
    /// The database failed.
    #[error(transparent)]
    Database(Fault),
}

impl From<Fault> for StaffError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Conflict(_) => Self::Conflict,
            fault => Self::Database(fault),
        }
    }
}

impl From<PasswordUnhashed> for StaffError {
    fn from(_: PasswordUnhashed) -> Self {
        Self::Unhashed
    }
}

impl TransientFault for StaffError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(fault) if fault.is_transient())
    }
}

impl Staff {
    /// On a database.
    pub fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }

    /// Adds an account.
    pub async fn add(
        &self,
        name: &StaffName,
        display_name: &str,
        role: Role,
        department: Option<&str>,
        password: Password,
    ) -> Result<(), StaffError> {
        if role.needs_department() != department.is_some() {
            return Err(StaffError::Department);
        }
        let hash = password.hash().await?;
        let account = NewAccount {
            id: AccountId::new(),
            name: name.as_str(),
            display_name,
            role,
            department,
            password_hash: &hash,
            now: self.clock.now(),
        };
        self.database
            .write(&account, |transaction, account| {
                Box::pin(async move { store::add(transaction, account).await.map_err(StaffError::from) })
            })
            .await
    }

    /// Accounts after a name, at most 500.
    pub async fn list(&self, after: &str) -> Result<Vec<StaffAccount>, StaffError> {
        Ok(store::list_after(self.database.reader(), after, 500).await?)
    }

    /// Gives an account another password.
    pub async fn set_password(&self, name: &StaffName, password: Password) -> Result<(), StaffError> {
        let hash = password.hash().await?;
        let known = self
            .database
            .write(&(name, hash), |transaction, (name, hash)| {
                Box::pin(async move {
                    store::set_password(transaction, name.as_str(), hash).await.map_err(StaffError::from)
                })
            })
            .await?;
        if known { Ok(()) } else { Err(StaffError::Unknown) }
    }

    /// Ends an account.
    pub async fn disable(&self, name: &StaffName) -> Result<(), StaffError> {
        let now = self.clock.now();
        let known = self
            .database
            .write(&(name, now), |transaction, (name, now)| {
                Box::pin(
                    async move { store::disable(transaction, name.as_str(), *now).await.map_err(StaffError::from) },
                )
            })
            .await?;
        if known { Ok(()) } else { Err(StaffError::Unknown) }
    }

    /// Whether a name and a password belong together. An unknown name takes as long as a known one.
    pub async fn knows(&self, name: &StaffName, password: Password) -> Result<bool, StaffError> {
        let hash = store::password_hash(self.database.reader(), name.as_str()).await?;
        let known = hash.is_some();
        Ok(password.matches(hash.unwrap_or_else(|| DECOY.to_owned())).await && known)
    }
}

/// The hash of a password nobody has, of the usual cost.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::testing;

    fn name(text: &str) -> StaffName {
        StaffName::parse(text).unwrap()
    }

    fn password(text: &str) -> Password {
        Password::parse(text).unwrap()
    }

    #[tokio::test]
    async fn an_account_is_added_once_listed_signs_in_and_ends() {
        for engine in testing::engines() {
            let test = testing::fresh(engine).await;
            let staff = Staff::new(test.database.clone(), Clock::Real);
            let admin = name("city.admin");
            staff.add(&admin, "城市管理员", Role::CityAdmin, None, password("a long enough one")).await.unwrap();
            let again = staff.add(&admin, "x", Role::CityAdmin, None, password("a long enough one")).await;
            assert!(matches!(again, Err(StaffError::Conflict)), "{engine:?}: {again:?}");
            assert!(staff.knows(&admin, password("a long enough one")).await.unwrap());
            assert!(!staff.knows(&admin, password("a long enough two")).await.unwrap());
            assert!(!staff.knows(&name("nobody"), password("a long enough one")).await.unwrap());
            staff.set_password(&admin, password("another long one")).await.unwrap();
            assert!(staff.knows(&admin, password("another long one")).await.unwrap());
            staff.disable(&admin).await.unwrap();
            assert!(!staff.knows(&admin, password("another long one")).await.unwrap());
            let list = staff.list("").await.unwrap();
            assert_eq!(list.len(), 1);
            assert!(list[0].disabled_at.is_some());
        }
    }

    #[tokio::test]
    async fn a_role_of_a_department_needs_one_that_exists() {
        for engine in testing::engines() {
            let test = testing::fresh(engine).await;
            let staff = Staff::new(test.database.clone(), Clock::Real);
            let without = staff.add(&name("clerk"), "x", Role::Clerk, None, password("a long enough one")).await;
            assert!(matches!(without, Err(StaffError::Department)));
            let nowhere =
                staff.add(&name("clerk"), "x", Role::Clerk, Some("NOPE"), password("a long enough one")).await;
            assert!(matches!(nowhere, Err(StaffError::Conflict)), "{engine:?}: {nowhere:?}");
        }
    }
}
