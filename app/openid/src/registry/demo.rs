use super::{ClientId, NewApplication, RegistryError, Typed, acts::Outcome};
use crate::{
    OpenId,
    model::{ClientState, Logo},
    store::clients,
};
use identity::{Authority, DepartmentTree, Token};

/// What the demonstration's application of a department calls itself.
pub const DEMO_CLIENT: &str = "demo-department";
/// Its secret, in the open: it exists in a demonstration only.
pub const DEMO_SECRET: &str = "demonstration-only-secret-not-for-real-uses";
/// What the demonstration's system of a department calls itself: it works for itself at the machine interface.
pub const DEMO_SYSTEM: &str = "demo-system";
/// Its secret, in the open as well.
pub const DEMO_SYSTEM_SECRET: &str = "demonstration-only-secret-for-nightly-feeds";

/// The picture residents know it by.
const DEMO_LOGO: &[u8] = include_bytes!("demo_logo.png");

/// Whose they are.
const DEPARTMENT: &str = "CD06";

impl OpenId {
    /// Adds the applications of the demonstration that are not there yet.
    pub async fn add_demo_applications(&self) -> Outcome<()> {
        let authority = Authority::operator(DepartmentTree::new([(DEPARTMENT.to_owned(), None)]));
        let texts = |text: &str| text.to_owned();
        let site = Typed {
            name_zh: texts("交通违法处理演示"),
            name_en: texts("Traffic desk (demonstration)"),
            purpose_zh: texts("查看并处理您名下车辆的交通违法记录。"),
            purpose_en: texts("See and settle traffic offences of your vehicles."),
            contact: texts("028-12345"),
            start_uri: texts("http://localhost:4000/"),
            redirect_uris: texts("http://localhost:4000/callback"),
            post_logout_redirect_uris: texts("http://localhost:4000/"),
            backchannel_logout_uri: texts("http://localhost:4000/backchannel-logout"),
            scopes: texts("openid profile phone email address realname offline_access account:read"),
            authentication: texts("client_secret_basic"),
            ..Typed::default()
        };
        let system = Typed {
            name_zh: texts("事项同步演示系统"),
            name_en: texts("Item feed (demonstration)"),
            purpose_zh: texts("把部门系统里的办事指南送到门户审核。"),
            purpose_en: texts("Brings the department's own guides to the portal for review."),
            contact: texts("028-12345"),
            scopes: texts("items:write"),
            authentication: texts("client_secret_basic"),
            is_system: true,
            ..Typed::default()
        };
        for (name, secret, typed) in [(DEMO_CLIENT, DEMO_SECRET, site), (DEMO_SYSTEM, DEMO_SYSTEM_SECRET, system)] {
            if clients::named(self.database.reader(), name).await?.is_some() {
                continue;
            }
            let client_id = ClientId::parse(name).ok_or(RegistryError::Unknown)?;
            let definition = typed.read().map_err(RegistryError::Invalid)?;
            let secret = Token::parse(secret).ok_or(RegistryError::Unknown)?;
            let new = NewApplication { client_id, department: DEPARTMENT.to_owned(), definition };
            match self.register_application(&authority, new, ClientState::Live, Some(&secret)).await {
                // Somebody else loads the demonstration at the same time.
                Ok(()) | Err(RegistryError::Taken) => {}
                Err(error) => return Err(error),
            }
            if name == DEMO_CLIENT
                && let Ok(logo) = Logo::read(DEMO_LOGO)
                && let Some((client, _)) = clients::named(self.database.reader(), name).await?
            {
                match self.change_logo(&authority, name, client.revision, Some(&logo)).await {
                    Ok(_) | Err(RegistryError::Changed) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }
}
