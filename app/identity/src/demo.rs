use super::{
    Authority, Contact, DepartmentTree, DisplayName, Grant, Holder, Identity, IdentityError, Method, Methods,
    NewAccount, Password, PasswordFault, RegisterSettings, Role, StaffName, family,
    kin_error::KinError,
    legal,
    realname::{self, Paper, PaperKind, PersonName, RealName, RealNameError, RealNameLevel, demo_number},
    store::{contacts, people},
};
use foundation::{context::Client, ids::SessionId, text::Language};

/// Where what the demonstration does comes from, as the audit has it.
const ORIGIN: &str = "demonstration";

/// An account of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct DemoAccount {
    /// What the person signs in with.
    pub name: &'static str,
    /// What colleagues call the person.
    pub display_name: &'static str,
    /// What the person may do.
    pub role: Role,
    /// Where.
    pub department: Option<&'static str>,
    /// The phone that takes the codes of its second factor.
    pub phone: &'static str,
}

const fn demo(
    name: &'static str,
    display_name: &'static str,
    role: Role,
    department: Option<&'static str>,
    phone: &'static str,
) -> DemoAccount {
    DemoAccount { name, display_name, role, department, phone }
}

/// The accounts of the demonstration. Their passwords are in the open: they exist in a demonstration only.
pub const DEMO_ACCOUNTS: [DemoAccount; 8] = [
    demo("city.admin", "城市管理员", Role::CityAdmin, None, "13800000001"),
    demo("police.editor", "公安局编辑", Role::Editor, Some("CD06"), "13800000002"),
    demo("police.reviewer", "公安局审核", Role::Reviewer, Some("CD06"), "13800000003"),
    demo("police.admin", "公安局管理员", Role::DepartmentAdmin, Some("CD06"), "13800000004"),
    demo("police.clerk", "公安局窗口", Role::Clerk, Some("CD06"), "13800000005"),
    demo("auditor", "审计员", Role::Auditor, None, "13800000006"),
    demo("halls.admin", "大厅管理员", Role::DepartmentAdmin, Some("CD44"), "13800000007"),
    demo("halls.clerk", "大厅窗口", Role::Clerk, Some("CD44"), "13800000008"),
];

/// A resident of the demonstration; made up, and known by name to its register.
#[derive(Debug, Clone, Copy)]
pub struct DemoResident {
    /// What the person signs in with.
    pub phone: &'static str,
    /// What the person is called.
    pub name: &'static str,
    /// How surely the city knows who the person is.
    pub level: RealNameLevel,
}

const fn resident(phone: &'static str, name: &'static str, level: RealNameLevel) -> DemoResident {
    DemoResident { phone, name, level }
}

/// The residents of the demonstration, one of each level.
pub const DEMO_RESIDENTS: [DemoResident; 4] = [
    resident("13900000001", "王小蓉", RealNameLevel::Verified),
    resident("13900000002", "李建国", RealNameLevel::Declared),
    resident("13900000003", "阿依古丽·买买提", RealNameLevel::Registered),
    resident("13900000004", "陈桂芳", RealNameLevel::SeenInPerson),
];

/// Who sees residents of the demonstration with their papers.
const DEMO_CLERK: &str = "police.clerk";

/// The password of every account of the demonstration.
pub const DEMO_PASSWORD: &str = "demonstration-only";

