use super::{
    Authority, Contact, DepartmentTree, DisplayName, Grant, Identity, IdentityError, NewAccount, Password,
    PasswordFault, Role, StaffName, family, kin_error::KinError, legal, realname, store::contacts,
};

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
pub const DEMO_ACCOUNTS: [DemoAccount; 6] = [
    demo("city.admin", "城市管理员", Role::CityAdmin, None, "13800000001"),
    demo("police.editor", "公安局编辑", Role::Editor, Some("CD06"), "13800000002"),
    demo("police.reviewer", "公安局审核", Role::Reviewer, Some("CD06"), "13800000003"),
    demo("police.admin", "公安局管理员", Role::DepartmentAdmin, Some("CD06"), "13800000004"),
    demo("police.clerk", "公安局窗口", Role::Clerk, Some("CD06"), "13800000005"),
    demo("auditor", "审计员", Role::Auditor, None, "13800000006"),
];

/// The residents of the demonstration: phone and name.
pub const DEMO_RESIDENTS: [(&str, &str); 4] = [
    ("13900000001", "王小蓉"),
    ("13900000002", "李建国"),
    ("13900000003", "阿依古丽·买买提"),
    ("13900000004", "陈桂芳"),
];

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
    for (phone, name) in DEMO_RESIDENTS {
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

/// Lets 王小蓉 of the demonstration help 陈桂芳 and represent a company, and enters the demonstration's companies into the register.
/// Both have accounts by then ([`add_demo_accounts`]).
pub async fn add_demo_kin(identity: &Identity) -> Result<(), DemoError> {
    let [(helper, name), .., (relative, _)] = DEMO_RESIDENTS;
    let account = async |phone: &'static str| {
        let contact = Contact::parse(phone).ok_or(DemoError::Name(name))?;
        let owner = contacts::owner(identity.database.reader(), &contact).await.map_err(IdentityError::from)?;
        owner.ok_or(DemoError::Identity(IdentityError::Unknown))
    };
    let (helper, relative) = (account(helper).await?, account(relative).await?);
    legal::add_demo_companies(identity).await.map_err(IdentityError::from)?;
    for outcome in [family::bind_demo(identity, helper, relative).await, legal::open_demo(identity, helper).await] {
        match outcome {
            // It was loaded before, or somebody else loads it at the same time.
            Ok(()) | Err(KinError::Already) => {}
            Err(KinError::Identity(error)) => return Err(error.into()),
            Err(_) => return Err(IdentityError::Unknown.into()),
        }
    }
    Ok(())
}