/// Why the accounts of the demonstration were not added.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A name is none.
    #[error("{0} is no account name")]
    Name(&'static str),
    /// The password is none.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// An account was not added.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// Nobody knows who a resident is.
    #[error(transparent)]
    RealName(#[from] RealNameError),
    /// Somebody acts for nobody.
    #[error(transparent)]
    Kin(#[from] KinError),
}

/// Adds the accounts of the demonstration that are not there yet, and the people of its register.
pub async fn add_demo_accounts(identity: &Identity) -> Result<(), DemoError> {
    let departments = DEMO_ACCOUNTS.iter().filter_map(|account| Some((account.department?.to_owned(), None)));
    let authority = Authority::operator(DepartmentTree::new(departments));
    for account in DEMO_ACCOUNTS {
        let unnamed = || DemoError::Name(account.name);
        let name = StaffName::parse(account.name).ok_or_else(unnamed)?;
        if identity.account(&authority, &name).await.is_ok() {
            continue;
        }
        let new = NewAccount {
            name,
            display_name: DisplayName::parse(account.display_name).ok_or_else(unnamed)?,
            grants: vec![Grant { role: account.role, department: account.department.map(str::to_owned) }],
            password: Password::parse(DEMO_PASSWORD)?,
        };
        let phone = Contact::parse(account.phone).ok_or_else(unnamed)?;
        match identity.add(&authority, new).await {
            Ok(id) => identity.add_phone(id, &phone).await?,
            // Somebody else loads the demonstration at the same time.
            Err(IdentityError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    realname::add_demo_register(identity).await.map_err(IdentityError::from)?;
    for DemoResident { phone, name, .. } in DEMO_RESIDENTS {
        let unnamed = || DemoError::Name(name);
        let contact = Contact::parse(phone).ok_or_else(unnamed)?;
        let name = DisplayName::parse(name).ok_or_else(unnamed)?;
        match identity.add_resident(&contact, &name, Password::parse(DEMO_PASSWORD)?).await {
            Ok(_) | Err(IdentityError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Lets 王小蓉 of the demonstration help 陈桂芳 and represent a company, once the city knows who they are, and enters the
/// demonstration's companies into the register. All have accounts by then ([`add_demo_accounts`]).
pub async fn add_demo_kin(identity: &Identity) -> Result<(), DemoError> {
    for resident in DEMO_RESIDENTS {
        raise(identity, &resident).await?;
    }
    let [helper, .., relative] = DEMO_RESIDENTS;
    let (helper, relative) = (present(identity, &helper).await?, present(identity, &relative).await?);
    legal::add_demo_companies(identity).await.map_err(IdentityError::from)?;
    let bound = family::bind_demo(identity, helper.account, relative.account).await;
    for outcome in [bound, legal::open_demo(identity, &helper).await] {
        match outcome {
            // It was loaded before, or somebody else loads it at the same time, or plays her part with an account of their own.
            Ok(()) | Err(KinError::Already | KinError::Level) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Raises a resident to their level in the ways everybody rises: says who they are, has it checked, shows a paper.
async fn raise(identity: &Identity, resident: &DemoResident) -> Result<(), DemoError> {
    let holder = present(identity, resident).await?;
    let real_name = RealName::new(identity.clone(), &RegisterSettings::BuiltIn);
    let known = real_name.person(&holder).await?.map_or(RealNameLevel::Registered, |person| person.level);
    if known >= resident.level {
        return Ok(());
    }
    let unnamed = || DemoError::Name(resident.name);
    let name = PersonName::parse(resident.name).map_err(|_| unnamed())?;
    let number = demo_number(resident.name).ok_or_else(unnamed)?;
    let outcome = async {
        if known < RealNameLevel::Verified {
            real_name.declare(&holder, &name, &number).await?;
        }
        match resident.level {
            RealNameLevel::Registered | RealNameLevel::Declared => Ok(()),
            RealNameLevel::Verified => real_name.verify(&holder, &Client::default(), Language::FIRST).await,
            RealNameLevel::SeenInPerson => {
                let clerk = StaffName::parse(DEMO_CLERK).ok_or(RealNameError::Unknown)?;
                let clerk = identity.actor_by_name(&clerk, ORIGIN).await?;
                let paper = Paper { kind: PaperKind::IdCard, until: None };
                real_name.seen_in_person(&clerk, &holder.name, (&name, &number), paper).await
            }
        }
    };
    match outcome.await {
        // Somebody else loads it at the same time, or plays the part with an account of their own.
        Ok(()) | Err(RealNameError::Settled | RealNameError::NothingDeclared | RealNameError::Taken) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The residents of the demonstration, each as if they sat in front of a page.
pub async fn demo_residents(identity: &Identity) -> Result<Vec<Holder>, DemoError> {
    let mut residents = Vec::new();
    for resident in &DEMO_RESIDENTS {
        residents.push(present(identity, resident).await?);
    }
    Ok(residents)
}

/// A resident as if they sat in front of a page, having signed in just now.
async fn present(identity: &Identity, resident: &DemoResident) -> Result<Holder, DemoError> {
    let contact = Contact::parse(resident.phone).ok_or(DemoError::Name(resident.name))?;
    let reader = identity.database.reader();
    let account = contacts::owner(reader, &contact).await.map_err(IdentityError::from)?;
    let account = account.ok_or(IdentityError::Unknown)?;
    let named = people::usable(reader, account).await.map_err(IdentityError::from)?.ok_or(IdentityError::Unknown)?;
    let now = identity.clock.now();
    Ok(Holder {
        account,
        session: SessionId::new(),
        name: named.name,
        display_name: named.display_name,
        level: RealNameLevel::Registered,
        methods: Methods::one(Method::PhoneCode),
        proven_at: now,
        closes_at: None,
        grants: Vec::new(),
        stays: false,
        until: now,
        origin: ORIGIN.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use foundation::{
        audit::{Audit, Filter},
        clock::Clock,
        codes::UnifiedSocialCreditCode,
        database::testing::{engines, fresh},
        keyring::Keyring,
    };

    #[tokio::test]
    async fn the_demonstration_shows_every_level_and_a_company_whose_representative_is_verified() {
        for engine in engines() {
            let test = fresh(engine).await;
            let identity = Identity::new(test.database.clone(), Clock::Real, Keyring::new(&[7; 32]));
            add_demo_accounts(&identity).await.unwrap();
            let real_name = RealName::new(identity.clone(), &RegisterSettings::BuiltIn);
            let companies = legal::LegalPersons::new(identity.clone(), &RegisterSettings::BuiltIn);
            // As often as anybody loads it: more often than the registers may be asked in an hour.
            for _ in 0..12 {
                add_demo_kin(&identity).await.unwrap();
            }
            let mut levels = Vec::new();
            for resident in DEMO_RESIDENTS {
                let holder = present(&identity, &resident).await.unwrap();
                let known = real_name.person(&holder).await.unwrap();
                let level = known.as_ref().map_or(RealNameLevel::Registered, |person| person.level);
                assert_eq!(level, resident.level, "{engine:?}: {}", resident.name);
                assert!(known.is_none_or(|person| person.name.as_str() == resident.name), "{engine:?}");
                levels.push(level);
            }
            levels.sort();
            assert_eq!(levels, RealNameLevel::ALL, "{engine:?}");

            let uscc = UnifiedSocialCreditCode::parse(legal::DEMO_COMPANIES[0].0).unwrap();
            let her = present(&identity, &DEMO_RESIDENTS[0]).await.unwrap();
            assert!(companies.company(&her, &uscc).await.is_ok(), "{engine:?}");
            for act in ["real_name.verify", "real_name.seen", "company.register"] {
                let filter = Filter { act: act.to_owned(), ..Filter::default() };
                let entries = Audit::new(test.database.clone()).search(&filter, None).await.unwrap();
                assert_eq!(entries.len(), 1, "{engine:?}: {act}");
            }
        }
    }
}
